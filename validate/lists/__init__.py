"""Lists of names and attachments in notices and reports."""
