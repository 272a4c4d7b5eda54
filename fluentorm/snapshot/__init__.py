"""The last generated SchemaModel, kept as JSON beside the schema files."""
