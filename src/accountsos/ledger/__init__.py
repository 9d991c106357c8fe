"""Double-entry: chart, journal entry, posting, desired entry, repost, locks. Pure."""
