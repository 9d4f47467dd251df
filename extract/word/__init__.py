"""Word files: the walk over their markup, and the fast path beside it."""
