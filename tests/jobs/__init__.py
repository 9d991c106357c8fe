"""The queue of jobs and the process that reads files."""
