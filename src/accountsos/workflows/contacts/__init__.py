"""Who is paid and who pays."""
