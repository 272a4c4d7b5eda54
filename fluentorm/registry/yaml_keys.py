"""Every key that a YAML schema file may have.

The one table behind both the reader (``yaml_file``) and the JSON Schema (``json_schema``). The
names are those of TableSchema's methods and of their arguments; a test holds the two together.
"""

from __future__ import annotations

from yaml import MappingNode

from fluentorm.registry.yaml_fields import (
    COLUMN_OPTIONS,
    COMMENT,
    RENAMED_FROM,
    ZONE,
    Field,
    choice,
    field_definitions,
)
from fluentorm.registry.yaml_nodes import Node, Report
from fluentorm.registry.yaml_shapes import ByKind, Entries, Key, ListOf, MapOf, Record, Shape
from fluentorm.registry.yaml_values import (
    NAME_SCHEMA,
    SQL_SCHEMA,
    WRONG,
    Choice,
    Flag,
    JsonSchema,
    Name,
    Sql,
    Text,
    pairs,
)
from fluentorm.schema.hints import RelationKind
from fluentorm.schema.objects import Action, Match

_FLAG, _TEXT, _NAME, _SQL = Flag(), Text(), Name(), Sql()
_NAMES = ListOf(_NAME, one=True, ref="names")
_NAME_LIST = ListOf(_NAME, ref="name_list")
_NAMED = {"comment": COMMENT, "renamed_from": RENAMED_FROM}

_DEFERRABLE = {
    "deferrable": Key(_FLAG, "may be checked at the end of the transaction"),
    "initially_deferred": Key(_FLAG, "is checked at the end of the transaction"),
}
_COLUMNS = Key(_NAMES, "the columns, in this order", required=True)
_CONSTRAINT_NAME = Key(_NAME, "its name, instead of the default one")


def _named_or_listed(
    options: dict[str, Key], columns: Shape, name: Key, noun: str, example: str
) -> ByKind:
    """Return the shape of constraints or indexes: by name, or in a list without names."""
    record = Record(options)
    unnamed = Record({"name": name, **options})
    listed = ByKind("a list of columns or a mapping of options", sequence=columns, mapping=unnamed)
    named = ByKind("columns or a mapping of options", _NAME, columns, record)
    return ByKind(
        f"names with columns, or a list such as {example}",
        sequence=Entries(listed),
        mapping=MapOf(named, noun),
    )


PRIMARY_KEY = {"columns": _COLUMNS, "name": _CONSTRAINT_NAME, **_DEFERRABLE, **_NAMED}
UNIQUE = {
    "columns": _COLUMNS,
    "nulls_not_distinct": Key(_FLAG, "NULL equals NULL (PostgreSQL 15)"),
    **_DEFERRABLE,
    **_NAMED,
}
CHECK = {"expression": Key(_SQL, "SQL that must not be false", required=True), **_NAMED}

FOREIGN_KEY_OPTIONS = {
    "on_delete": Key(choice(Action, sql=True), "when the referenced row goes (no_action)"),
    "on_update": Key(choice(Action, sql=True), "when its key changes (no_action)"),
    "match": Key(choice(Match, sql=True), "how NULLs in several columns match (simple)"),
    **_DEFERRABLE,
    "constraint_name": Key(_NAME, "the foreign key's name (fk_<table>_<relation>)"),
    **_NAMED,
}
BELONGS_TO = {
    "column": Key(_NAMES, "the column of this table, or several", required=True),
    "references_table": Key(_NAME, "the other table", required=True),
    "references_column": Key(_NAMES, "its column, or several (id)"),
    **FOREIGN_KEY_OPTIONS,
}
FOREIGN = {
    **BELONGS_TO,
    "relationship_type": Key(choice(RelationKind), "its kind (many_to_one)"),
}
HAS_MANY = {
    "foreign_table": Key(_NAME, "the table that refers to this one", required=True),
    "foreign_column": Key(_NAMES, "its column, or several", required=True),
    "local_column": Key(_NAMES, "the column of this table (id)"),
}
_BELONGS_TO = Record(BELONGS_TO, "belongs_to")
RELATIONS = {
    "belongs_to": (_BELONGS_TO, "each row belongs to one of another table"),
    "has_one": (_BELONGS_TO, "each row has one of another table, and no other has it"),
    "many_to_many": (_BELONGS_TO, "one end of a many-to-many, on its junction table"),
    "foreign": (Record(FOREIGN), "a relation of any kind"),
    "foreign_key": (_BELONGS_TO, "a many-to-one relation"),
    "has_many": (Record(HAS_MANY), "rows of another table belong to each row here"),
}

INDEX_KEY = {
    "column": Key(_NAME, "a column"),
    "expression": Key(_SQL, "an expression instead of a column"),
    "order": Key(Choice(("asc", "desc")), "the order (asc)"),
    "nulls": Key(Choice(("first", "last")), "where NULLs sort (last, with desc first)"),
    "opclass": Key(_TEXT, "the operator class, as SQL"),
    "collation": Key(_TEXT, "the collation, as SQL"),
}


class IndexKey:
    """A key of an index: a column, ``{sql: text}``, or a mapping with order and more."""

    def read(self, node: Node, what: str, report: Report) -> object:
        """Return what the builder takes."""
        if not isinstance(node, MappingNode):
            return _NAME.read(node, what, report)
        found = pairs(node, what, report)
        if "sql" in found:
            text = _SQL.read(node, what, report)
            return text if text is WRONG else {"expression": text}
        if ("column" in found) == ("expression" in found):
            report(node, f"a key of {what} needs a column or an expression", None)
        return Record(INDEX_KEY).read_pairs(node, found, f"a key of {what}", report)

    def schema(self) -> JsonSchema:
        """Return the same as JSON Schema."""
        either = [{"required": ["column"]}, {"required": ["expression"]}]
        mapping = {**Record(INDEX_KEY).schema(), "oneOf": either}
        return {"anyOf": [_NAME.schema(), {"$ref": "#/$defs/sql"}, mapping]}


_INDEX_KEYS = ListOf(IndexKey(), one=True, ref="index_keys")
_INDEX_KEY_LIST = ListOf(IndexKey(), ref="index_key_list")
_STORAGE = MapOf(ByKind("a number, a word, true or false", scalar=_NAME), "storage parameter")
INDEX = {
    "columns": Key(_INDEX_KEYS, "columns or expressions, in this order", required=True),
    "unique": Key(_FLAG, "no two rows have the same values"),
    "method": Key(_NAME, "btree, hash, gin, gist, spgist, brin, ..."),
    "where": Key(_SQL, "SQL: only these rows are in the index"),
    "include": Key(_NAMES, "columns to store beside the keys"),
    "nulls_not_distinct": Key(_FLAG, "NULL equals NULL (PostgreSQL 15)"),
    "storage": Key(_STORAGE, "storage parameters, such as {fillfactor: 70}"),
    **_NAMED,
}

_MIXIN = ByKind("true or {timezone: false}", scalar=_FLAG, mapping=Record({"timezone": ZONE}))
ALTER_FIELD = {"type": Key(Text(filled=True), "the new type"), **COLUMN_OPTIONS}


TABLE = Record(
    {
        "table_name": Key(_NAME, "the table (the file's name less its number)"),
        "renamed_from": Key(_NAME, "the table's name before"),
        "comment": COMMENT,
        "fields": Key(MapOf(Field(), "field"), "the columns by name"),
        "timestamps": Key(_MIXIN, "adds created_at and updated_at"),
        "soft_delete": Key(_MIXIN, "adds deleted_at"),
        "primary_key": Key(
            ByKind("columns, or a mapping of options", _NAMES, _NAME_LIST, Record(PRIMARY_KEY)),
            "the primary key over one column or several",
        ),
        "unique": Key(
            _named_or_listed(UNIQUE, _NAME_LIST, _CONSTRAINT_NAME, "unique constraint", "[[a, b]]"),
            "unique constraints",
        ),
        "checks": Key(
            MapOf(
                ByKind(
                    "SQL, or a mapping of options", scalar=Text(filled=True), mapping=Record(CHECK)
                ),
                "check constraint",
            ),
            "check constraints by name",
        ),
        **{
            name: Key(MapOf(record, "relation"), text) for name, (record, text) in RELATIONS.items()
        },
        "drop_indexes": Key(_NAMES, "indexes of an earlier file to leave out"),
        "indexes": Key(
            _named_or_listed(INDEX, _INDEX_KEY_LIST, _CONSTRAINT_NAME, "index", "[[a, b]]"),
            "indexes",
        ),
        "alter_fields": Key(
            MapOf(Record(ALTER_FIELD), "field"), "changes to fields of an earlier file"
        ),
        "rename_fields": Key(MapOf(_NAME, "field"), "old names of fields to new ones"),
    },
    others={
        "name": "table_name",
        "table": "table_name",
        "column": "fields",
        "columns": "fields",
        "constraints": "checks",
        "add_indexes": "indexes",
        "description": "comment",
    },
)
"""The whole file."""


def definitions() -> dict[str, JsonSchema]:
    """Return what the shapes of TABLE refer to in the JSON Schema."""
    lists = (_NAMES, _NAME_LIST, _INDEX_KEYS, _INDEX_KEY_LIST)
    return {
        "sql": SQL_SCHEMA,
        "name": NAME_SCHEMA,
        **{shape.ref: shape.definition() for shape in lists if shape.ref},
        **field_definitions(),
        "belongs_to": _BELONGS_TO.definition(),
    }
