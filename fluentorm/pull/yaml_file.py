"""A schema file as YAML: the same calls, said with keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.pull.yaml_text import document
from fluentorm.schema.builder_options import FIELD_TYPES
from fluentorm.schema.nearest import nearest
from fluentorm.schema.type_rules import BUILT_IN_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fluentorm.pull.calls import Call, FilePlan

Data = dict[str, object]

_OBJECTS = {
    "namespace": "namespaces",
    "extension": "extensions",
    "collation": "collations",
    "enum": "enums",
    "domain": "domains",
    "composite_type": "composite_types",
    "range_type": "range_types",
    "sequence": "sequences",
    "function": "functions",
    "procedure": "procedures",
    "aggregate": "aggregates",
    "view": "views",
    "materialized_view": "materialized_views",
    "event_trigger": "event_triggers",
    "publication": "publications",
}
_ATTACHED = {
    "trigger": "triggers",
    "rule": "rules",
    "policy": "policies",
    "statistics": "statistics",
}
_NAMED = {
    "check": ("checks", "name"),
    "exclude": ("exclusions", "name"),
    "not_null": ("not_null", "column"),
    "belongs_to": ("belongs_to", "name"),
    "has_many": ("has_many", "name"),
    "has_one_in": ("has_one_in", "name"),
    "alter_field": ("alter_fields", "name"),
    **{method: (key, "name") for method, key in _ATTACHED.items()},
}
_LISTED = {"unique": "unique", "index": "indexes"}
_BARE = re.compile(r"[a-z_][a-z0-9_]*")
# Words of ours that are also column types: a type of that name is quoted.
_OURS = frozenset(FIELD_TYPES) | {
    *("varchar", "char", "enum", "array", "bit", "increments", "big_increments"),
    *("small_increments", "serial", "big_serial", "small_serial"),
}
_ORDER = (
    *("comment", "fields", "timestamps", "soft_delete", "alter_fields", "not_null"),
    *("primary_key", "unique", "checks", "exclusions", "belongs_to", "has_many", "has_one_in"),
    "indexes",
    *("unlogged", "partition_by", "inherits", "storage", "row_security", "replica_identity"),
    *("cluster_on", "triggers", "rules", "policies", "statistics", "grants", "revokes"),
    "partitions",
)


def yaml_file(plan: FilePlan) -> str:
    """Return the text of a file."""
    data: Data = {}
    if plan.table is not None:
        data["table_name"] = plan.table
        data |= _settled(_table(plan.calls))
    for key, value in _database(plan.objects).items():
        data[key] = value
    return document(data)


def _table(calls: Iterable[Call]) -> Data:
    """Return the keys of a table, or of a partition."""
    found: Data = {}
    for call in calls:
        _READERS.get(call.method, _field)(call, found)
    return {key: found[key] for key in _ORDER if key in found}


def _of(found: Data, key: str) -> Data:
    value = found.setdefault(key, {})
    if not isinstance(value, dict):
        raise TypeError(f"{key} is no mapping")
    return value


def _field(call: Call, found: Data) -> None:
    arguments = dict(call.arguments)
    name = str(arguments.pop("name"))
    word = call.method
    if word == "column":
        word = _type(str(arguments.pop("type")))
    _of(found, "fields")[name] = {"type": word, **arguments}


def _type(text: str) -> str:
    """Return a type; one that could be taken for another of ours or PostgreSQL's is quoted."""
    element = text.removesuffix("[]")
    if element in BUILT_IN_NAMES or not _BARE.fullmatch(element):
        return text
    doubtful = element in _OURS or nearest(element, (*_OURS, *BUILT_IN_NAMES), cutoff=0.8)
    return f'"{element}"{text[len(element) :]}' if doubtful else text


def _comment(call: Call, found: Data) -> None:
    found["comment"] = call.arguments["text"]


def _flag(call: Call, found: Data) -> None:
    found[call.method] = dict(call.arguments) or True


def _named(call: Call, found: Data) -> None:
    key, argument = _NAMED[call.method]
    options = dict(call.arguments)
    name = str(options.pop(argument))
    expression = options.get("expression")
    alone = key == "checks" and len(options) == 1
    _of(found, key)[name] = expression if alone else options


def _primary_key(call: Call, found: Data) -> None:
    options = dict(call.arguments)
    found["primary_key"] = options["columns"] if len(options) == 1 else options


def _listed(call: Call, found: Data) -> None:
    """Keep all of a kind in a list; ``_settled`` says whether they can stand by name."""
    items = found.setdefault(_LISTED[call.method], [])
    if isinstance(items, list):
        items.append(dict(call.arguments))


def _word(call: Call, found: Data) -> None:
    """Take what has one argument for a key."""
    found[call.method] = next(iter(call.arguments.values()))


def _partition_by(call: Call, found: Data) -> None:
    options = dict(call.arguments)
    found["partition_by"] = options if len(options) > 1 else options["strategy"]


def _replica_identity(call: Call, found: Data) -> None:
    identity = call.arguments.get("identity")
    found["replica_identity"] = identity if identity is not None else dict(call.arguments)


def _privileges(call: Call, found: Data) -> None:
    option = " with grant option" if call.arguments.get("grantable") else ""
    roles, words = call.arguments["roles"], call.arguments["privileges"]
    for role in roles if isinstance(roles, list) else [roles]:
        kept = _of(found, f"{call.method}s").setdefault(str(role), [])
        if isinstance(kept, list) and isinstance(words, list):
            kept += [f"{word}{option}" for word in words]


def _partition(call: Call, found: Data) -> None:
    bound = dict(call.arguments)
    name = str(bound.pop("name"))
    inner = _settled(_table(call.parts))
    text = bound.get("bound")
    _of(found, "partitions")[name] = text if [*bound, *inner] == ["bound"] else {**bound, **inner}


def _settled(data: Data) -> Data:
    """Let unique constraints and indexes stand by their names where all have one."""
    for key in _LISTED.values():
        items = data.get(key)
        if not isinstance(items, list):
            continue
        if all("name" in item for item in items):
            data[key] = {item["name"]: _unnamed(item) for item in items}
        else:
            data[key] = [item["columns"] if len(item) == 1 else item for item in items]
    return data


def _unnamed(item: Data) -> object:
    """Return the options of an index without its name; the columns alone where that is all."""
    rest = {key: value for key, value in item.items() if key != "name"}
    return rest["columns"] if len(rest) == 1 else rest


_READERS: dict[str, Callable[[Call, Data], None]] = {
    "comment": _comment,
    "timestamps": _flag,
    "soft_delete": _flag,
    "unlogged": _flag,
    "row_security": _flag,
    "primary_key": _primary_key,
    **dict.fromkeys(_LISTED, _listed),
    **dict.fromkeys(_NAMED, _named),
    "partition_by": _partition_by,
    "inherits": _word,
    "storage": _word,
    "cluster_on": _word,
    "replica_identity": _replica_identity,
    "grant": _privileges,
    "revoke": _privileges,
    "partition": _partition,
}


def _database(calls: Iterable[Call]) -> Data:
    """Return the keys of all that is no table."""
    groups: dict[str, list[Data]] = {}
    for call in calls:
        key = {**_OBJECTS, **_ATTACHED}.get(call.method, call.method)
        groups.setdefault(key, []).append(dict(call.arguments))
    return {key: _group(key, items) for key, items in groups.items()}


def _group(key: str, items: list[Data]) -> object:
    names = [item.get("name") for item in items]
    if key == "default_privileges":
        return items
    if key in ("namespaces", "extensions") and all(len(item) == 1 for item in items):
        return names
    if len(set(names)) < len(names):
        return items
    return {str(item["name"]): {k: v for k, v in item.items() if k != "name"} for item in items}
