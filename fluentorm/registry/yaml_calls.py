"""What a YAML file says of its table, as calls of a TableSchema in the order they need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from fluentorm.errors import Place
from fluentorm.registry.yaml_attached import ATTACHED, BOUND, MAIN_OPTION
from fluentorm.registry.yaml_constraints import RELATIONS
from fluentorm.registry.yaml_fields import FIELD_METHODS
from fluentorm.registry.yaml_nodes import Node, place_of
from fluentorm.schema.builder_options import field_type
from fluentorm.values import dataclass

Values: TypeAlias = dict[str, Any]


class Call(NamedTuple):
    """A method of a builder with its arguments, and the place that asks for it.

    ``inner`` are calls of what the method returns.
    """

    method: str
    arguments: dict[str, Any]
    place: Place
    inner: tuple[Call, ...] = ()

    def make(self, builder: Any) -> None:
        """Make the call, and those of what it returns."""
        with builder.at(self.place):
            found = getattr(builder, self.method)(**self.arguments)
        for call in self.inner:
            call.make(found)


@dataclass(frozen=True, slots=True)
class Places:
    """Where things stand in one file; ``keys`` are those of one mapping."""

    shown: str
    keys: dict[str, Place]

    def of(self, node: Node) -> Place:
        """Return where a node stands."""
        return place_of(node, self.shown)


def table_calls(values: Values, places: Places) -> Iterator[Call]:
    """Return the calls, in an order in which each finds what it needs."""
    yield from _plain_calls(values, places)
    for name, (node, options) in values.get("fields", {}).items():
        yield _field(name, options, places.of(node))
    for mixin in ("timestamps", "soft_delete"):
        given = values.get(mixin, False)
        if given is not False:
            yield Call(mixin, {} if given is True else given, places.keys[mixin])
    yield from _constraint_calls(values, places)
    for name in values.get("drop_indexes", []):
        yield Call("drop_index", {"name": name}, places.keys["drop_indexes"])
    yield from _each("index", values.get("indexes", {}), places)
    for name, (node, options) in values.get("alter_fields", {}).items():
        yield Call("alter_field", {"name": name, **options}, places.of(node))
    yield from _steering_calls(values, places)
    for key, (method, *_) in ATTACHED.items():
        for name, node, options in named(values.get(key, {})):
            if "table" not in main_option(key, options):
                arguments = {"name": name, **main_option(key, options)}
                yield Call(method, arguments, places.of(node))
    yield from _privilege_calls(values, places)
    for name, (node, given) in values.get("partitions", {}).items():
        yield _partition(name, given, node, places)


def _plain_calls(values: Values, places: Places) -> Iterator[Call]:
    """Return the calls that one key alone asks for."""
    arguments: dict[str, Any] = {
        "comment": "text",
        "cluster_on": "index",
        "unmanaged_partitions": "pattern",
        "blocking_ok": "reason",
    }
    if "renamed_from" in values:
        given = values["renamed_from"]
        named_old = given if isinstance(given, dict) else {"table": given}
        old = {"old": named_old["table"], "online": named_old.get("online", False)}
        yield Call("renamed_from", old, places.keys["renamed_from"])
    for key, argument in arguments.items():
        if key in values:
            yield Call(key, {argument: values[key]}, places.keys[key])
    if values.get("unlogged"):
        yield Call("unlogged", {}, places.keys["unlogged"])
    if values.get("storage"):
        yield Call("storage", values["storage"], places.keys["storage"])
    security = values.get("row_security", False)
    if security is not False:
        given = {} if security is True else security
        yield Call("row_security", given, places.keys["row_security"])
    if "replica_identity" in values:
        given = values["replica_identity"]
        given = given if isinstance(given, dict) else {"identity": given}
        yield Call("replica_identity", given, places.keys["replica_identity"])
    if "inherits" in values:
        yield Call("inherits", {"tables": values["inherits"]}, places.keys["inherits"])
    if "partition_by" in values:
        given = values["partition_by"]
        given = given if isinstance(given, dict) else {"strategy": given}
        yield Call("partition_by", given, places.keys["partition_by"])
    if "partition_of" in values:
        yield Call("partition_of", values["partition_of"], places.keys["partition_of"])


def _constraint_calls(values: Values, places: Places) -> Iterator[Call]:
    if "primary_key" in values:
        yield Call("primary_key", _columns(values["primary_key"]), places.keys["primary_key"])
    yield from _each("unique", values.get("unique", {}), places)
    for name, (node, given) in values.get("checks", {}).items():
        options = given if isinstance(given, dict) else {"expression": given}
        yield Call("check", {"name": name, **options}, places.of(node))
    for name, (node, options) in values.get("exclusions", {}).items():
        yield Call("exclude", {"name": name, **options}, places.of(node))
    for name, (node, given) in values.get("not_null", {}).items():
        options = given if isinstance(given, dict) else {"name": given}
        yield Call("not_null", {"column": name, **options}, places.of(node))
    for method in RELATIONS:
        for name, (node, options) in values.get(method, {}).items():
            yield Call(method, {"name": name, **options}, places.of(node))


def _steering_calls(values: Values, places: Places) -> Iterator[Call]:
    """Return the calls that say how changes are made."""
    for old, (node, given) in values.get("rename_fields", {}).items():
        named_new = given if isinstance(given, dict) else {"to": given}
        arguments = {"old": old, "new": named_new["to"], "online": named_new.get("online", False)}
        yield Call("rename_field", arguments, places.of(node))
    for name in values.get("drop_fields", []):
        yield Call("drop_field", {"name": name}, places.keys["drop_fields"])
    for name, (node, given) in values.get("backfills", {}).items():
        listed = given if isinstance(given, list) else [(node, given)]
        for item, options in listed:
            known = options if isinstance(options, dict) else {"value": options}
            yield Call("backfill", {"column": name, **known}, places.of(item))


def _privilege_calls(values: Values, places: Places) -> Iterator[Call]:
    for key, method in (("grants", "grant"), ("revokes", "revoke")):
        given = values.get(key, {})
        if isinstance(given, dict):
            for role, privileges in given.items():
                arguments = {"privileges": privileges, "roles": role}
                yield Call(method, arguments, places.keys[key])


def _partition(name: str, given: Any, node: Node, places: Places) -> Call:
    """Return the call for a partition, with the calls for what only it has."""
    values = given if isinstance(given, dict) else {"bound": given}
    bound = {key: values[key] for key in BOUND if key in values}
    rest = {key: value for key, value in values.items() if key not in BOUND}
    place = places.of(node)
    inner = tuple(table_calls(rest, Places(places.shown, dict.fromkeys(rest, place))))
    return Call("partition", {"name": name, **bound}, place, inner)


def named(given: Any) -> Iterator[tuple[str, Node, Any]]:
    """Return name, node and options of objects that stand by name or in a list."""
    if isinstance(given, dict):
        for name, (node, options) in given.items():
            yield name, node, options
    else:
        for node, options in given:
            yield options["name"], node, {k: v for k, v in options.items() if k != "name"}


def main_option(key: str, options: Any) -> Values:
    """Return the options of an object, where one may stand for all of them."""
    return options if isinstance(options, dict) else {MAIN_OPTION[key]: options}


def _field(name: str, options: Values, place: Place) -> Call:
    """Return the call of the method that the type names, or of ``column`` for any other type."""
    arguments = {"name": name, **options}
    word = arguments.pop("type")
    if word in FIELD_METHODS:
        return Call(word, arguments, place)
    return Call("column", {**arguments, "type": field_type(word)}, place)


def _each(method: str, given: Any, places: Places) -> Iterator[Call]:
    """Return the calls for unique constraints or indexes, with names or in a list without."""
    if isinstance(given, list):
        pairs = [(None, node, options) for node, options in given]
    else:
        pairs = [(name, node, options) for name, (node, options) in given.items()]
    for name, node, options in pairs:
        arguments = {"name": name, **_columns(options)} if name else _columns(options)
        yield Call(method, arguments, places.of(node))


def _columns(given: Any) -> Values:
    return given if isinstance(given, dict) else {"columns": given}
