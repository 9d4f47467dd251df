"""Runs the three stages over many files."""
