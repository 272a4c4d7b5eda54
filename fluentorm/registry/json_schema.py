"""The JSON Schema of YAML schema files, for editors to complete and check them.

``table.schema.json`` ships with the package; a test shows that it is what ``render_schema``
returns. To rewrite it: ``python -m fluentorm.registry.json_schema``.
"""

from __future__ import annotations

import json
from importlib import resources
from itertools import chain, count
from pathlib import Path
from typing import Any

FILE_NAME = "table.schema.json"
_WIDTH = 96
_LONG = 240
# Words of JSON Schema, which are no keys of ours.
_WORDS = frozenset(
    "properties additionalProperties items anyOf oneOf allOf if then not propertyNames".split()
)


def yaml_schema() -> str:
    """Return the JSON Schema (draft 2020-12) as text."""
    return resources.files("fluentorm.registry").joinpath(FILE_NAME).read_text(encoding="utf-8")


def render_schema() -> str:
    """Return the JSON Schema that the table of keys amounts to."""
    from fluentorm.registry.yaml_keys import TABLE, definitions  # these need PyYAML

    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A schema file of fluentorm",
        **TABLE.schema(),
        "$defs": definitions(),
    }
    return _pretty(_shared(schema), "") + "\n"


def _shared(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema in which what is long and stands there often is told once, and referred to.

    A definition is called after the key where it stands first.
    """
    often = _repeated(schema)
    names: dict[str, str] = {}
    shared: dict[str, Any] = {}

    def replaced(value: Any, key: str, *, top: bool = False) -> Any:
        if isinstance(value, list):
            return [replaced(item, key) for item in value]
        if not isinstance(value, dict):
            return value
        text = json.dumps(value)
        if text in often and not top:
            if text not in names:
                taken = {*schema["$defs"], *names.values()}
                numbers = (f"{key}_{number}" for number in count(2))
                names[text] = next(n for n in chain([key], numbers) if n not in taken)
                shared[names[text]] = replaced(value, key, top=True)
            return {"$ref": f"#/$defs/{names[text]}"}
        return {
            name: replaced(item, key if name in _WORDS else name) for name, item in value.items()
        }

    own = replaced(schema, "file", top=True)
    return {**own, "$defs": {**own["$defs"], **shared}}


def _repeated(schema: Any) -> set[str]:
    """Return the long parts that stand in a schema more than once, and not within such a one."""
    seen: set[str] = set()
    often: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            text = json.dumps(value)
            if text in seen:
                often.add(text)
                return
            if len(text) > _LONG:
                seen.add(text)
        items = value.values() if isinstance(value, dict) else value
        for item in items if isinstance(value, dict | list) else ():
            walk(item)

    walk(schema)
    return often


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
