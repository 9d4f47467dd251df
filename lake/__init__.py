"""The datasets of one folder: records in, Parquet out, and back."""
