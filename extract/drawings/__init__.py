"""What Office files draw instead of writing: metafiles, charts, packed objects."""
