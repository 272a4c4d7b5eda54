"""Schema files in, one SchemaModel out."""


def yaml_schema() -> str:
    """Return the JSON Schema of YAML schema files as text, for editors."""
    from fluentorm.registry.json_schema import yaml_schema as read

    return read()
