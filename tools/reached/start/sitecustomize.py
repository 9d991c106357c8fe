"""On the path of every process of a measured run: each starts counting by itself, also those that tests start."""

import coverage

coverage.process_startup()
