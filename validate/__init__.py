"""`Report`s of one submission in, `Check`s and `Finding`s out."""
