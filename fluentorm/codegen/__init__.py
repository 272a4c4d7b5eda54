"""A SchemaModel in, a package of typed Python models out."""
