"""Records, Parquet schemas and the YAML catalogues: what the stages share."""
