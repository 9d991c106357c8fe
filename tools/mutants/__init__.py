"""Do the tests notice? Small faults are put into the rooms that decide about money, and the tests have to fail."""
