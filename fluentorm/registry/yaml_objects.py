"""The keys of a YAML file for all that is not a table: one for each method of DatabaseSchema.

The names are those of the methods, in the plural, and of their arguments.
"""

from __future__ import annotations

from typing import Any

from fluentorm.registry.yaml_attached import (
    FLAG,
    INTEGER,
    NAME,
    NAMED,
    NAMES,
    SQL,
    TEXT,
    WORD,
    named_or_listed,
)
from fluentorm.registry.yaml_fields import (
    BLOCKING_OK,
    GRANTS,
    PARAMETERS,
    REVOKES,
    SEQUENCE_OPTIONS,
)
from fluentorm.registry.yaml_indexes import INDEXES
from fluentorm.registry.yaml_shapes import ByKind, Entries, Key, ListOf, Plain, Record, Shape
from fluentorm.registry.yaml_values import Choice, Label, Number, Parameter, Value

# What is dropped in two stages: key -> method.
STAGED = {"drop_tables": "drop_table", "drop_types": "drop_type"}
_PRIVILEGES = {"grants": GRANTS, "revokes": REVOKES}
_GRANTED = {**NAMED, **_PRIVILEGES}
_TYPE = Key(WORD, "a word of fluentorm's or any type of PostgreSQL's", required=True)
_COLLATION = Key(WORD, "the collation")
_VALUE = Value()

NAMESPACE = _GRANTED
EXTENSION = {
    "namespace": Key(NAME, "where its objects are"),
    "version": Key(NAME, "its version (the server's default one)"),
    "comment": Key(TEXT, "instead of its own comment; empty is none"),
}
COLLATION = {
    "provider": Key(Choice(("icu", "libc", "builtin")), "who knows the rules (icu)"),
    "locale": Key(TEXT, "the locale, such as de-DE"),
    "lc_collate": Key(TEXT, "with libc, instead of locale"),
    "lc_ctype": Key(TEXT, "with libc, instead of locale"),
    "deterministic": Key(FLAG, "equal means equal bytes (true)"),
    "rules": Key(TEXT, "rules of its own (PostgreSQL 16)"),
    **NAMED,
}
ENUM = {
    "values": Key(ListOf(Label()), "the words, in their order", required=True),
    "renamed_values": Key(Plain(NAME, "renamed value"), "new words to old ones"),
    **_GRANTED,
}
DOMAIN_CHECK = {
    "expression": Key(SQL, "SQL over VALUE", required=True),
    "validated": Key(FLAG, "values that are there were looked at (true)"),
    "comment": NAMED["comment"],
}
_DOMAIN_CHECKS = Plain(
    ByKind("SQL, or a mapping of options", scalar=WORD, mapping=Record(DOMAIN_CHECK)), "check"
)
_DOMAIN_NOT_NULL = ByKind(
    "a name, or a mapping of options",
    scalar=NAME,
    mapping=Record(
        {
            "name": Key(NAME, "its name (the domain's with _not_null)"),
            "comment": NAMED["comment"],
        }
    ),
)
DOMAIN = {
    "type": _TYPE,
    "nullable": Key(FLAG, "may be NULL (true)"),
    "not_null": Key(_DOMAIN_NOT_NULL, "never NULL, by a constraint of this name (PostgreSQL 17)"),
    "default": Key(_VALUE, 'a value, or {sql: "..."}'),
    "collation": _COLLATION,
    "checks": Key(_DOMAIN_CHECKS, "checks by name"),
    "blocking_ok": BLOCKING_OK,
    **_GRANTED,
}
ATTRIBUTE = {"type": _TYPE, "collation": _COLLATION, **NAMED}
COMPOSITE_TYPE = {
    "attributes": Key(
        Plain(
            ByKind("a type, or a mapping of options", scalar=WORD, mapping=Record(ATTRIBUTE)),
            "attribute",
        ),
        "the attributes by name",
        required=True,
    ),
    **_GRANTED,
}
RANGE_TYPE = {
    "subtype": Key(WORD, "the type of its ends", required=True),
    "opclass": Key(WORD, "the operator class that orders them"),
    "collation": _COLLATION,
    "canonical": Key(WORD, "the function that makes ranges canonical"),
    "subtype_diff": Key(WORD, "the function that gives a distance"),
    "multirange": Key(NAME, "the name of its multirange type"),
    **_GRANTED,
}
SEQUENCE = {
    "type": Key(Choice(("bigint", "integer", "smallint")), "its type (bigint)"),
    **SEQUENCE_OPTIONS,
    "unlogged": Key(FLAG, "not in the write-ahead log"),
    "owned_by": Key(WORD, "the column with which it goes, such as orders.number"),
    **_GRANTED,
}
VIEW_COLUMN = {
    "comment": NAMED["comment"],
    "default": Key(_VALUE, "what an INSERT through the view gives"),
    **_PRIVILEGES,
}
_QUERY = {
    "query": Key(SQL, "its SELECT"),
    "query_file": Key(WORD, "the file of its SELECT, from the folder of the schema files"),
}
_NAMES = Key(NAMES, "the names of its columns, where the query shall not give them")
VIEW = {
    **_QUERY,
    "names": _NAMES,
    "columns": Key(Plain(Record(VIEW_COLUMN), "column"), "what its columns have, by name"),
    "security_barrier": Key(FLAG, "conditions of others come after its own"),
    "security_invoker": Key(FLAG, "reads with the rights of who reads it (PostgreSQL 15)"),
    "check_option": Key(Choice(("local", "cascaded")), "what is written must be seen"),
    **_GRANTED,
}
MATERIALIZED_COLUMN = {
    "comment": NAMED["comment"],
    "statistics": Key(INTEGER, "the target of the statistics"),
    **_PRIVILEGES,
}
MATERIALIZED_VIEW = {
    **_QUERY,
    "names": _NAMES,
    "columns": Key(Plain(Record(MATERIALIZED_COLUMN), "column"), "what its columns have"),
    "storage": Key(PARAMETERS, "storage parameters"),
    "populated": Key(FLAG, "filled when it is created (true)"),
    "indexes": Key(INDEXES, "its indexes"),
    "cluster_on": Key(NAME, "the index by which CLUSTER orders"),
    **_GRANTED,
}
_SETTING = ByKind("a value or a list of names", scalar=Parameter(), sequence=ListOf(Parameter()))
_BODY = {
    "body": Key(SQL, "its source"),
    "body_file": Key(WORD, "the file of its source, from the folder of the schema files"),
}
PROCEDURE = {
    "arguments": Key(TEXT, "its arguments, as in CREATE FUNCTION"),
    **_BODY,
    "language": Key(NAME, "sql, plpgsql, ... (sql)"),
    "security_definer": Key(FLAG, "runs with the rights of its owner"),
    "settings": Key(Plain(_SETTING, "setting"), "settings that hold while it runs"),
    "library": Key(WORD, "the library of a C function; its body is the symbol"),
    **_GRANTED,
}
FUNCTION = {
    "returns": Key(WORD, "the type of its result"),
    **PROCEDURE,
    "volatility": Key(Choice(("volatile", "stable", "immutable")), "what it depends on (volatile)"),
    "strict": Key(FLAG, "not called with NULL"),
    "leakproof": Key(FLAG, "tells nothing of its arguments"),
    "window": Key(FLAG, "a window function"),
    "parallel": Key(Choice(("unsafe", "restricted", "safe")), "in parallel queries (unsafe)"),
    "cost": Key(Number(), "the estimated cost"),
    "rows": Key(Number(), "the estimated number of rows"),
    "support": Key(WORD, "the planner's support function"),
}
_MODIFY = Choice(("read_only", "shareable", "read_write"))
AGGREGATE = {
    "arguments": Key(TEXT, "its arguments, as in CREATE AGGREGATE", required=True),
    "sfunc": Key(WORD, "the function of each row", required=True),
    "stype": Key(WORD, "the type of its state", required=True),
    "sspace": Key(INTEGER, "the size of its state"),
    "finalfunc": Key(WORD, "the function at the end"),
    "finalfunc_extra": Key(FLAG, "which gets the arguments too"),
    "finalfunc_modify": Key(_MODIFY, "what it does with the state"),
    "combinefunc": Key(WORD, "the function that combines states"),
    "serialfunc": Key(WORD, "the function that writes a state"),
    "deserialfunc": Key(WORD, "the function that reads a state"),
    "initcond": Key(_VALUE, "the first state"),
    "msfunc": Key(WORD, "sfunc for moving frames"),
    "minvfunc": Key(WORD, "its inverse"),
    "mstype": Key(WORD, "stype for moving frames"),
    "msspace": Key(INTEGER, "sspace for moving frames"),
    "mfinalfunc": Key(WORD, "finalfunc for moving frames"),
    "mfinalfunc_extra": Key(FLAG, "which gets the arguments too"),
    "mfinalfunc_modify": Key(_MODIFY, "what it does with the state"),
    "minitcond": Key(_VALUE, "the first state for moving frames"),
    "sortop": Key(WORD, "the operator whose first value it is"),
    "parallel": Key(Choice(("unsafe", "restricted", "safe")), "in parallel queries (unsafe)"),
    "hypothetical": Key(FLAG, "a hypothetical-set aggregate"),
    **_GRANTED,
}
EVENT_TRIGGER = {
    "event": Key(
        Choice(("ddl_command_start", "ddl_command_end", "sql_drop", "table_rewrite", "login")),
        "what fires it",
        required=True,
    ),
    "function": Key(WORD, "the function", required=True),
    "tags": Key(NAMES, "the commands it fires for (all)"),
    "enabled": Key(Choice(("origin", "always", "replica", "disabled")), "when it fires (origin)"),
    **NAMED,
}
PUBLISHED_TABLE = {
    "columns": Key(NAMES, "only these columns (PostgreSQL 15)"),
    "where": Key(SQL, "SQL: only these rows (PostgreSQL 15)"),
}
PUBLICATION = {
    "tables": Key(
        ByKind(
            "names, or names with options",
            NAME,
            ListOf(NAME),
            Plain(Record(PUBLISHED_TABLE), "table"),
        ),
        "the tables",
    ),
    "namespaces": Key(NAMES, "all tables of these (PostgreSQL 15)"),
    "all_tables": Key(FLAG, "all tables"),
    "publish": Key(
        ListOf(Choice(("insert", "update", "delete", "truncate")), one=True), "which commands (all)"
    ),
    "options": Key(PARAMETERS, "publish_via_partition_root and the like"),
    **NAMED,
}
DEFAULT_PRIVILEGES = {
    "objects": Key(
        Choice(("tables", "sequences", "functions", "types", "schemas", "large_objects")),
        "of what",
        required=True,
    ),
    **_PRIVILEGES,
    "role": Key(NAME, "when this role creates them (who runs the migrations)"),
    "namespace": Key(NAME, "only in this namespace"),
}
TARGETS = {
    **{
        kind: Key(NAMES, f"the {kind.replace('_', ' ')}, or several")
        for kind in (
            *("table", "view", "materialized_view", "sequence", "function", "procedure"),
            *("aggregate", "namespace", "enum", "domain", "composite_type", "range_type"),
        )
    },
    "columns": Key(NAMES, "only these columns of it"),
}
_WHO = {
    "privileges": Key(NAMES, "the privileges, or all", required=True),
    "roles": Key(NAMES, "the roles, or PUBLIC", required=True),
}
GRANT = {**_WHO, "grantable": Key(FLAG, "they may grant them on"), **TARGETS}
REVOKE = {**_WHO, **TARGETS}
COMMENT_ON = {"text": Key(WORD, "the description", required=True), **TARGETS}


def _names_or(options: dict[str, Key], noun: str) -> ByKind:
    """Return the shape of what needs no options: names alone, or with options."""
    named = named_or_listed(options, noun)
    expected = "a name, a list of names, or names with options"
    return ByKind(expected, NAME, ListOf(NAME), named.mapping)


def _object(method: str, options: dict[str, Key], **shapes: Any) -> tuple[str, Shape, str]:
    noun = method.replace("_", " ")
    return method, named_or_listed(options, noun, **shapes), f"{noun}s by name"


OBJECTS: dict[str, tuple[str, Shape, str]] = {
    "namespaces": ("namespace", _names_or(NAMESPACE, "namespace"), "namespaces"),
    "extensions": ("extension", _names_or(EXTENSION, "extension"), "extensions"),
    "collations": _object("collation", COLLATION),
    "enums": _object("enum", ENUM, sequence=ListOf(Label())),
    "domains": _object("domain", DOMAIN, scalar=WORD),
    "composite_types": _object("composite_type", COMPOSITE_TYPE),
    "range_types": _object("range_type", RANGE_TYPE, scalar=WORD),
    "sequences": _object("sequence", SEQUENCE),
    "functions": _object("function", FUNCTION, either=("body", "body_file")),
    "procedures": _object("procedure", PROCEDURE, either=("body", "body_file")),
    "aggregates": _object("aggregate", AGGREGATE),
    "views": _object("view", VIEW, scalar=WORD, either=("query", "query_file")),
    "materialized_views": _object(
        "materialized_view", MATERIALIZED_VIEW, scalar=WORD, either=("query", "query_file")
    ),
    "event_triggers": _object("event_trigger", EVENT_TRIGGER),
    "publications": _object("publication", PUBLICATION),
}
"""Key -> the method of DatabaseSchema, the shape, and what it is for."""

LISTS: dict[str, tuple[str, Shape, str]] = {
    "default_privileges": (
        "default_privileges",
        Entries(Record(DEFAULT_PRIVILEGES)),
        "what new objects get",
    ),
    "comments": ("comment", Entries(Record(COMMENT_ON)), "comments on what others declare"),
}
"""Key -> the method of DatabaseSchema that each item of a list calls, its shape, its meaning."""

MAIN_ARGUMENTS = {
    "domains": "type",
    "range_types": "subtype",
    "enums": "values",
    "views": "query",
    "materialized_views": "query",
}
"""Key -> the argument that may stand for the whole."""

OBJECT_OPTIONS = {
    "namespace": NAMESPACE,
    "extension": EXTENSION,
    "collation": COLLATION,
    "enum": ENUM,
    "domain": DOMAIN,
    "composite_type": COMPOSITE_TYPE,
    "range_type": RANGE_TYPE,
    "sequence": SEQUENCE,
    "view": VIEW,
    "materialized_view": MATERIALIZED_VIEW,
    "function": FUNCTION,
    "procedure": PROCEDURE,
    "aggregate": AGGREGATE,
    "event_trigger": EVENT_TRIGGER,
    "publication": PUBLICATION,
    "default_privileges": DEFAULT_PRIVILEGES,
}
"""Method of DatabaseSchema -> its options."""
