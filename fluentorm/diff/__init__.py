"""Two SchemaModels in, ordered operations out; pure functions, no server, no SQL."""
