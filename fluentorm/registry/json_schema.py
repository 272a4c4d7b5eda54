"""The JSON Schema of YAML schema files, for editors to complete and check them.

``table.schema.json`` ships with the package; a test shows that it is what ``render_schema``
returns. To rewrite it: ``python -m fluentorm.registry.json_schema``.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

FILE_NAME = "table.schema.json"
_WIDTH = 96


def yaml_schema() -> str:
    """Return the JSON Schema (draft 2020-12) as text."""
    return resources.files("fluentorm.registry").joinpath(FILE_NAME).read_text(encoding="utf-8")


def render_schema() -> str:
    """Return the JSON Schema that the table of keys amounts to."""
    from fluentorm.registry.yaml_keys import TABLE, definitions  # these need PyYAML

    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A table of fluentorm",
        **TABLE.schema(),
        "$defs": definitions(),
    }
    return _pretty(schema, "") + "\n"


def _pretty(value: object, indent: str) -> str:
    """Return JSON with one line for whatever fits into it, so that a diff of it reads well."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= _WIDTH or not isinstance(value, dict | list):
        return line
    deeper = indent + "  "
    if isinstance(value, dict):
        items = [f"{json.dumps(key)}: {_pretty(item, deeper)}" for key, item in value.items()]
        opened, closed = "{", "}"
    else:
        items = [_pretty(item, deeper) for item in value]
        opened, closed = "[", "]"
    body = ",\n".join(deeper + item for item in items)
    return f"{opened}\n{body}\n{indent}{closed}"


if __name__ == "__main__":
    Path(__file__).with_name(FILE_NAME).write_text(render_schema(), encoding="utf-8")
