"""The discrepancy list in every format, and what changed between two lists."""
