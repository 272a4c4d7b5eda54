"""Schema files in, one SchemaModel out."""
