"""Constraints and indexes that have names or none, and the keys of indexes, in YAML."""

from __future__ import annotations

from yaml import MappingNode

from fluentorm.registry.yaml_attached import FLAG, INTEGER, NAME, NAMED, NAMES, SQL, TEXT
from fluentorm.registry.yaml_fields import PARAMETERS
from fluentorm.registry.yaml_nodes import Node, Report
from fluentorm.registry.yaml_shapes import ByKind, Entries, Key, ListOf, MapOf, Record, Shape
from fluentorm.registry.yaml_values import WRONG, Choice, JsonSchema, pairs

CONSTRAINT_NAME = Key(NAME, "its name, instead of the default one")


def columns_or_options(
    options: dict[str, Key], columns: Shape, name: Key, noun: str, example: str
) -> ByKind:
    """Return the shape of constraints or indexes: by name, or in a list without names."""
    record = Record(options)
    unnamed = Record({"name": name, **options})
    listed = ByKind("a list of columns or a mapping of options", sequence=columns, mapping=unnamed)
    named = ByKind("columns or a mapping of options", NAME, columns, record)
    return ByKind(
        f"names with columns, or a list such as {example}",
        sequence=Entries(listed),
        mapping=MapOf(named, noun),
    )


INDEX_KEY = {
    "column": Key(NAME, "a column"),
    "expression": Key(SQL, "an expression instead of a column"),
    "order": Key(Choice(("asc", "desc")), "the order (asc)"),
    "nulls": Key(Choice(("first", "last")), "where NULLs sort (last, with desc first)"),
    "opclass": Key(TEXT, "the operator class, as SQL"),
    "opclass_parameters": Key(PARAMETERS, "the parameters of the operator class"),
    "collation": Key(TEXT, "the collation, as SQL"),
    "statistics": Key(INTEGER, "the target of an expression's statistics"),
}


class IndexKey:
    """A key of an index: a column, ``{sql: text}``, or a mapping with order and more."""

    def read(self, node: Node, what: str, report: Report) -> object:
        """Return what the builder takes."""
        if not isinstance(node, MappingNode):
            return NAME.read(node, what, report)
        found = pairs(node, what, report)
        if "sql" in found:
            text = SQL.read(node, what, report)
            return text if text is WRONG else {"expression": text}
        if ("column" in found) == ("expression" in found):
            report(node, f"a key of {what} needs a column or an expression", None)
        return Record(INDEX_KEY).read_pairs(node, found, f"a key of {what}", report)

    def schema(self) -> JsonSchema:
        """Return the same as JSON Schema."""
        either = [{"required": ["column"]}, {"required": ["expression"]}]
        mapping = {**Record(INDEX_KEY).schema(), "oneOf": either}
        return {"anyOf": [NAME.schema(), {"$ref": "#/$defs/sql"}, mapping]}


INDEX_KEYS = ListOf(IndexKey(), one=True, ref="index_keys")
INDEX_KEY_LIST = ListOf(IndexKey(), ref="index_key_list")
INDEX = {
    "columns": Key(INDEX_KEYS, "columns or expressions, in this order", required=True),
    "unique": Key(FLAG, "no two rows have the same values"),
    "method": Key(NAME, "btree, hash, gin, gist, spgist, brin, ..."),
    "where": Key(SQL, "SQL: only these rows are in the index"),
    "include": Key(NAMES, "columns to store beside the keys"),
    "nulls_not_distinct": Key(FLAG, "NULL equals NULL (PostgreSQL 15)"),
    "storage": Key(PARAMETERS, "storage parameters, such as {fillfactor: 70}"),
    **NAMED,
}

INDEXES = columns_or_options(INDEX, INDEX_KEY_LIST, CONSTRAINT_NAME, "index", "[[a, b]]")
