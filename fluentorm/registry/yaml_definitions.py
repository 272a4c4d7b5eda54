"""What a YAML file says of all that is not its table, as calls of a DatabaseSchema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fluentorm.registry.yaml_attached import ATTACHED
from fluentorm.registry.yaml_calls import Call, Places, Values, main_option, named
from fluentorm.registry.yaml_objects import LISTS, MAIN_ARGUMENTS, OBJECTS, STAGED

if TYPE_CHECKING:
    from fluentorm.schema.database_builder import DatabaseSchema

# A key that names a file -> the argument that takes its text.
_FILES = {"query_file": "query", "body_file": "body"}


def definition_calls(values: Values, places: Places) -> tuple[Call, ...]:
    """Return the calls for everything that the file declares beside its table."""
    return tuple(_calls(values, places))


def make(calls: tuple[Call, ...], db: DatabaseSchema) -> None:
    """Make the calls; the files that they name are read now."""
    for call in calls:
        arguments = call.arguments
        with db.at(call.place):
            for key, argument in _FILES.items():
                if key in arguments:
                    rest = {k: v for k, v in arguments.items() if k != key}
                    arguments = {**rest, argument: db.sql_file(arguments[key])}
        call._replace(arguments=arguments).make(db)


def is_about_a_table(values: Values, others: frozenset[str], either: frozenset[str]) -> bool:
    """Say whether a file declares a table, or a part of one.

    ``others`` are the keys that are about no table, ``either`` those that may be.
    """
    if not values or values.keys() - others - either:
        return True
    return any(_has_own(key, values[key]) for key in either & values.keys())


def _has_own(key: str, given: Any) -> bool:
    """Say whether some of this is for the file's own table."""
    if key in ATTACHED:
        return any("table" not in main_option(key, options) for _, _, options in named(given))
    return isinstance(given, dict)


def _calls(values: Values, places: Places) -> Iterator[Call]:
    for key, (method, *_) in OBJECTS.items():
        yield from _objects(method, key, values.get(key, {}), places)
    for key, (method, *_) in LISTS.items():
        for node, arguments in values.get(key, []):
            yield Call(method, arguments, places.of(node))
    for key, method in STAGED.items():
        for name in values.get(key, []):
            yield Call(method, {"name": name}, places.keys[key])
    for key, (method, *_) in ATTACHED.items():
        for name, node, options in named(values.get(key, {})):
            arguments = main_option(key, options)
            if "table" in arguments:
                yield Call(method, {"name": name, **arguments}, places.of(node))
    for key, method in (("grants", "grant"), ("revokes", "revoke")):
        given = values.get(key, {})
        if isinstance(given, list):
            for node, arguments in given:
                yield Call(method, arguments, places.of(node))


def _objects(method: str, key: str, given: Any, places: Places) -> Iterator[Call]:
    if isinstance(given, str):
        yield Call(method, {"name": given}, places.keys[key])
        return
    if isinstance(given, list) and all(isinstance(item, str) for item in given):
        for name in given:
            yield Call(method, {"name": name}, places.keys[key])
        return
    for name, node, options in named(given):
        arguments = options if isinstance(options, dict) else {MAIN_ARGUMENTS[key]: options}
        if "indexes" in arguments:
            arguments = {**arguments, "indexes": list(plain_indexes(arguments["indexes"]))}
        yield Call(method, {"name": name, **arguments}, places.of(node))


def plain_indexes(given: Any) -> Iterator[Values]:
    """Return the indexes of a materialized view as the builder takes them."""
    pairs = given.items() if isinstance(given, dict) else ((None, pair) for pair in given)
    for name, (_, options) in pairs:
        arguments = options if isinstance(options, dict) else {"columns": options}
        yield {"name": name, **arguments} if name else arguments
