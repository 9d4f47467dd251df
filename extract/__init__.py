"""Bytes in, `Document` out: what stands in a file, with the place of everything."""
