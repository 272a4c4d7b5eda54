"""A SchemaModel -> schema files: what an existing database becomes when a project adopts it."""
