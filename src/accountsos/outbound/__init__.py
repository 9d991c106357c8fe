"""What goes out over the network by itself. Only jobs use it."""
