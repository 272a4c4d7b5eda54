"""The JSON Schema is in step with the builder and with what the reader accepts."""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fluentorm.errors import SchemaError
from fluentorm.registry import yaml_schema
from fluentorm.registry.json_schema import render_schema
from fluentorm.registry.yaml_attached import ATTACHED, BOUND, POLICY, RULE, STATISTICS, TRIGGER
from fluentorm.registry.yaml_constraints import (
    BELONGS_TO,
    CHECK,
    ELEMENT,
    EXCLUSION,
    FOREIGN,
    FOREIGN_KEY_OPTIONS,
    HAS_MANY,
    NOT_NULL,
    PRIMARY_KEY,
    UNIQUE,
)
from fluentorm.registry.yaml_fields import COLUMN_OPTIONS, FIELD_METHODS
from fluentorm.registry.yaml_file import parse_yaml
from fluentorm.registry.yaml_indexes import INDEX, INDEX_KEY
from fluentorm.registry.yaml_keys import ALTER_FIELD, OF_THE_DATABASE, PARTITION_BY, TABLE
from fluentorm.registry.yaml_objects import (
    COMMENT_ON,
    GRANT,
    LISTS,
    OBJECT_OPTIONS,
    OBJECTS,
    REVOKE,
    STAGED,
    TARGETS,
)
from fluentorm.registry.yaml_shapes import Key
from fluentorm.schema.attached_options import (
    PolicyOptions,
    RuleOptions,
    StatisticsOptions,
    TriggerOptions,
)
from fluentorm.schema.builder import TableSchema
from fluentorm.schema.builder_columns import ColumnMethods
from fluentorm.schema.builder_indexes import IndexOptions
from fluentorm.schema.builder_options import ColumnOptions
from fluentorm.schema.builder_partitions import BoundOptions
from fluentorm.schema.builder_relations import ForeignKeyOptions
from fluentorm.schema.database_builder import DatabaseSchema
from fluentorm.schema.database_grants import Targets
from fluentorm.schema.index_keys import KEY_OPTIONS

SCHEMA = json.loads(yaml_schema())

# Methods of TableSchema that are not keys of their own, and what says the same in YAML.
ELSEWHERE = {
    "column": "the type of a field",
    "add_indexes": "indexes",
    "foreigns": "foreign",
    "has_many_list": "has_many",
    "rename_table": "renamed_from",
    **dict.fromkeys(
        "create create_empty build finish problems reading at".split(), "no declaration"
    ),
    **dict.fromkeys(
        "get_field_by_name get_index_by_name get_create_input_fields "
        "get_update_input_fields".split(),
        "no declaration",
    ),
}
KEY_OF_METHOD = {
    "check": "checks",
    "index": "indexes",
    "drop_index": "drop_indexes",
    "alter_field": "alter_fields",
    "rename_field": "rename_fields",
    "drop_field": "drop_fields",
    "backfill": "backfills",
    "exclude": "exclusions",
    "partition": "partitions",
    "grant": "grants",
    "revoke": "revokes",
    "trigger": "triggers",
    "rule": "rules",
    "policy": "policies",
}


def methods(owner: type) -> list[str]:
    return [name for name in dir(owner) if not name.startswith("_")]


def arguments(method: str, owner: type = TableSchema) -> dict[str, inspect.Parameter]:
    """Return the arguments of a method, less self and the options that are a TypedDict."""
    parameters = dict(inspect.signature(getattr(owner, method)).parameters)
    del parameters["self"]
    return {n: p for n, p in parameters.items() if p.kind is not inspect.Parameter.VAR_KEYWORD}


def required(parameters: Mapping[str, inspect.Parameter]) -> set[str]:
    return {n for n, p in parameters.items() if p.default is inspect.Parameter.empty}


def test_file_is_what_the_keys_amount_to() -> None:
    assert yaml_schema() == render_schema(), "run: python -m fluentorm.registry.json_schema"


def test_every_method_of_the_builder_is_a_key_or_a_type() -> None:
    keys = set(TABLE.keys) | set(FIELD_METHODS) | set(ELSEWHERE)
    found = {KEY_OF_METHOD.get(method, method) for method in methods(TableSchema)}
    assert found - keys == set()
    assert set(TABLE.keys) - found - OF_THE_DATABASE == {"table_name", "namespace", "fields"} | (
        {"alter_fields", "comment", "renamed_from"} - found
    )


def test_every_method_for_the_database_is_a_key() -> None:
    programs = {"create", "finish", "problems", "reading", "at", "sql_file"}
    keyed = {method for method, *_ in (*OBJECTS.values(), *LISTS.values(), *ATTACHED.values())}
    keyed |= {"grant", "revoke", *STAGED.values()}
    assert set(methods(DatabaseSchema)) - programs == keyed


def options_of(method: Any) -> set[str]:
    """Return the options of a method's TypedDict."""
    found = re.findall(r"Unpack\[(\w+)\]", str(inspect.signature(method)))
    module = sys.modules[method.__module__]
    return {key for name in found for key in getattr(module, name).__annotations__}


@pytest.mark.parametrize(
    ("method", "keys"),
    [
        *OBJECT_OPTIONS.items(),
        ("grant", GRANT),
        ("revoke", REVOKE),
        ("comment", COMMENT_ON),
    ],
)
def test_options_for_the_database_are_those_of_the_builder(
    method: str, keys: Mapping[str, Key]
) -> None:
    own = arguments(method, DatabaseSchema)
    files = {"query": "query_file", "body": "body_file"}
    known = {*own, *options_of(getattr(DatabaseSchema, method))} - {"name"}
    assert set(keys) == known | {files[name] for name in known if name in files}
    required = {n for n, p in own.items() if p.default is p.empty} - {"name", *files}
    assert {n for n, key in keys.items() if key.required} - {"sfunc", "stype"} == required


def test_every_column_method_is_a_type_with_its_arguments() -> None:
    own = set(methods(ColumnMethods)) & {
        name
        for name in methods(ColumnMethods)
        if callable(getattr(ColumnMethods, name)) and "name" in arguments(name)
    }
    assert own - {"column"} == set(FIELD_METHODS)
    for method, keys in FIELD_METHODS.items():
        parameters = arguments(method)
        del parameters["name"]
        assert set(keys) == set(parameters), method
        assert {n for n, key in keys.items() if key.required} == required(parameters), method


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        (COLUMN_OPTIONS, set(ColumnOptions.__annotations__)),
        (FOREIGN_KEY_OPTIONS, set(ForeignKeyOptions.__annotations__)),
        (INDEX, {"columns", *IndexOptions.__annotations__}),
        (INDEX_KEY, set(KEY_OPTIONS)),
        (ALTER_FIELD, {"type", *ColumnOptions.__annotations__}),
        (ELEMENT, {"operator", *KEY_OPTIONS}),
        (TRIGGER, {"timing", "events", "call", *TriggerOptions.__annotations__}),
        (RULE, {"definition", *RuleOptions.__annotations__}),
        (POLICY, set(PolicyOptions.__annotations__)),
        (STATISTICS, {"columns", *StatisticsOptions.__annotations__}),
        (BOUND, set(BoundOptions.__annotations__)),
        (TARGETS, set(Targets.__annotations__)),
    ],
)
def test_options_are_those_of_the_builder(keys: Mapping[str, Key], names: set[str]) -> None:
    assert set(keys) == names


@pytest.mark.parametrize(
    ("method", "keys"),
    [
        ("primary_key", {"": None, **PRIMARY_KEY}),
        ("unique", {"name": None, **UNIQUE}),
        ("check", {"name": None, **CHECK}),
        ("belongs_to", {"name": None, **BELONGS_TO}),
        ("has_one", {"name": None, **BELONGS_TO}),
        ("many_to_many", {"name": None, **BELONGS_TO}),
        ("foreign_key", {"name": None, **BELONGS_TO}),
        ("foreign", {"name": None, **FOREIGN}),
        ("has_many", {"name": None, **HAS_MANY}),
        ("has_one_in", {"name": None, **HAS_MANY}),
        ("exclude", {"name": None, **EXCLUSION}),
        ("not_null", {"column": None, **NOT_NULL}),
        ("partition_by", PARTITION_BY),
    ],
)
def test_arguments_are_those_of_the_builder(method: str, keys: dict[str, Any]) -> None:
    parameters = arguments(method)
    options = {} if "on_delete" not in keys else FOREIGN_KEY_OPTIONS
    assert set(keys) - {""} - set(options) == set(parameters)
    named = {name for name, key in keys.items() if key is not None and key.required}
    assert named - {"columns"} == required(parameters) - {"name", "column", "columns"} | (
        {"column"} & named
    )


def valid(value: Any, schema: Any = SCHEMA) -> bool:
    """Say what a JSON Schema says; only the words that ours uses."""
    known = {
        "$schema", "title", "description", "$defs", "$ref", "type", "enum", "const", "not",
        "minLength", "minItems", "maxProperties", "items", "properties", "required", "anyOf",
        "oneOf", "allOf", "if", "then", "additionalProperties", "propertyNames",
    }  # fmt: skip
    if isinstance(schema, bool):
        return schema
    assert set(schema) <= known, set(schema) - known
    return all(_valid(word, value, schema) for word in schema)


TYPES: dict[str, Any] = {
    "string": str,
    "object": dict,
    "array": list,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name])


def _valid(word: str, value: Any, schema: dict[str, Any]) -> bool:
    rule = schema[word]
    match word:
        case "$ref":
            return valid(value, SCHEMA["$defs"][rule.removeprefix("#/$defs/")])
        case "type":
            return any(_is(value, name) for name in ([rule] if isinstance(rule, str) else rule))
        case "enum":
            return value in rule
        case "const":
            return bool(value == rule)
        case "not":
            return not valid(value, rule)
        case "anyOf":
            return any(valid(value, one) for one in rule)
        case "oneOf":
            return sum(valid(value, one) for one in rule) == 1
        case "allOf":
            return all(valid(value, one) for one in rule)
        case "if":
            return not valid(value, rule) or valid(value, schema["then"])
        case "minLength":
            return not isinstance(value, str) or len(value) >= rule
        case "minItems":
            return not isinstance(value, list) or len(value) >= rule
        case "items":
            return not isinstance(value, list) or all(valid(item, rule) for item in value)
    return not isinstance(value, dict) or _valid_object(word, value, schema)


def _valid_object(word: str, value: dict[str, Any], schema: dict[str, Any]) -> bool:
    rule = schema[word]
    match word:
        case "required":
            return set(rule) <= set(value)
        case "maxProperties":
            return len(value) <= rule
        case "properties":
            return all(valid(value[name], one) for name, one in rule.items() if name in value)
        case "additionalProperties":
            others = [v for name, v in value.items() if name not in schema.get("properties", {})]
            return all(valid(other, rule) for other in others)
        case "propertyNames":
            return all(valid(name, rule) for name in value)
    return True


def read(value: Any) -> bool:
    """Say whether the reader takes a document; JSON is YAML."""
    try:
        parse_yaml(json.dumps(value, ensure_ascii=False).encode(), "schemas/t.yaml")
    except SchemaError:
        return False
    return True


NAMES = st.sampled_from(["a", "b", "on", "users", "é"])
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 99),
    st.sampled_from(["", "a", "no", "text", "varchar", "enum", "set_null", 1.5]),
    st.lists(st.sampled_from(["a", 1, None, {}]), max_size=2),
    st.dictionaries(
        st.sampled_from(["", "a", "sql", "type", "columns", "column", "name", "values"]),
        st.sampled_from(["a", 1, None, True, ["a"], {"sql": "x"}]),
        max_size=3,
    ),
)


@st.composite
def document(draw: st.DrawFn, schema: Any = SCHEMA, *, junk: bool = True) -> Any:
    """Return something like what a schema describes; with ``junk`` now and then something else."""
    if junk and draw(st.integers(0, 19)) == 0:
        return draw(JUNK)
    inner = {"junk": junk}
    if "$ref" in schema:
        return draw(document(SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], **inner))
    for choices in ("anyOf", "oneOf"):
        if choices in schema and "properties" not in schema:
            return draw(document(draw(st.sampled_from(schema[choices])), **inner))
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    kinds = schema.get("type", ["string", "number", "boolean"])
    kind = kinds if isinstance(kinds, str) else draw(st.sampled_from(kinds))
    if kind == "object":
        return draw(_object(schema, junk))
    if kind == "array":
        return draw(st.lists(document(schema["items"], **inner), min_size=1, max_size=2))
    scalars: dict[str, st.SearchStrategy[Any]] = {
        "string": NAMES,
        "number": st.integers(1, 9),
        "integer": st.integers(1, 9),
        "boolean": st.booleans(),
    }
    return draw(scalars[kind])


@st.composite
def _object(draw: st.DrawFn, schema: Any, junk: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    properties = schema.get("properties", {})
    wanted = set(schema.get("required", []))
    if properties:
        wanted |= set(draw(st.lists(st.sampled_from(sorted(properties)), max_size=4)))
    for name in sorted(wanted):
        if not (junk and draw(st.integers(0, 29)) == 0):
            found[name] = draw(document(properties[name], junk=junk))
    if isinstance(schema.get("additionalProperties"), dict):
        for name in draw(st.lists(NAMES, min_size=1, max_size=2, unique=True)):
            found[name] = draw(document(schema["additionalProperties"], junk=junk))
    if junk and draw(st.integers(0, 29)) == 0:
        found[draw(st.sampled_from(["", "a", "nme", "length"]))] = draw(JUNK)
    return found


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@example({"backfills": {"a": {"sql": "a"}}})
@given(document())
def test_reader_takes_what_the_schema_allows_and_nothing_else(value: Any) -> None:
    assert read(value) == valid(value), value


BELONGS = {"column": "b", "references_table": "c"}
FIELD: dict[str, Any] = {"fields": {"a": "uuid"}}


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (FIELD, True),
        ({"fields": {"a": {"type": "varchar", "length": 3}}}, True),
        ({"fields": {"a": {"type": "varchar"}}}, False),
        ({"fields": {"a": "varchar"}}, False),
        ({"fields": {"a": "char"}}, True),
        ({"fields": {"a": {"type": "uuid", "length": 3}}}, False),
        ({"fields": {"a": {"type": "enum", "values": ["x", 1, True]}}}, True),
        ({"fields": {"a": {"type": "enum", "values": []}}}, False),
        ({"fields": {"a": {"type": "any_type(3)"}}}, True),
        ({"fields": {"a": {"type": "text", "default": {"sql": "x"}}}}, True),
        ({"fields": {"a": {"type": "text", "default": {"sql": 1}}}}, False),
        ({"fields": {"a": {"type": "json", "default": {"sql": 1, "b": 2}}}}, True),
        ({"fields": {"a": {"type": "text", "default": None}}}, True),
        ({"fields": {"a": {"type": "text", "comment": None}}}, False),
        ({"indexes": {"i": ["a", {"sql": "x"}]}}, True),
        ({"indexes": {"i": {"sql": "x"}}}, False),
        ({"indexes": [["a"], {"columns": "a"}]}, True),
        ({"indexes": ["a"]}, False),
        ({"indexes": {"i": {"columns": {"column": "a", "expression": "b"}}}}, False),
        ({"unique": ["a", "b"]}, False),
        ({"primary_key": ["a", "b"]}, True),
        ({"belongs_to": {"a": {"column": "b", "references_table": "c"}}}, True),
        ({"belongs_to": {"a": {"column": "b"}}}, False),
        (
            {
                "belongs_to": {
                    "a": {"column": "b", "references_table": "c", "on_delete": "SET NULL"}
                }
            },
            True,
        ),
        ({"backfills": {"a": {"sql": "b"}}}, True),
        ({"backfills": {"a": [{"sql": "b"}]}}, False),
        ({"backfills": {"a": {"sql": "b", "where": "c"}}}, False),
        ({"backfills": {"a": {"value": {"sql": "b"}, "where": "c"}}}, True),
        ({"timestamps": {"timezone": False}}, True),
        ({"timestamps": "yes"}, False),
        ({"unknown": 1}, False),
    ],
)
def test_both_say_the_same(value: Any, verdict: bool) -> None:
    assert valid(value) == verdict
    assert read(value) == verdict
