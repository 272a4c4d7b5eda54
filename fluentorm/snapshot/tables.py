"""Tables and enums as JSON data and back, and a table's text with one part a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fluentorm.schema.hints import Relation, RelationKind
from fluentorm.schema.objects import PLAIN_TABLE, Enum, Table, TableDetails
from fluentorm.schema.privileges import NO_PRIVILEGES
from fluentorm.snapshot.columns import decode_column, encode_column
from fluentorm.snapshot.constraints import (
    decode_constraint,
    decode_index,
    encode_constraint,
    encode_index,
)
from fluentorm.snapshot.values import (
    JsonDict,
    decode_options,
    decode_privileges,
    encode_options,
    encode_privileges,
)

if TYPE_CHECKING:
    from collections.abc import Callable

dump_json: Callable[[object], str] = json.JSONEncoder(
    ensure_ascii=False, check_circular=False
).encode


def encode_enum(enum: Enum) -> JsonDict:
    """Return an enum as a dict, its name left out."""
    data: JsonDict = {"values": list(enum.values)}
    if enum.comment is not None:
        data["comment"] = enum.comment
    if enum.privileges:
        data["privileges"] = encode_privileges(enum.privileges)
    return data


def decode_enum(name: str, data: JsonDict) -> Enum:
    """Return the enum that ``encode_enum`` was given."""
    privileges = data.get("privileges")
    return Enum(
        name=name,
        values=tuple(data["values"]),
        comment=data.get("comment"),
        privileges=NO_PRIVILEGES if privileges is None else decode_privileges(privileges),
    )


def encode_table(table: Table) -> JsonDict:
    """Return a table as a dict, its name left out."""
    data: JsonDict = {}
    if table.comment is not None:
        data["comment"] = table.comment
    if table.details != PLAIN_TABLE:
        data["details"] = _encode_details(table.details)
    if table.unmanaged_partitions is not None:
        data["unmanaged_partitions"] = table.unmanaged_partitions
    data["fields"] = [encode_column(column) for column in table.columns.values()]
    data["constraints"] = [encode_constraint(item) for item in table.constraints.values()]
    data["indexes"] = [encode_index(index) for index in table.indexes.values()]
    data["relationships"] = [_encode_relation(item) for item in table.relations.values()]
    data["source_files"] = list(table.source_files)
    return data


def decode_table(name: str, data: JsonDict) -> Table:
    """Return the table that ``encode_table`` was given."""
    return Table(
        name=name,
        comment=data.get("comment"),
        details=_decode_details(data["details"]) if "details" in data else PLAIN_TABLE,
        unmanaged_partitions=data.get("unmanaged_partitions"),
        columns={item["name"]: decode_column(item) for item in data["fields"]},
        constraints={item["name"]: decode_constraint(item) for item in data["constraints"]},
        indexes={item["name"]: decode_index(item) for item in data["indexes"]},
        relations={item["name"]: _decode_relation(item) for item in data["relationships"]},
        source_files=tuple(data["source_files"]),
    )


def table_text(table: Table) -> str:
    """Return a table's part of the snapshot: the same for tables that are equal, hints included."""
    parts = []
    for key, value in encode_table(table).items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines = ",\n".join(f"        {dump_json(item)}" for item in value)
            parts.append(f'      "{key}": [\n{lines}\n      ]')
        else:
            parts.append(f'      "{key}": {dump_json(value)}')
    return f"    {dump_json(table.name)}: {{\n" + ",\n".join(parts) + "\n    }"


def _encode_details(details: TableDetails) -> JsonDict:
    data: JsonDict = {}
    if details.unlogged:
        data["unlogged"] = True
    for name in ("partition_by", "partition_of", "bound"):
        if getattr(details, name) is not None:
            data[name] = getattr(details, name)
    if details.attached is not None:
        data["attached"] = encode_options(details.attached)
    if details.inherits:
        data["inherits"] = list(details.inherits)
    if details.storage:
        data["storage"] = encode_options(details.storage)
    for name in ("row_security", "force_row_security"):
        if getattr(details, name):
            data[name] = True
    for name in ("replica_identity", "replica_identity_index", "cluster_on"):
        if getattr(details, name) is not None:
            data[name] = getattr(details, name)
    if details.privileges:
        data["privileges"] = encode_privileges(details.privileges)
    return data


def _decode_details(data: JsonDict) -> TableDetails:
    given = dict(data)
    if "inherits" in given:
        given["inherits"] = tuple(given["inherits"])
    for name in ("attached", "storage"):
        if name in given:
            given[name] = decode_options(given[name])
    if "privileges" in given:
        given["privileges"] = decode_privileges(given["privileges"])
    return TableDetails(**given)


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
