"""The reviewers' desk: a local web page over a lake, and the same view as files without a server."""
