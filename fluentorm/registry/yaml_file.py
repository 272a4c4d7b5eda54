"""YAML schema files: the same tables as in Python, said with keys instead of calls.

A file becomes a list of calls of a TableSchema, in the order in which a Python file would make
them. Which keys there are stands in ``yaml_keys``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from fluentorm.errors import Place, Problem, SchemaError
from fluentorm.registry.discover import table_name
from fluentorm.registry.yaml_fields import FIELD_METHODS
from fluentorm.registry.yaml_keys import RELATIONS, TABLE
from fluentorm.registry.yaml_nodes import Node, compose, place_of
from fluentorm.registry.yaml_values import pairs
from fluentorm.schema.builder import TableSchema
from fluentorm.schema.builder_options import field_type
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.schema.database_builder import DatabaseSchema

_LATE = frozenset({"alter_field", "rename_field", "drop_index"})


@dataclass(frozen=True, slots=True)
class Call:
    """A method of TableSchema with its arguments, and the place that asks for it."""

    method: str
    arguments: dict[str, Any]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlFile:
    """A YAML schema file, read and sound as far as it can be without the other files."""

    table_name: str | None
    calls: tuple[Call, ...]
    defines: bool = False

    def define(self, db: DatabaseSchema) -> None:
        """Declare on ``db`` what the file says of other objects."""

    def build(self, t: TableSchema) -> None:
        """Declare on ``t`` what the file says."""
        for call in self.calls:
            with t.at(call.place):
                getattr(t, call.method)(**call.arguments)


def read_yaml(path: Path, shown: str) -> YamlFile:
    """Read a file; ``shown`` is its path as the user would type it.

    Raises SchemaError with every problem of the file, each with line and column.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SchemaError([Problem(f"cannot be read: {reason}", Place(shown))]) from None
    return parse_yaml(data, shown)


def parse_yaml(data: bytes, shown: str) -> YamlFile:
    """Return what ``read_yaml`` returns for a file with this content."""
    root = compose(data, shown)
    problems: list[Problem] = []

    def report(node: Node, message: str, hint: str | None) -> None:
        problems.append(Problem(message, place_of(node, shown), hint))

    found = pairs(root, "the table", report)
    values = TABLE.read_pairs(root, found, "the table", report)
    name = values.get("table_name") or table_name(Path(shown))
    places = {key: place_of(key_node, shown) for key, (key_node, _) in found.items()}
    calls = tuple(_calls(values, _Places(shown, places)))
    if problems:
        found_all = dict.fromkeys([*problems, *_builder_problems(name, calls)])
        raise SchemaError(sorted(found_all, key=lambda problem: problem.place or Place(shown)))
    return YamlFile(table_name=name, calls=calls)


def _builder_problems(name: str, calls: tuple[Call, ...]) -> tuple[Problem, ...]:
    """Return what the builder says to the sound calls, so that one run shows that as well."""
    own = tuple(call for call in calls if call.method not in _LATE)
    table = TableSchema.create_empty(name)
    YamlFile(table_name=name, calls=own).build(table)
    return table.problems


_Values: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Places:
    """Where things stand in one file."""

    shown: str
    keys: dict[str, Place]

    def of(self, node: Node) -> Place:
        return place_of(node, self.shown)


def _calls(values: _Values, places: _Places) -> Iterator[Call]:
    """Return the calls, in an order in which each finds what it needs."""
    for key, argument in (("renamed_from", "old"), ("comment", "text")):
        if key in values:
            yield Call(key, {argument: values[key]}, places.keys[key])
    for name, (node, options) in values.get("fields", {}).items():
        yield _field(name, options, places.of(node))
    for mixin in ("timestamps", "soft_delete"):
        given = values.get(mixin, False)
        if given is not False:
            yield Call(mixin, {} if given is True else given, places.keys[mixin])
    if "primary_key" in values:
        yield Call("primary_key", _columns(values["primary_key"]), places.keys["primary_key"])
    yield from _each("unique", values.get("unique", {}), places)
    for name, (node, given) in values.get("checks", {}).items():
        options = given if isinstance(given, dict) else {"expression": given}
        yield Call("check", {"name": name, **options}, places.of(node))
    for method in RELATIONS:
        for name, (node, options) in values.get(method, {}).items():
            yield Call(method, {"name": name, **options}, places.of(node))
    for name in values.get("drop_indexes", []):
        yield Call("drop_index", {"name": name}, places.keys["drop_indexes"])
    yield from _each("index", values.get("indexes", {}), places)
    for name, (node, options) in values.get("alter_fields", {}).items():
        yield Call("alter_field", {"name": name, **options}, places.of(node))
    for old, (node, new) in values.get("rename_fields", {}).items():
        yield Call("rename_field", {"old": old, "new": new}, places.of(node))


def _field(name: str, options: _Values, place: Place) -> Call:
    """Return the call of the method that the type names, or of ``column`` for any other type."""
    arguments = {"name": name, **options}
    word = arguments.pop("type")
    if "renamed_values" in arguments:
        arguments["renamed_values"] = _plain(arguments["renamed_values"])
    if word in FIELD_METHODS:
        return Call(word, arguments, place)
    return Call("column", {**arguments, "type": field_type(word)}, place)


def _each(method: str, given: Any, places: _Places) -> Iterator[Call]:
    """Return the calls for unique constraints or indexes, with names or in a list without."""
    if isinstance(given, list):
        named = [(None, node, options) for node, options in given]
    else:
        named = [(name, node, options) for name, (node, options) in given.items()]
    for name, node, options in named:
        arguments = {"name": name, **_columns(options)} if name else _columns(options)
        if "storage" in arguments:
            arguments["storage"] = _plain(arguments["storage"])
        yield Call(method, arguments, places.of(node))


def _columns(given: Any) -> _Values:
    return given if isinstance(given, dict) else {"columns": given}


def _plain(found: _Values) -> _Values:
    return {name: value for name, (_, value) in found.items()}
