"""What calls of a schema file are in YAML, for the examples of the reference."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import yaml

import fluentorm
from fluentorm import DatabaseSchema, SqlText, TableSchema
from fluentorm.registry.yaml_attached import ATTACHED, MAIN_OPTION
from fluentorm.registry.yaml_constraints import RELATIONS
from fluentorm.registry.yaml_fields import FIELD_METHODS
from fluentorm.registry.yaml_objects import LISTS, MAIN_ARGUMENTS, OBJECTS, STAGED

Values = dict[str, Any]
ATTACHED_KEYS = {method: key for key, (method, *_) in ATTACHED.items()}
OBJECT_KEYS = {method: key for key, (method, *_) in OBJECTS.items()}
LIST_KEYS = {method: key for key, (method, *_) in LISTS.items()}
STAGED_KEYS = {method: key for key, method in STAGED.items()}
# A method that takes several -> the method that takes one, and the argument that has them.
SEVERAL = {
    "add_indexes": ("index", "indexes"),
    "alter_fields": ("alter_field", "fields"),
    "foreigns": ("foreign", "relations"),
    "has_many_list": ("has_many", "relations"),
}
# A method whose one argument is the value of the key of its name.
PLAIN = {
    "blocking_ok": "reason",
    "cluster_on": "index",
    "comment": "text",
    "inherits": "tables",
    "unmanaged_partitions": "pattern",
}
WHOLE = ("partition_by", "partition_of")


WIDTH = 90


class SqlFile(NamedTuple):
    """What ``db.sql_file`` stands for: in YAML a key of its own has the path."""

    path: str


class Recorder:
    """Takes the place of ``t`` or ``db`` and notes each call with its arguments by name."""

    def __init__(self, builder: type) -> None:
        self.builder = builder
        self.calls: list[tuple[str, Values]] = []

    def __getattr__(self, method: str) -> Callable[..., object]:
        def note(*args: object, **options: object) -> object:
            if method == "sql_file":
                return SqlFile(str(args[0]))
            bound = inspect.signature(getattr(self.builder, method)).bind(self, *args, **options)
            given = dict(bound.arguments)
            del given["self"]
            for extra in ("options", "bound", "more", "targets"):
                if isinstance(given.get(extra), dict):
                    given |= given.pop(extra)
            self.calls.append((method, given))
            return None

        return note


def yaml_of(code: str) -> str:
    """Return the YAML that says the same as the calls.

    Raises KeyError where a call has no YAML.
    """
    t, db = Recorder(TableSchema), Recorder(DatabaseSchema)
    scope = {name: getattr(fluentorm, name) for name in fluentorm.__all__}
    exec(code, {**scope, "t": t, "db": db})  # noqa: S102 an example of ours
    document: Values = {}
    for method, given in t.calls:
        several, argument = SEVERAL.get(method, (method, ""))
        for one in given[argument] if argument else [given]:
            _merge(document, *_of_table(several, dict(one)))
    for method, given in db.calls:
        _merge(document, *_of_database(method, dict(given)))
    if not document:
        raise KeyError(code)
    return "".join(_dumped(key, _plain(value)) for key, value in document.items())


def _dumped(key: str, value: object) -> str:
    """Return a key on a line of its own, with its value behind it where that is no collection."""
    flow = None if isinstance(value, dict | list) else False
    text = _dump({key: value}, flow)
    return text if max(map(len, text.splitlines())) <= WIDTH else _dump({key: value}, False)


def _dump(value: object, flow: bool | None) -> str:
    return yaml.safe_dump(
        value, sort_keys=False, default_flow_style=flow, allow_unicode=True, width=1000
    )


def _of_table(method: str, given: Values) -> tuple[str, object]:
    """Return the key for a call of a TableSchema, and what it has."""
    if method in FIELD_METHODS or method == "column":
        type_ = given.pop("type") if method == "column" else method
        name = given.pop("name")
        return "fields", {name: {"type": type_, **given} if given else type_}
    if method in RELATIONS:
        return method, {given.pop("name"): given}
    if method in ATTACHED_KEYS:
        return _attached(method, given)
    if method in PLAIN:
        return method, given[PLAIN[method]]
    if method in WHOLE:
        return method, given
    return _TABLE[method](given)


def _attached(method: str, given: Values) -> tuple[str, object]:
    key = ATTACHED_KEYS[method]
    return key, {given.pop("name"): _alone(given, MAIN_OPTION.get(key))}


def _alone(given: Values, main: str | None) -> object:
    """Return options, or the one that may stand for all of them."""
    return given[main] if main is not None and list(given) == [main] else given


def _with_columns(key: str, given: Values) -> tuple[str, object]:
    """Return a key whose entries have names, or stand in a list."""
    name = given.pop("name", None)
    if name is not None and not isinstance(name, str):  # t.index(["a", "b"])
        given, name = {"columns": name, **given}, None
    value = _alone(given, "columns") if isinstance(given["columns"], list) else given
    return key, [value] if name is None else {name: value}


def _primary_key(given: Values) -> tuple[str, object]:
    return "primary_key", _alone(given, "columns")


def _check(given: Values) -> tuple[str, object]:
    return "checks", {given.pop("name"): _alone(given, "expression")}


def _exclude(given: Values) -> tuple[str, object]:
    elements = [
        {"column": one[0], "operator": one[1]} if isinstance(one, tuple) else one
        for one in given["elements"]
    ]
    return "exclusions", {given.pop("name"): {**given, "elements": elements}}


def _rename_field(given: Values) -> tuple[str, object]:
    old, new = given.pop("old"), given.pop("new")
    return "rename_fields", {old: {"to": new, **given} if given else new}


def _renamed_from(given: Values) -> tuple[str, object]:
    old = given.pop("old")
    return "renamed_from", {"table": old, **given} if given else old


def _backfill(given: Values) -> tuple[str, object]:
    return "backfills", {given.pop("column"): [given]}


def _privileges(key: str) -> Callable[[Values], tuple[str, object]]:
    return lambda given: (key, {given["roles"]: given["privileges"]})


_TABLE: dict[str, Callable[[Values], tuple[str, object]]] = {
    "primary_key": _primary_key,
    "unique": lambda given: _with_columns("unique", given),
    "index": lambda given: _with_columns("indexes", given),
    "check": _check,
    "exclude": _exclude,
    "not_null": lambda given: ("not_null", {given.pop("column"): _alone(given, "name")}),
    "alter_field": lambda given: ("alter_fields", {given.pop("name"): given}),
    "drop_field": lambda given: ("drop_fields", [given["name"]]),
    "rename_field": _rename_field,
    "renamed_from": _renamed_from,
    "rename_table": _renamed_from,
    "backfill": _backfill,
    "timestamps": lambda given: ("timestamps", given or True),
    "soft_delete": lambda given: ("soft_delete", given or True),
    "unlogged": lambda _: ("unlogged", True),
    "row_security": lambda given: ("row_security", given or True),
    "replica_identity": lambda given: ("replica_identity", _alone(given, "identity")),
    "storage": lambda given: ("storage", given),
    "partition": lambda given: ("partitions", {given.pop("name"): given}),
    "grant": _privileges("grants"),
    "revoke": _privileges("revokes"),
}


def _of_database(method: str, given: Values) -> tuple[str, object]:
    """Return the key for a call of a DatabaseSchema, and what it has."""
    if method in ("grant", "revoke"):
        return f"{method}s", [given]
    if method in LIST_KEYS:
        return LIST_KEYS[method], [given]
    if method in STAGED_KEYS:
        return STAGED_KEYS[method], [given["name"]]
    if method in ATTACHED_KEYS:
        return _attached(method, given)
    key, name = OBJECT_KEYS[method], given.pop("name")
    for argument in [a for a, value in given.items() if isinstance(value, SqlFile)]:
        given[f"{argument}_file"] = given.pop(argument).path
    return key, {name: _alone(given, MAIN_ARGUMENTS.get(key))} if given else name


def _merge(document: Values, key: str, value: object) -> None:
    """Put what a call says to what others said under the same key."""
    earlier = document.get(key)
    if isinstance(earlier, dict) and isinstance(value, dict):
        for name, entry in value.items():
            known = earlier.get(name)
            both = isinstance(known, list) and isinstance(entry, list)
            earlier[name] = [*known, *entry] if both else entry
    elif isinstance(earlier, list) and isinstance(value, list):
        earlier += value
    else:
        document[key] = value


def _plain(value: object) -> object:
    """Return a value in the words of YAML."""
    if isinstance(value, SqlText):
        return {"sql": value.text}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
