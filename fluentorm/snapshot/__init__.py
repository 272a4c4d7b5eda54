"""The last generated SchemaModel, kept as JSON beside the schema files."""

SNAPSHOT_NAME = ".fluent_snapshot.json"
