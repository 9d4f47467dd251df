"""`Document` in, `Report` out: forms recognised, every printed number a Fact."""
