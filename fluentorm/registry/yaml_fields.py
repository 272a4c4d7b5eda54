"""The fields of a YAML schema file: their types, and the options of each.

The names are those of the column methods of TableSchema and of their arguments.
"""

from __future__ import annotations

from enum import StrEnum

from yaml import MappingNode, ScalarNode

from fluentorm.registry.yaml_nodes import Node, Report
from fluentorm.registry.yaml_shapes import Key, ListOf, Plain, Record
from fluentorm.registry.yaml_values import (
    WRONG,
    Choice,
    Flag,
    Integer,
    JsonSchema,
    Label,
    Name,
    Parameter,
    Sql,
    Text,
    Value,
    is_nothing,
    pairs,
    wrong,
)
from fluentorm.schema.hints import AutoGenerate, InputMode
from fluentorm.schema.nearest import nearest
from fluentorm.schema.type_rules import BUILT_IN_NAMES
from fluentorm.schema.types import canonical_type, split_type


def choice(kind: type[StrEnum], *, sql: bool = False) -> Choice:
    """Return the shape of a word of an enum; with ``sql`` also in SQL's spelling."""
    return Choice(tuple(str(member) for member in kind), sql)


_FLAG, _TEXT, _NAME, _SQL, _VALUE = Flag(), Text(), Name(), Sql(), Value()
_WORD = Text(filled=True)
COMMENT = Key(_TEXT, "a description that the database keeps")
RENAMED_FROM = Key(_NAME, "the name before; may stay here forever")

BLOCKING_OK = Key(_WORD, "why a change may stop others while it works")

PRIVILEGES = Plain(ListOf(_NAME, one=True), "role")
GRANTS = Key(PRIVILEGES, "roles to privileges that they get, such as {reader: [select]}")
REVOKES = Key(PRIVILEGES, "roles to privileges that PostgreSQL gives by itself and they lose")
PARAMETERS = Plain(Parameter(), "parameter")
_INTEGER = Integer()
SEQUENCE_OPTIONS = {
    "start": Key(_INTEGER, "the first value"),
    "increment": Key(_INTEGER, "from one value to the next (1)"),
    "minimum": Key(_INTEGER, "the lowest value"),
    "maximum": Key(_INTEGER, "the highest value"),
    "cache": Key(_INTEGER, "how many values a session keeps (1)"),
    "cycle": Key(_FLAG, "begins again at its end"),
}

COLUMN_OPTIONS: dict[str, Key] = {
    "primary_key": Key(_FLAG, "part of the primary key"),
    "unique": Key(_FLAG, "no two rows have the same value"),
    "nullable": Key(_FLAG, "may be NULL (false)"),
    "not_null": Key(_FLAG, "the opposite of nullable (true)"),
    "array": Key(_FLAG, "an array of the type"),
    "default": Key(_VALUE, 'a value, {sql: "now()"} for an expression, null for no default'),
    "default_value": Key(_VALUE, "text that is quoted unless it is an expression"),
    "create_input": Key(choice(InputMode), "the column's part in CreateInput"),
    "update_input": Key(_FLAG, "part of UpdateInput (true)"),
    "redacted": Key(_FLAG, "left out of to_json_response_safe()"),
    "auto_generated": Key(_FLAG, "filled by the server"),
    "auto_generate_type": Key(choice(AutoGenerate), "who fills it"),
    "always": Key(_FLAG, "an identity column that refuses given values"),
    "sequence": Key(
        Record(
            {
                "name": Key(_NAME, "its name (<table>_<column>_seq)"),
                **SEQUENCE_OPTIONS,
                "grants": GRANTS,
                "revokes": REVOKES,
            }
        ),
        "the options of an identity or serial column's sequence",
    ),
    "generated": Key(_SQL, "SQL that the server computes the column from"),
    "virtual": Key(_FLAG, "computed at each reading, not stored (PostgreSQL 18)"),
    "collation": Key(_WORD, "the collation"),
    "storage": Key(
        Choice(("plain", "external", "extended", "main", "default")), "how long values are kept"
    ),
    "compression": Key(Choice(("pglz", "lz4", "default")), "how long values are compressed"),
    "statistics": Key(_INTEGER, "the target of the statistics"),
    "parameters": Key(PARAMETERS, "n_distinct and n_distinct_inherited"),
    "grants": Key(PRIVILEGES, "roles to privileges on the column"),
    "comment": COMMENT,
    "renamed_from": RENAMED_FROM,
    "using": Key(_SQL, "how a change of type converts the rows that exist"),
    "backfill": Key(_VALUE, "SQL that fills the rows that exist before NOT NULL"),
    "blocking_ok": BLOCKING_OK,
}

_LENGTH = Key(Integer(), "how many characters or bits")
ZONE = Key(_FLAG, "with time zone")
_PRECISION = Key(Integer(), "digits of the seconds, 0 to 6")
_POINT_IN_TIME = {"timezone": ZONE, "precision": _PRECISION}
_LABELS = ListOf(Label())
_PLAIN_METHODS = (
    "uuid string text boolean small_int integer big_int increments big_increments "
    "small_increments serial big_serial small_serial float double date json jsonb binary inet "
    "cidr macaddr"
).split()
# The column methods and the arguments of their own.
FIELD_METHODS: dict[str, dict[str, Key]] = {
    **{method: {} for method in _PLAIN_METHODS},
    "varchar": {"length": Key(_LENGTH.shape, _LENGTH.text, required=True)},
    "char": {"length": _LENGTH},
    "numeric": {
        "precision": Key(Integer(), "how many digits"),
        "scale": Key(Integer(), "how many of them after the point"),
    },
    "time": _POINT_IN_TIME,
    "interval": {"precision": _PRECISION},
    "timestamp": _POINT_IN_TIME,
    "date_time": _POINT_IN_TIME,
    "bit": {"length": _LENGTH, "varying": Key(_FLAG, "at most so many bits")},
    "enum": {
        "values": Key(_LABELS, "the words, in their order", required=True),
        "type_name": Key(_NAME, "the name of the enum type (<table>_<column>)"),
        "renamed_values": Key(Plain(_NAME, "renamed value"), "new words to old ones"),
        "type_renamed_from": Key(_NAME, "the name of the enum type before"),
        "type_comment": Key(_TEXT, "a description of the enum type"),
    },
    "array": {"of": Key(_WORD, "the type of the elements (text)")},
}
_TYPE = Key(_WORD, "a word of fluentorm's or any type of PostgreSQL's", required=True)
_ALIKE = Record({"type": _TYPE, **COLUMN_OPTIONS})
_FIELDS = {
    method: Record({"type": _TYPE, **own, **COLUMN_OPTIONS}) if own else _ALIKE
    for method, own in FIELD_METHODS.items()
}
# An argument of some methods -> those methods.
_USERS = {
    argument: [method for method, own in FIELD_METHODS.items() if argument in own]
    for owned in FIELD_METHODS.values()
    for argument in owned
}
_REQUIRED = {
    method: [name for name, key in own.items() if key.required]
    for method, own in FIELD_METHODS.items()
    if any(key.required for key in own.values())
}
_SQL_NAMES = (
    *("smallint", "bigint", "real", "decimal", "character", "bit varying", "character varying"),
    *("double precision", "timestamp with time zone", "timestamp without time zone"),
    *("time with time zone", "time without time zone"),
)
_TYPES = (*FIELD_METHODS, *sorted(BUILT_IN_NAMES), *_SQL_NAMES)
_KNOWN_TYPES = frozenset(
    # Types of extensions that look like a misspelt word of ours.
    {*_TYPES, "citext", "hstore", "ltree", "vector", "geometry", "geography", "cube"}
)


class Field:
    """A field: its type alone, or a mapping with the type and its options."""

    def read(self, node: Node, what: str, report: Report) -> object:
        """Return the options with their type."""
        if isinstance(node, ScalarNode) and not is_nothing(node):
            return self._read_type(node, what, report)
        if not isinstance(node, MappingNode):
            return wrong(node, what, "a type or a mapping of options", report)
        found = pairs(node, what, report)
        type_node = found["type"][1] if "type" in found else None
        word = type_node.value if isinstance(type_node, ScalarNode) else ""
        if type_node is not None and word:
            _check_type(type_node, word, what, report)
        record = _FIELDS.get(word, _ALIKE)
        for name in [name for name in found if name in _USERS and name not in record.keys]:
            key_node, _ = found.pop(name)
            if word:
                hint = f"it is for {', '.join(_USERS[name])}"
                report(key_node, f"{what} of type {word} takes no {name}", hint)
        return record.read_pairs(node, found, what, report)

    def _read_type(self, node: ScalarNode, what: str, report: Report) -> object:
        word = _WORD.read(node, what, report)
        if word is WRONG:
            return WRONG
        _check_type(node, word, what, report)
        for name in _REQUIRED.get(word, ()):
            report(node, f"{what} has no {name}", f"write {{type: {word}, {name}: ...}}")
        return WRONG if word in _REQUIRED else {"type": word}

    def schema(self) -> JsonSchema:
        """Return the reference; ``field_definitions`` says what it leads to."""
        return {"$ref": "#/$defs/field"}


def _check_type(node: Node, word: str, what: str, report: Report) -> None:
    """Refuse what is no type of ours or of PostgreSQL's, but nearly one."""
    base = split_type(canonical_type(word)).base
    if base in _KNOWN_TYPES or '"' in word or "." in word:
        return
    near = nearest(base, _TYPES, cutoff=0.8)
    if near:
        hint = f'did you mean "{near}"? a type of that very name is written \'"{word}"\''
        report(node, f'{what} has the unknown type "{word}"', hint)


def field_definitions() -> dict[str, JsonSchema]:
    """Return the definitions of the JSON Schema that Field refers to."""
    own = {name: key for keys in FIELD_METHODS.values() for name, key in keys.items()}
    options = Record({"type": _TYPE, **own, **COLUMN_OPTIONS}).definition()
    for method, name in ((m, n) for m, names in _REQUIRED.items() for n in names):
        own[name] = Key(own[name].shape, own[name].text)
        condition = {"properties": {"type": {"const": method}}, "required": ["type"]}
        options.setdefault("allOf", []).append({"if": condition, "then": {"required": [name]}})
    options["required"] = ["type"]
    for name, methods in _USERS.items():
        condition = {"properties": {"type": {"enum": methods}}}
        options["allOf"].append({"if": {"required": [name]}, "then": condition})
    word = {"anyOf": [{"enum": list(FIELD_METHODS)}, {"type": "string", "minLength": 1}]}
    options["properties"]["type"] = {"description": _TYPE.text, **word}
    return {
        "field": {"anyOf": [{**word, "not": {"enum": list(_REQUIRED)}}, options]},
    }
