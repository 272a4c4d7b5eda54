"""SchemaModel <-> plain dicts <-> JSON text, one field a line so that git merges and reviews it.

What equals its default is left out, and so is a section without objects. Places, ``renamed_from``
and ``backfill`` are not part of the state and are not written. Nor is ``using`` part of it, but it
is written: it does not act twice.
"""

from __future__ import annotations

import json
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from fluentorm.errors import SnapshotError
from fluentorm.schema.lazy import LazyTables, TableSource
from fluentorm.schema.objects import SchemaModel, Table
from fluentorm.snapshot.tables import decode_enum, decode_table, dump_json, encode_enum, table_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.refs import Ref

_ENUMS = '  "enums": '
_TABLES = ',\n  "tables": '
_END = "\n  }"
_raw_decode = json.JSONDecoder().raw_decode


def fingerprint(model: SchemaModel) -> str:
    """Return the SHA-256 of a model as the snapshot holds it, hints and source files included."""
    return sha256(render(model).encode()).hexdigest()


def render(model: SchemaModel) -> str:
    """Return the snapshot's ``enums``, ``tables`` and other sections, without the outer braces."""
    tables = model.tables
    enums = (f"    {dump_json(e.name)}: {dump_json(encode_enum(e))}" for e in model.enums.values())
    texts = (
        (tables.text(name) for name in tables)
        if isinstance(tables, LazyTables)
        else (table_text(table) for table in tables.values())
    )
    return f"{_ENUMS}{_block(enums)}{_TABLES}{_block(texts)}{_sections(model)}"


def parse(body: str) -> SchemaModel:
    """Return the model that ``render`` gave this text for; tables are built when looked at.

    Raises SnapshotError where the text has not that shape.
    """
    start, end = len(_ENUMS), body.find(_TABLES)
    if not body.startswith(_ENUMS) or end < 0:
        raise _shapeless("the enums or the tables are missing")
    try:
        enums = json.loads(body[start:end])
        tables, sections = _split(body[end + len(_TABLES) :])
        return SchemaModel(
            enums={name: decode_enum(name, value) for name, value in enums.items()},
            tables=LazyTables(dict(map(_source, tables))),
            objects=_objects(sections) if sections else {},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _shapeless(f"{type(error).__name__}: {error}") from error


def _split(text: str) -> tuple[list[str], str]:
    """Return the text of each table, and of the sections after them."""
    if text.startswith("{}"):
        return [], text[2:]
    # Only a table begins with a quote after four spaces, and only all of them end with a brace
    # after two: what is inside stands further right, and JSON has no line breaks in strings.
    end = text.find(_END)
    first, *rest = text[:end].removeprefix("{\n").split(',\n    "')
    return [first, *(f'    "{part}' for part in rest)], text[end + len(_END) :]


def _source(text: str) -> tuple[str, TableSource]:
    name, _ = _raw_decode(text, 4)
    return name, TableSource(text, partial(_build, name, text))


def _build(name: str, text: str) -> Table:
    try:
        return decode_table(name, json.loads(f"{{{text}}}")[name])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _shapeless(f'table "{name}", {type(error).__name__}: {error}') from error


def _sections(model: SchemaModel) -> str:
    if not model.objects:
        return ""
    from fluentorm.snapshot.objects import section_texts

    return "".join(f",\n{text}" for text in section_texts(model.objects))


def _objects(text: str) -> dict[Ref, DatabaseObject]:
    from fluentorm.snapshot.objects import decode_sections

    return decode_sections(json.loads(f"{{{text.removeprefix(',')}}}"))


def _shapeless(what: str) -> SnapshotError:
    return SnapshotError(
        f"the snapshot does not have the shape of a schema ({what})",
        hint="restore it from version control",
    )


def _block(entries: Iterable[str]) -> str:
    text = ",\n".join(entries)
    return f"{{\n{text}\n  }}" if text else "{}"
