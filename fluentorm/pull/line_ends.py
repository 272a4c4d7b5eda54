"""Carriage returns in SQL: a file would take those inside of strings for line ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from fluentorm.schema.sql_text import quote_literal
from fluentorm.schema.tokens import tokens

_Value = TypeVar("_Value")
# What a migration has as a string of its own, which escapes them.
_STRINGS = frozenset({"comment", "values", "labels"})


def with_escapes(value: _Value) -> _Value:
    r"""Return a model, or a part of one, whose SQL has carriage returns as ``\r`` only.

    To a server both are the same.
    """
    found: _Value = _escaped(value)
    return found


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return escaped(value) if "\r" in value else value
    if is_dataclass(value) and not isinstance(value, type):
        return _fields_escaped(value)
    if isinstance(value, Mapping):
        pairs = {key: _escaped(item) for key, item in value.items()}
        return pairs if any(pairs[key] is not value[key] for key in pairs) else value
    if isinstance(value, tuple):
        items = [_escaped(item) for item in value]
        if all(new is old for new, old in zip(items, value, strict=True)):
            return value
        return value._make(items) if hasattr(value, "_make") else type(value)(items)
    return value


def _fields_escaped(value: Any) -> Any:
    changes = {}
    for field in fields(value):
        old = getattr(value, field.name)
        is_text = field.name == "body" and not getattr(value, "atomic", False)
        if field.name not in _STRINGS and not is_text and field.name != "depends":
            new = _escaped(old)
            if new is not old:
                changes[field.name] = new
    return replace(value, **changes) if changes else value


def escaped(sql: str) -> str:
    r"""Return SQL with the carriage returns of its strings escaped (manual, 4.1.2.2).

    >>> escaped("a = 'x\r\n'::text")
    "a = E'x\\r\n'::text"
    """
    return "".join(
        quote_literal(token.text[1:-1].replace("''", "'"))
        if token.kind == "literal" and "\r" in token.text
        else token.text.replace("\r", "\\r")
        if token.kind == "escape"
        else token.text
        for token in tokens(sql)
    )
