"""One module per command: parses, calls, prints."""
