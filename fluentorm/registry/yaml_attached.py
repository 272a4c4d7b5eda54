"""Triggers, rules, policies, statistics and partitions in YAML; the names are the builder's."""

from __future__ import annotations

from yaml import MappingNode

from fluentorm.registry.yaml_fields import COMMENT, RENAMED_FROM
from fluentorm.registry.yaml_nodes import Node, Report
from fluentorm.registry.yaml_shapes import ByKind, Entries, Key, ListOf, MapOf, Plain, Record, Shape
from fluentorm.registry.yaml_values import (
    BOOL,
    WRONG,
    Choice,
    Flag,
    Integer,
    JsonSchema,
    Name,
    Sql,
    Text,
    Value,
    Values,
)
from fluentorm.schema.sql_text import SqlText

FLAG, TEXT, NAME, SQL, INTEGER = Flag(), Text(), Name(), Sql(), Integer()
WORD = Text(filled=True)
NAMES = ListOf(NAME, one=True, ref="names")
NAME_LIST = ListOf(NAME, ref="name_list")
NAMED = {"comment": COMMENT, "renamed_from": RENAMED_FROM}
DEFERRABLE = {
    "deferrable": Key(FLAG, "may be checked at the end of the transaction"),
    "initially_deferred": Key(FLAG, "is checked at the end of the transaction"),
}
_ENABLED = Key(Choice(("origin", "always", "replica", "disabled")), "when it fires (origin)")
TABLE_OF = {"table": Key(NAME, "the table or view, where it is another than the file's")}

TRIGGER = {
    "timing": Key(Choice(("before", "after", "instead_of"), sql=True), "when", required=True),
    "events": Key(
        ListOf(Choice(("insert", "update", "delete", "truncate"), sql=True), one=True),
        "what fires it",
        required=True,
    ),
    "call": Key(SQL, "the function with its arguments", required=True),
    "columns": Key(NAMES, "an update of these columns"),
    "each_row": Key(FLAG, "for each row (true), or once for a statement"),
    "when": Key(SQL, "SQL over OLD and NEW"),
    "old_table": Key(NAME, "the transition table of old rows"),
    "new_table": Key(NAME, "the transition table of new rows"),
    "constraint": Key(FLAG, "a constraint trigger"),
    "references_table": Key(NAME, "the other table of a constraint trigger"),
    **DEFERRABLE,
    "enabled": _ENABLED,
    **NAMED,
}
RULE = {
    "definition": Key(SQL, "what follows AS in CREATE RULE", required=True),
    "enabled": _ENABLED,
    **NAMED,
}
POLICY = {
    "command": Key(
        Choice(("all", "select", "insert", "update", "delete"), sql=True), "for what (all)"
    ),
    "permissive": Key(FLAG, "widens (true) or narrows what others let through"),
    "roles": Key(NAMES, "for whom (everybody)"),
    "using": Key(SQL, "SQL: the rows that are seen"),
    "check": Key(SQL, "SQL: the rows that may be written"),
    **NAMED,
}


class Column:
    """A column, or ``{sql: text}`` for an expression."""

    def read(self, node: Node, what: str, report: Report) -> object:
        """Return the value; report and return WRONG where it is none."""
        if not isinstance(node, MappingNode):
            return NAME.read(node, what, report)
        text = SQL.read(node, what, report)
        return text if text is WRONG else SqlText(text)

    def schema(self) -> JsonSchema:
        """Return the same as JSON Schema."""
        return {"anyOf": [NAME.schema(), {"$ref": "#/$defs/sql"}]}


class OwnName:
    """A name, or false for what has none yet."""

    def read(self, node: Node, what: str, report: Report) -> object:
        """Return the value; report and return WRONG where it is none."""
        if node.tag == BOOL and FLAG.read(node, what, report) is False:
            return False
        return NAME.read(node, what, report)

    def schema(self) -> JsonSchema:
        """Return the same as JSON Schema."""
        return {"anyOf": [NAME.schema(), {"const": False}]}


COLUMNS = ListOf(Column(), one=True, ref="columns")
STATISTICS = {
    "columns": Key(COLUMNS, "the columns and expressions", required=True),
    "kinds": Key(
        ListOf(Choice(("ndistinct", "dependencies", "mcv")), one=True), "which statistics (all)"
    ),
    "target": Key(INTEGER, "their size"),
    **NAMED,
}
BOUND = {
    "start": Key(Values(), "the first value, or values (range)"),
    "end": Key(Values(), "the value behind the last (range)"),
    "values": Key(ListOf(Value()), "the values (list)"),
    "modulus": Key(INTEGER, "the number of partitions (hash)"),
    "remainder": Key(INTEGER, "which of them, from 0 (hash)"),
    "default": Key(FLAG, "all that no other has"),
    "bound": Key(SQL, "SQL: FOR VALUES ..."),
    "attached": Key(
        ByKind(
            "true, or names in the parent with names here",
            scalar=FLAG,
            mapping=Plain(OwnName(), "name"),
        ),
        "made as a table and attached, so that its keys and indexes have names of their own",
    ),
}


def named_or_listed(
    options: dict[str, Key],
    noun: str,
    *,
    scalar: Shape | None = None,
    sequence: Shape | None = None,
    either: tuple[str, ...] = (),
) -> ByKind:
    """Return the shape of objects by name, or in a list where names repeat.

    ``scalar`` and ``sequence`` may stand for the whole of an object, ``either`` as Record has it.
    """
    listed = Record({"name": Key(NAME, "its name", required=True), **options}, either=either)
    value = Record(options, either=either)
    shape: Shape = value
    if scalar or sequence:
        shape = ByKind("a mapping of options", scalar, sequence, value)
    return ByKind(
        "names with options, or a list of options with names",
        sequence=Entries(listed),
        mapping=MapOf(shape, noun),
    )


ATTACHED: dict[str, tuple[str, dict[str, Key], Shape | None, str]] = {
    "triggers": ("trigger", TRIGGER, None, "triggers by name"),
    "rules": ("rule", RULE, WORD, "rewrite rules by name"),
    "policies": ("policy", POLICY, None, "row-level security policies by name"),
    "statistics": ("statistics", STATISTICS, None, "extended statistics by name"),
}
"""Key -> the method, its options, what may stand for the whole of them, and what it is for."""

MAIN_OPTION = {"rules": "definition"}
"""Key -> the option that stands for the whole, where it is alone."""
