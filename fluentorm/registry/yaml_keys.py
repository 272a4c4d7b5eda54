"""Every key that a YAML schema file may have.

The one table behind both the reader (``yaml_file``) and the JSON Schema (``json_schema``). The
names are those of the builders' methods and of their arguments; a test holds the two together.
"""

from __future__ import annotations

from fluentorm.registry.yaml_attached import (
    ATTACHED,
    BOUND,
    COLUMNS,
    FLAG,
    NAME,
    NAME_LIST,
    NAMES,
    SQL,
    TABLE_OF,
    WORD,
    named_or_listed,
)
from fluentorm.registry.yaml_constraints import (
    BELONGS_TO_SHAPE,
    CHECK_SHAPE,
    EXCLUSION,
    NOT_NULL_SHAPE,
    PRIMARY_KEY,
    RELATIONS,
    UNIQUE,
)
from fluentorm.registry.yaml_fields import (
    BLOCKING_OK,
    COLUMN_OPTIONS,
    COMMENT,
    GRANTS,
    PARAMETERS,
    PRIVILEGES,
    REVOKES,
    ZONE,
    Field,
    field_definitions,
)
from fluentorm.registry.yaml_indexes import (
    CONSTRAINT_NAME,
    INDEX_KEY_LIST,
    INDEX_KEYS,
    INDEXES,
    columns_or_options,
)
from fluentorm.registry.yaml_objects import GRANT, LISTS, OBJECTS, REVOKE, STAGED
from fluentorm.registry.yaml_shapes import ByKind, Entries, Key, MapOf, Record
from fluentorm.registry.yaml_values import NAME_SCHEMA, SQL_SCHEMA, Choice, JsonSchema

_MIXIN = ByKind("true or {timezone: false}", scalar=FLAG, mapping=Record({"timezone": ZONE}))
ALTER_FIELD = {"type": Key(WORD, "the new type"), **COLUMN_OPTIONS}
PARTITION_BY = {
    "strategy": Key(Choice(("range", "list", "hash")), "by what", required=True),
    "columns": Key(COLUMNS, "of which columns or expressions", required=True),
}
PARTITION_OF = {"table": Key(NAME, "the partitioned table", required=True), **BOUND}

FILLING = {
    "value": Key(SQL, "SQL over the row", required=True),
    "where": Key(SQL, "SQL: only these rows"),
}
RENAMING = {
    "to": Key(NAME, "the new name", required=True),
    "online": Key(FLAG, "the old name goes on for a while"),
}
RENAMED = {
    "table": Key(NAME, "the name before", required=True),
    "online": RENAMING["online"],
}
# What a table and a partition may have.
_INNER: dict[str, Key] = {
    "renamed_from": Key(
        ByKind("a name, or a mapping of options", NAME, mapping=Record(RENAMED)),
        "the table's name before",
    ),
    "comment": COMMENT,
    "unlogged": Key(FLAG, "not in the write-ahead log"),
    "storage": Key(PARAMETERS, "storage parameters, such as {fillfactor: 70}"),
    "primary_key": Key(
        ByKind("columns, or a mapping of options", NAMES, NAME_LIST, Record(PRIMARY_KEY)),
        "the primary key over one column or several",
    ),
    "unique": Key(
        columns_or_options(UNIQUE, NAME_LIST, CONSTRAINT_NAME, "unique constraint", "[[a, b]]"),
        "unique constraints",
    ),
    "checks": Key(MapOf(CHECK_SHAPE, "check constraint"), "check constraints by name"),
    "exclusions": Key(
        MapOf(Record(EXCLUSION), "exclusion constraint"), "exclusion constraints by name"
    ),
    "not_null": Key(
        MapOf(NOT_NULL_SHAPE, "column"), "what a NOT NULL has that is not usual, by column"
    ),
    **{name: Key(MapOf(record, "relation"), text) for name, (record, text) in RELATIONS.items()},
    "indexes": Key(INDEXES, "indexes"),
    "alter_fields": Key(
        MapOf(Record(ALTER_FIELD), "field"), "changes to fields of an earlier file, or of a parent"
    ),
    "row_security": Key(
        ByKind(
            "true or {force: true}",
            scalar=FLAG,
            mapping=Record(
                {
                    "force": Key(FLAG, "for the owner too"),
                    "enabled": Key(FLAG, "now, and not only once they are (true)"),
                }
            ),
        ),
        "policies are in force",
    ),
    "replica_identity": Key(
        ByKind(
            "full, nothing or {index: name}",
            scalar=Choice(("full", "nothing")),
            mapping=Record({"index": Key(NAME, "the index", required=True)}),
        ),
        "what replication writes of an old row",
    ),
    "cluster_on": Key(NAME, "the index by which CLUSTER orders"),
    "partition_by": Key(
        ByKind("SQL, or a mapping of options", scalar=WORD, mapping=Record(PARTITION_BY)),
        "how the table is partitioned, such as RANGE (created_at)",
    ),
    "unmanaged_partitions": Key(WORD, "a regular expression: leave these partitions alone"),
    "blocking_ok": BLOCKING_OK,
    "backfills": Key(
        MapOf(
            ByKind(
                "SQL, or a mapping of options, or a list of these",
                scalar=SQL,
                sequence=Entries(Record(FILLING)),
                mapping=Record(FILLING),
                sql=True,
            ),
            "field",
        ),
        "what rows that exist get in new fields, by field",
    ),
}


def _attached(key: str, *, anywhere: bool) -> Key:
    method, options, scalar, text = ATTACHED[key]
    given = {**options, **TABLE_OF} if anywhere else options
    return Key(named_or_listed(given, method, scalar=scalar), text)


_PARTITION_KEYS: dict[str, Key] = {
    **BOUND,
    **_INNER,
    **{key: _attached(key, anywhere=False) for key in ATTACHED},
    "grants": GRANTS,
    "revokes": REVOKES,
}
_PARTITION = Record(_PARTITION_KEYS, "partition")
PARTITIONS = Key(
    MapOf(ByKind("a bound as SQL, or a mapping of options", WORD, mapping=_PARTITION), "partition"),
    "partitions by name",
)
_PARTITION_KEYS["partitions"] = PARTITIONS  # which may be partitioned themselves

TABLE = Record(
    {
        "table_name": Key(NAME, "the table (the file's name less its number)"),
        "namespace": Key(NAME, "the namespace of the table (public)"),
        "fields": Key(MapOf(Field(), "field"), "the columns by name"),
        "timestamps": Key(_MIXIN, "adds created_at and updated_at"),
        "soft_delete": Key(_MIXIN, "adds deleted_at"),
        **_INNER,
        "drop_indexes": Key(NAMES, "indexes of an earlier file to leave out"),
        "rename_fields": Key(
            MapOf(
                ByKind("the new name, or a mapping of options", NAME, mapping=Record(RENAMING)),
                "field",
            ),
            "old names of fields to new ones",
        ),
        "drop_fields": Key(NAMES, "fields that are gone, and are dropped in two stages"),
        "inherits": Key(NAMES, "the tables whose columns it takes over"),
        "partition_of": Key(Record(PARTITION_OF), "the table that it is a partition of"),
        "partitions": PARTITIONS,
        **{key: _attached(key, anywhere=True) for key in ATTACHED},
        "grants": Key(
            ByKind(
                "roles with privileges, or a list of grants on what others declare",
                sequence=Entries(Record(GRANT)),
                mapping=PRIVILEGES,
            ),
            "what roles may do with the table, or a list of grants on what others declare",
        ),
        "revokes": Key(
            ByKind(
                "roles with privileges, or a list of revokes on what others declare",
                sequence=Entries(Record(REVOKE)),
                mapping=PRIVILEGES,
            ),
            "what is taken of that which PostgreSQL grants by itself",
        ),
        **{key: Key(shape, text) for key, (_, shape, text) in (*OBJECTS.items(), *LISTS.items())},
        "drop_tables": Key(NAMES, "tables that are gone, and are dropped in two stages"),
        "drop_types": Key(NAMES, "types that are gone, and are dropped in two stages"),
    },
    others={
        "name": "table_name",
        "table": "table_name",
        "column": "fields",
        "columns": "fields",
        "constraints": "checks",
        "add_indexes": "indexes",
        "description": "comment",
        "schema": "namespace",
        "schemas": "namespaces",
        "types": "enums",
    },
)
"""The whole file."""

OF_THE_DATABASE = frozenset({*OBJECTS, *LISTS, *STAGED})
"""The keys that are about no table."""

OF_EITHER = frozenset({*ATTACHED, "grants", "revokes"})
"""The keys that may be about the file's table or about something else."""


def definitions() -> dict[str, JsonSchema]:
    """Return what the shapes of TABLE refer to in the JSON Schema."""
    lists = (NAMES, NAME_LIST, COLUMNS, INDEX_KEYS, INDEX_KEY_LIST)
    return {
        "sql": SQL_SCHEMA,
        "name": NAME_SCHEMA,
        **{shape.ref: shape.definition() for shape in lists if shape.ref},
        **field_definitions(),
        "belongs_to": BELONGS_TO_SHAPE.definition(),
        "partition": _PARTITION.definition(),
    }
