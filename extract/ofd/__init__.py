"""OFD files (GB/T 33190): the marks of their pages."""
