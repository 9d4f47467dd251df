"""Broken relations that hang together: the likely cause, what to look at first."""
