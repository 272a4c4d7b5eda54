"""Values of Python as seeds have them, and values of seeds as text that PostgreSQL reads.

Everything travels as text and is cast to its column's type by the server: so a number keeps its
digits, and a word like ``yes`` stays a word in a text column.
"""

from __future__ import annotations

import datetime
import decimal
import enum
import json
import math
import uuid
from collections.abc import Mapping
from typing import assert_never

from fluentorm.seeds.rows import NULL, Named, Reference, Scalar, Several, Value


def value_of(value: object) -> Value:
    """Return a value of Python as a seed's. Raises TypeError for one that means nothing here."""
    if isinstance(value, Scalar | Several | Named | Reference):
        return value
    if isinstance(value, enum.Enum):
        value = value.value
    if isinstance(value, Mapping):
        return Named(items={str(key): value_of(item) for key, item in value.items()})
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value) if isinstance(value, set | frozenset) else value
        return Several(items=tuple(value_of(item) for item in items))
    return _scalar(value)


def _scalar(value: object) -> Scalar:
    match value:
        case None:
            return NULL
        case bool():
            return Scalar(text="true" if value else "false", data=value)
        case str() | int():
            return Scalar(text=str(value), data=value)
        case float():
            return Scalar(text=_float(value), data=value if math.isfinite(value) else str(value))
        case bytes() | bytearray() | memoryview():
            text = "\\x" + bytes(value).hex()
        case datetime.datetime() | datetime.date() | datetime.time():
            text = value.isoformat()
        case datetime.timedelta():
            text = f"{value.days} days {value.seconds}.{value.microseconds:06} seconds"
        case uuid.UUID() | decimal.Decimal():
            text = str(value)
        case _:
            raise TypeError(f"{type(value).__name__} is no type of a seed's value")
    return Scalar(text=text, data=text)


def _float(value: float) -> str:
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(value)


def text_of(value: Value, type_name: str) -> str | None:
    """Return what a value is in a column of that type; None is NULL.

    A string in a JSON column is a JSON string. Raises ValueError, in an author's words, for a
    shape that the type has not, and for a reference within a list or a mapping.
    """
    if isinstance(value, Scalar) and value.text is None:
        return None
    if type_name in ("json", "jsonb"):
        return json.dumps(_data(value), ensure_ascii=False)
    match value:
        case Scalar():
            return value.text
        case Several():
            if not type_name.endswith("[]"):
                raise ValueError(f"is a list, and the column is {type_name}")
            return _array(value, type_name.removesuffix("[]"))
        case Named():
            raise ValueError(f"is a mapping, and the column is {type_name}")
        case Reference():
            raise ValueError("is a reference inside of another value")
    assert_never(value)


def _array(value: Several, element: str) -> str:
    """Return an array as PostgreSQL writes one (manual 8.15.6)."""
    delimiter = ";" if element == "box" else ","
    parts = []
    for item in value.items:
        if isinstance(item, Several) and element not in ("json", "jsonb"):
            parts.append(_array(item, element))
            continue
        text = text_of(item, element)
        quoted = "NULL" if text is None else _quoted(text)
        parts.append(quoted)
    return "{" + delimiter.join(parts) + "}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _data(value: Value) -> object:
    match value:
        case Scalar():
            return value.data
        case Several():
            return [_data(item) for item in value.items]
        case Named():
            return {name: _data(item) for name, item in value.items.items()}
        case Reference():
            raise ValueError("is a reference inside of another value")
    assert_never(value)
