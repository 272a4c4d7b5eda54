"""Constraints and relations in YAML; the names are those of the builder's arguments."""

from __future__ import annotations

from fluentorm.registry.yaml_attached import (
    DEFERRABLE,
    FLAG,
    NAME,
    NAMED,
    NAMES,
    SQL,
    WORD,
)
from fluentorm.registry.yaml_fields import BLOCKING_OK, COMMENT, PARAMETERS, choice
from fluentorm.registry.yaml_indexes import CONSTRAINT_NAME, INDEX_KEY
from fluentorm.registry.yaml_shapes import ByKind, Key, ListOf, Record
from fluentorm.schema.hints import RelationKind
from fluentorm.schema.objects import Action, Match

_COLUMNS = Key(NAMES, "the columns, in this order", required=True)
_OF_INDEX = {
    "include": Key(NAMES, "columns that its index has too"),
    "storage": Key(PARAMETERS, "storage parameters of its index"),
}
_KEY = {
    **_OF_INDEX,
    "without_overlaps": Key(FLAG, "the last column is a range (PostgreSQL 18)"),
    **DEFERRABLE,
    "blocking_ok": BLOCKING_OK,
    **NAMED,
}
_NOT_VALID = Key(FLAG, "rows that are there were looked at (true)")
_VALIDITY = {
    "validated": _NOT_VALID,
    "enforced": Key(FLAG, "rows are looked at (true; PostgreSQL 18)"),
}
_NO_INHERIT = Key(FLAG, "not for children")

PRIMARY_KEY = {"columns": _COLUMNS, "name": CONSTRAINT_NAME, **_KEY}
UNIQUE = {
    "columns": _COLUMNS,
    "nulls_not_distinct": Key(FLAG, "NULL equals NULL (PostgreSQL 15)"),
    **_KEY,
}
CHECK = {
    "expression": Key(SQL, "SQL that must not be false", required=True),
    "no_inherit": _NO_INHERIT,
    **_VALIDITY,
    **NAMED,
}
ELEMENT = {**INDEX_KEY, "operator": Key(WORD, "the operator that compares it", required=True)}
EXCLUSION = {
    "elements": Key(
        ListOf(Record(ELEMENT, either=("column", "expression"))),
        "keys with operators that must not all be true",
        required=True,
    ),
    "method": Key(NAME, "gist (the default), spgist, btree, ..."),
    "where": Key(SQL, "SQL: only these rows"),
    **_OF_INDEX,
    **DEFERRABLE,
    "blocking_ok": BLOCKING_OK,
    **NAMED,
}
NOT_NULL = {
    "name": CONSTRAINT_NAME,
    "no_inherit": _NO_INHERIT,
    "validated": _NOT_VALID,
    "comment": COMMENT,
}
CHECK_SHAPE = ByKind("SQL, or a mapping of options", scalar=WORD, mapping=Record(CHECK))
NOT_NULL_SHAPE = ByKind("its name, or a mapping of options", scalar=NAME, mapping=Record(NOT_NULL))

FOREIGN_KEY_OPTIONS = {
    "on_delete": Key(choice(Action, sql=True), "when the referenced row goes (no_action)"),
    "on_update": Key(choice(Action, sql=True), "when its key changes (no_action)"),
    "match": Key(choice(Match, sql=True), "how NULLs in several columns match (simple)"),
    "on_delete_columns": Key(NAMES, "the columns that on_delete sets (all; PostgreSQL 15)"),
    "period": Key(FLAG, "the last columns are ranges (PostgreSQL 18)"),
    **_VALIDITY,
    **DEFERRABLE,
    "constraint_name": Key(NAME, "the foreign key's name (fk_<table>_<relation>)"),
    **NAMED,
}
BELONGS_TO = {
    "column": Key(NAMES, "the column of this table, or several", required=True),
    "references_table": Key(NAME, "the other table", required=True),
    "references_column": Key(NAMES, "its column, or several (id)"),
    **FOREIGN_KEY_OPTIONS,
}
FOREIGN = {
    **BELONGS_TO,
    "relationship_type": Key(choice(RelationKind), "its kind (many_to_one)"),
}
HAS_MANY = {
    "foreign_table": Key(NAME, "the table that refers to this one", required=True),
    "foreign_column": Key(NAMES, "its column, or several", required=True),
    "local_column": Key(NAMES, "the column of this table (id)"),
}
BELONGS_TO_SHAPE = Record(BELONGS_TO, "belongs_to")
RELATIONS = {
    "belongs_to": (BELONGS_TO_SHAPE, "each row belongs to one of another table"),
    "has_one": (BELONGS_TO_SHAPE, "each row has one of another table, and no other has it"),
    "many_to_many": (BELONGS_TO_SHAPE, "one end of a many-to-many, on its junction table"),
    "foreign": (Record(FOREIGN), "a relation of any kind"),
    "foreign_key": (BELONGS_TO_SHAPE, "a many-to-one relation"),
    "has_many": (Record(HAS_MANY), "rows of another table belong to each row here"),
    "has_one_in": (Record(HAS_MANY), "one row of another table at most belongs to each row here"),
}
