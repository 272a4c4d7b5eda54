"""SchemaModel <-> plain dicts <-> JSON text, one field a line so that git merges and reviews it.

What equals its default is left out. Places, ``renamed_from`` and ``backfill`` are not part of the
state and are not written. Nor is ``using`` part of it, but it is written: it does not act twice.
"""

from __future__ import annotations

import json
from functools import lru_cache, partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from fluentorm.errors import SnapshotError
from fluentorm.schema.hints import AutoGenerate, FieldHints, InputMode, Relation, RelationKind
from fluentorm.schema.lazy import LazyTables, TableSource
from fluentorm.schema.objects import (
    Action,
    Check,
    Column,
    Constraint,
    Enum,
    ForeignKey,
    Identity,
    Index,
    IndexKey,
    Match,
    PrimaryKey,
    SchemaModel,
    Table,
    Unique,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# JSON as the json module gives it; every shape is checked by the constructors that read it.
JsonDict: TypeAlias = dict[str, Any]

_ENUMS = '  "enums": '
_TABLES = ',\n  "tables": '
_dump = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
_raw_decode = json.JSONDecoder().raw_decode


def fingerprint(model: SchemaModel) -> str:
    """Return the SHA-256 of a model as the snapshot holds it, hints and source files included."""
    return sha256(render(model).encode()).hexdigest()


def render(model: SchemaModel) -> str:
    """Return the snapshot's ``enums`` and ``tables`` as JSON text, without the outer braces."""
    tables = model.tables
    enums = (f"    {_dump(e.name)}: {_dump(encode_enum(e))}" for e in model.enums.values())
    texts = (
        (tables.text(name) for name in tables)
        if isinstance(tables, LazyTables)
        else (table_text(table) for table in tables.values())
    )
    return f"{_ENUMS}{_block(enums)}{_TABLES}{_block(texts)}"


def parse(body: str) -> SchemaModel:
    """Return the model that ``render`` gave this text for; tables are built when looked at.

    Raises SnapshotError where the text has not that shape.
    """
    start, end = len(_ENUMS), body.find(_TABLES)
    if not body.startswith(_ENUMS) or end < 0:
        raise _shapeless("the enums or the tables are missing")
    try:
        enums = json.loads(body[start:end])
        text = body[end + len(_TABLES) :]
        inner = text.removeprefix("{\n").removesuffix("\n  }") if text != "{}" else ""
        # Only a table begins with a quote after four spaces: what is inside stands further right,
        # and JSON has no line breaks in strings.
        parts = inner.split(',\n    "') if inner else []
        sources = dict(
            _source(f'    "{part}' if number else part) for number, part in enumerate(parts)
        )
        return SchemaModel(
            enums={name: decode_enum(name, value) for name, value in enums.items()},
            tables=LazyTables(sources),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _shapeless(f"{type(error).__name__}: {error}") from error


def _source(text: str) -> tuple[str, TableSource]:
    name, _ = _raw_decode(text, 4)
    return name, TableSource(text, partial(_build, name, text))


def _build(name: str, text: str) -> Table:
    try:
        return decode_table(name, json.loads(f"{{{text}}}")[name])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _shapeless(f'table "{name}", {type(error).__name__}: {error}') from error


def _shapeless(what: str) -> SnapshotError:
    return SnapshotError(
        f"the snapshot does not have the shape of a schema ({what})",
        hint="restore it from version control",
    )


def encode_enum(enum: Enum) -> JsonDict:
    """Return an enum as a dict, its name left out."""
    data: JsonDict = {"values": list(enum.values)}
    if enum.comment is not None:
        data["comment"] = enum.comment
    return data


def decode_enum(name: str, data: JsonDict) -> Enum:
    """Return the enum that ``encode_enum`` was given."""
    return Enum(name=name, values=tuple(data["values"]), comment=data.get("comment"))


def encode_table(table: Table) -> JsonDict:
    """Return a table as a dict, its name left out."""
    data: JsonDict = {}
    if table.comment is not None:
        data["comment"] = table.comment
    data["fields"] = [_encode_column(column) for column in table.columns.values()]
    data["constraints"] = [_encode_constraint(item) for item in table.constraints.values()]
    data["indexes"] = [_encode_index(index) for index in table.indexes.values()]
    data["relationships"] = [_encode_relation(item) for item in table.relations.values()]
    data["source_files"] = list(table.source_files)
    return data


def decode_table(name: str, data: JsonDict) -> Table:
    """Return the table that ``encode_table`` was given."""
    return Table(
        name=name,
        comment=data.get("comment"),
        columns={item["name"]: _decode_column(item) for item in data["fields"]},
        constraints={item["name"]: _decode_constraint(item) for item in data["constraints"]},
        indexes={item["name"]: _decode_index(item) for item in data["indexes"]},
        relations={item["name"]: _decode_relation(item) for item in data["relationships"]},
        source_files=tuple(data["source_files"]),
    )


def _block(entries: Iterable[str]) -> str:
    text = ",\n".join(entries)
    return f"{{\n{text}\n  }}" if text else "{}"


def table_text(table: Table) -> str:
    """Return a table's part of the snapshot: the same for tables that are equal, hints included."""
    parts = []
    for key, value in encode_table(table).items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines = ",\n".join(f"        {_dump(item)}" for item in value)
            parts.append(f'      "{key}": [\n{lines}\n      ]')
        else:
            parts.append(f'      "{key}": {_dump(value)}')
    return f"    {_dump(table.name)}: {{\n" + ",\n".join(parts) + "\n    }"


def _encode_column(column: Column) -> JsonDict:
    data: JsonDict = {"name": column.name, "type": column.type}
    if column.nullable:
        data["nullable"] = True
    if column.default is not None:
        data["default"] = column.default
    if column.identity is not None:
        data["identity"] = "always" if column.identity.always else "by_default"
    if column.comment is not None:
        data["comment"] = column.comment
    if column.using is not None:
        data["using"] = column.using
    hints = column.hints
    if hints.create_input is not InputMode.REQUIRED:
        data["create_input"] = hints.create_input.value
    if not hints.update_input:
        data["update_input"] = False
    if hints.redacted:
        data["redacted"] = True
    if hints.auto_generate is not AutoGenerate.NONE:
        data["auto_generate"] = hints.auto_generate.value
    return data


def _decode_column(data: JsonDict) -> Column:
    get = data.get
    return Column(
        name=data["name"],
        type=data["type"],
        nullable=get("nullable", False),
        default=get("default"),
        identity=_IDENTITY[get("identity")],
        comment=get("comment"),
        using=get("using"),
        hints=_hints(
            get("create_input", "required"),
            get("update_input", True),
            get("redacted", False),
            get("auto_generate", "none"),
        ),
    )


_IDENTITY: Mapping[str | None, Identity | None] = {
    None: None,
    "always": Identity(always=True),
    "by_default": Identity(always=False),
}


@lru_cache(maxsize=256)
def _hints(create_input: str, update_input: bool, redacted: bool, auto_generate: str) -> FieldHints:
    """Return one shared value for each combination; a schema has a handful of them."""
    return FieldHints(
        create_input=InputMode(create_input),
        update_input=update_input,
        redacted=redacted,
        auto_generate=AutoGenerate(auto_generate),
    )


def _encode_constraint(constraint: Constraint) -> JsonDict:
    data: JsonDict = {"name": constraint.name}
    match constraint:
        case PrimaryKey():
            data["kind"] = "primary_key"
            data["columns"] = list(constraint.columns)
        case Unique():
            data["kind"] = "unique"
            data["columns"] = list(constraint.columns)
            if constraint.nulls_not_distinct:
                data["nulls_not_distinct"] = True
        case Check():
            data["kind"] = "check"
            data["expression"] = constraint.expression
        case ForeignKey():
            data |= _encode_foreign_key(constraint)
        case _:
            assert_never(constraint)
    if not isinstance(constraint, Check):
        if constraint.deferrable:
            data["deferrable"] = True
        if constraint.initially_deferred:
            data["initially_deferred"] = True
    if constraint.comment is not None:
        data["comment"] = constraint.comment
    return data


def _encode_foreign_key(key: ForeignKey) -> JsonDict:
    data: JsonDict = {
        "kind": "foreign_key",
        "columns": list(key.columns),
        "references_table": key.references_table,
        "references_columns": list(key.references_columns),
    }
    if key.on_delete is not Action.NO_ACTION:
        data["on_delete"] = key.on_delete.value
    if key.on_update is not Action.NO_ACTION:
        data["on_update"] = key.on_update.value
    if key.match is not Match.SIMPLE:
        data["match"] = key.match.value
    return data


def _decode_constraint(data: JsonDict) -> Constraint:
    name, kind, comment = data["name"], data["kind"], data.get("comment")
    if kind == "check":
        return Check(name=name, expression=data["expression"], comment=comment)
    columns = tuple(data["columns"])
    deferrable = data.get("deferrable", False)
    deferred = data.get("initially_deferred", False)
    if kind == "primary_key":
        return PrimaryKey(
            name=name,
            columns=columns,
            deferrable=deferrable,
            initially_deferred=deferred,
            comment=comment,
        )
    if kind == "unique":
        return Unique(
            name=name,
            columns=columns,
            nulls_not_distinct=data.get("nulls_not_distinct", False),
            deferrable=deferrable,
            initially_deferred=deferred,
            comment=comment,
        )
    if kind == "foreign_key":
        return ForeignKey(
            name=name,
            columns=columns,
            references_table=data["references_table"],
            references_columns=tuple(data["references_columns"]),
            on_delete=Action(data.get("on_delete", "no_action")),
            on_update=Action(data.get("on_update", "no_action")),
            match=Match(data.get("match", "simple")),
            deferrable=deferrable,
            initially_deferred=deferred,
            comment=comment,
        )
    raise ValueError(f'no constraint is of kind "{kind}"')


def _encode_index(index: Index) -> JsonDict:
    data: JsonDict = {"name": index.name, "keys": [_encode_key(key) for key in index.keys]}
    if index.unique:
        data["unique"] = True
    if index.method != "btree":
        data["method"] = index.method
    if index.include:
        data["include"] = list(index.include)
    if index.where is not None:
        data["where"] = index.where
    if index.nulls_not_distinct:
        data["nulls_not_distinct"] = True
    if index.storage:
        data["storage"] = dict(index.storage)
    if index.comment is not None:
        data["comment"] = index.comment
    return data


def _decode_index(data: JsonDict) -> Index:
    get = data.get
    return Index(
        name=data["name"],
        keys=tuple(_decode_key(key) for key in data["keys"]),
        unique=get("unique", False),
        method=get("method", "btree"),
        include=tuple(get("include", ())),
        where=get("where"),
        nulls_not_distinct=get("nulls_not_distinct", False),
        storage=tuple(get("storage", {}).items()),
        comment=get("comment"),
    )


def _encode_key(key: IndexKey) -> str | JsonDict:
    """Return the name alone for a plain column, which almost every key is."""
    data: JsonDict = {}
    if key.column is not None:
        data["column"] = key.column
    if key.expression is not None:
        data["expression"] = key.expression
    if key.descending:
        data["descending"] = True
    if key.nulls_first is not None:
        data["nulls_first"] = key.nulls_first
    if key.opclass is not None:
        data["opclass"] = key.opclass
    if key.collation is not None:
        data["collation"] = key.collation
    if len(data) == 1 and key.column is not None:
        return key.column
    return data


def _decode_key(data: str | JsonDict) -> IndexKey:
    return IndexKey(column=data) if isinstance(data, str) else IndexKey(**data)


def _encode_relation(relation: Relation) -> JsonDict:
    data: JsonDict = {
        "name": relation.name,
        "kind": relation.kind.value,
        "columns": list(relation.columns),
        "references_table": relation.references_table,
        "references_columns": list(relation.references_columns),
    }
    if relation.constraint is not None:
        data["constraint"] = relation.constraint
    return data


def _decode_relation(data: JsonDict) -> Relation:
    return Relation(
        name=data["name"],
        kind=RelationKind(data["kind"]),
        columns=tuple(data["columns"]),
        references_table=data["references_table"],
        references_columns=tuple(data["references_columns"]),
        constraint=data.get("constraint"),
    )
