"""The objects beside tables and enums, as the sections of the snapshot that hold them.

One object a line; where one has a text of several lines or parts of its own, those have a line
each. What is written of an object follows from its class: every field that is compared and does
not equal its default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import Field, fields
from functools import cache
from typing import Any, NamedTuple, cast

from fluentorm.schema.database_objects import (
    Aggregate,
    Attribute,
    Collation,
    CompositeType,
    DatabaseObject,
    DefaultPrivileges,
    Domain,
    DomainCheck,
    EventTrigger,
    Extension,
    MaterializedView,
    Namespace,
    Policy,
    Publication,
    PublishedTable,
    RangeType,
    Routine,
    Rule,
    Sequence,
    Statistics,
    Trigger,
    View,
    ViewColumn,
)
from fluentorm.schema.refs import Kind, Ref
from fluentorm.snapshot.constraints import decode_index, encode_index
from fluentorm.snapshot.tables import dump_json
from fluentorm.snapshot.values import (
    JsonDict,
    decode_options,
    decode_privileges,
    decode_sequence,
    decode_text,
    encode_options,
    encode_privileges,
    encode_sequence,
    encode_text,
)

SECTIONS: Mapping[str, type] = {
    "namespaces": Namespace,
    "extensions": Extension,
    "collations": Collation,
    "domains": Domain,
    "composite_types": CompositeType,
    "range_types": RangeType,
    "sequences": Sequence,
    "routines": Routine,
    "aggregates": Aggregate,
    "views": View,
    "materialized_views": MaterializedView,
    "triggers": Trigger,
    "rules": Rule,
    "policies": Policy,
    "statistics": Statistics,
    "event_triggers": EventTrigger,
    "publications": Publication,
    "default_privileges": DefaultPrivileges,
}
"""The name of each section, in the order in which they stand, and what is in it."""


class _Codec(NamedTuple):
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


class _Field(NamedTuple):
    name: str
    default: Any
    codec: _Codec


def section_texts(objects: Mapping[Ref, DatabaseObject]) -> Iterator[str]:
    """Yield a line or more for each section that is not empty: ``"views": [...]``."""
    by_class: dict[type, list[DatabaseObject]] = {}
    for item in objects.values():
        by_class.setdefault(type(item), []).append(item)
    for name, cls in SECTIONS.items():
        if found := by_class.get(cls):
            yield f'  "{name}": [\n' + ",\n".join(map(object_text, found)) + "\n  ]"


def object_text(item: DatabaseObject) -> str:
    """Return an object's part of the snapshot: the same for objects that are equal."""
    data = encode_object(item)
    if not any(_spreads(value) for value in data.values()):
        return f"    {dump_json(data)}"
    lines = ",\n".join(_part(key, value) for key, value in data.items())
    return f"    {{\n{lines}\n    }}"


def decode_sections(data: Mapping[str, list[JsonDict]]) -> dict[Ref, DatabaseObject]:
    """Return the objects that ``section_texts`` was given, by reference.

    Raises KeyError, TypeError or ValueError for data of another shape.
    """
    objects = (decode_object(name, item) for name, items in data.items() for item in items)
    return {item.ref: item for item in objects}


def encode_object(item: DatabaseObject) -> JsonDict:
    """Return an object as a dict."""
    return _encode(item)


def decode_object(section: str, data: JsonDict) -> DatabaseObject:
    """Return the object that ``encode_object`` was given, of the kind that a section holds."""
    return cast("DatabaseObject", _decode(SECTIONS[section], data))


def _spreads(value: object) -> bool:
    """Say whether a value has a line for each of its items: texts, and parts with attributes."""
    if not isinstance(value, list):
        return False
    return isinstance(value, _Lines) or any(isinstance(item, dict) for item in value)


def _part(key: str, value: Any) -> str:
    if not _spreads(value):
        return f'      "{key}": {dump_json(value)}'
    lines = ",\n".join(f"        {dump_json(item)}" for item in value)
    return f'      "{key}": [\n{lines}\n      ]'


class _Lines(list[str]):
    """A text of several lines, to tell it from a list of short words."""


def _encode(item: Any) -> JsonDict:
    return {
        name: codec.encode(value)
        for name, default, codec in _written(type(item))  # type: ignore[arg-type]  # mypy: a class has no hash
        if (value := getattr(item, name)) != default
    }


def _decode(cls: type, data: JsonDict) -> Any:
    codecs = {name: codec for name, _, codec in _written(cls)}
    return cls(**{key: codecs[key].decode(value) for key, value in data.items()})


@cache
def _written(cls: type) -> tuple[_Field, ...]:
    """Return the fields of a class that belong to the state, in their order."""
    found: Iterable[Field[Any]] = fields(cls)
    return tuple(
        _Field(item.name, item.default, _BY_TYPE.get(str(item.type), _PLAIN))
        for item in found
        if item.compare
    )


def _encode_lines(text: str) -> str | list[str]:
    data = encode_text(text)
    return data if isinstance(data, str) else _Lines(data)


def _several(encode: Callable[[Any], Any], decode: Callable[[Any], Any]) -> _Codec:
    return _Codec(
        lambda items: [encode(item) for item in items],
        lambda data: tuple(decode(item) for item in data),
    )


def _nested(cls: type) -> _Codec:
    return _several(_encode, lambda data: _decode(cls, data))


def _encode_ref(ref: Ref) -> list[str]:
    return [ref.name] if ref.part is None else [ref.name, ref.part]


def _decode_column(data: list[str]) -> Ref:
    return Ref(Kind.COLUMN, *data)


_PLAIN = _Codec(lambda value: value, lambda value: value)
_TEXT = _Codec(_encode_lines, decode_text)
# By the annotation of a field; numbers, flags and words are plain.
_BY_TYPE: Mapping[str, _Codec] = {
    "str": _TEXT,
    "str | None": _TEXT,
    "tuple[str, ...]": _Codec(list, tuple),
    "Options": _Codec(encode_options, decode_options),
    "SequenceOptions": _Codec(encode_sequence, decode_sequence),
    "Privileges": _Codec(encode_privileges, decode_privileges),
    "Ref | None": _Codec(_encode_ref, _decode_column),
    "tuple[Index, ...]": _several(encode_index, decode_index),
    "tuple[DomainCheck, ...]": _nested(DomainCheck),
    "tuple[Attribute, ...]": _nested(Attribute),
    "tuple[ViewColumn, ...]": _nested(ViewColumn),
    "tuple[PublishedTable, ...]": _nested(PublishedTable),
}
