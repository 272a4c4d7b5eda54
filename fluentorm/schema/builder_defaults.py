"""A column's default: from a Python value or the author's text to one SQL expression.

Each function returns the expression, None for no default, or raises ``WrongDefault`` with a
message that begins with the value; the builder puts column and place before it.
"""

from __future__ import annotations

import json
import re
from enum import Enum as PythonEnum
from typing import Any

from fluentorm.schema.builder_text import plain, sql_text, storable
from fluentorm.schema.sql_text import SqlText, literal, quote_literal
from fluentorm.schema.types import split_type

_NUMBERS = frozenset(
    {"smallint", "integer", "bigint", "real", "double precision", "numeric", "boolean"}
)
_INTEGERS = frozenset({"smallint", "integer", "bigint"})
_TEXTS = frozenset({"text", "character varying", "character", "json", "jsonb", "bytea", "name"})
_JSON = frozenset({"json", "jsonb"})
_BOOLEANS = frozenset("true false t f yes no y n on off 1 0".split())

# Words that are expressions by themselves (manual 9.9.5 and 9.27); the first five are the
# forerunner's rule, which holds for every type.
_EXPRESSIONS = frozenset({"true", "false", "null", "NULL", "CURRENT_TIMESTAMP"})
_TIME_WORDS = frozenset(
    "current_timestamp current_date current_time localtime localtimestamp".split()
)
_QUOTED = re.compile(r"'(?:[^']|'')*'(?:\s*::.+)?", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_NULL = re.compile(r"\(*\s*null\s*\)*(\s*::.+)?", re.IGNORECASE)


class WrongDefault(ValueError):
    """A default that the column's type cannot take; ``hint`` names the fix."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def python_default(
    value: object, type_: str, enum_values: tuple[str, ...] | None = None
) -> str | None:
    r"""Return the expression for ``default=``: the value quoted for the type, ``sql(...)`` as is.

    >>> python_default("it's", "text"), python_default({"a": 1}, "jsonb")
    ("'it''s'", '\'{"a": 1}\'')
    """
    if value is None:
        return None
    if isinstance(value, SqlText):
        return _no_null(sql_text(_storable(value.text)))
    if isinstance(value, PythonEnum) and isinstance(value.value, str):
        value = value.value
    parts = split_type(type_)
    if parts.base in _JSON and not parts.array:
        return _json(value)
    if isinstance(value, str):
        _check_text(value, type_, parts.base, parts.array)
        _check_enum(value, enum_values, array=parts.array)
        return quote_literal(value)
    _check_value(value, parts.base, parts.array, type_)
    if isinstance(value, list | tuple):
        value = [_plain_element(item, enum_values) for item in value]
        if parts.base in _JSON:
            value = [None if item is None else _dump(item) for item in value]
    try:
        text = _storable(literal(value))
    except (TypeError, RecursionError) as error:
        raise WrongDefault(
            f"a {type(value).__name__} cannot be a default", 'write default=sql("...")'
        ) from error
    return text


def text_default(
    value: object, type_: str, enum_values: tuple[str, ...] | None = None
) -> str | None:
    """Return the expression for ``default_value=``, the forerunner's rule.

    Text is quoted unless the type is a number or boolean, or the text is a known word, a call
    (``now()``), or quoted already. What is no text is taken as ``default=`` takes it.

    >>> text_default("#3B82F6", "text"), text_default("'#3B82F6'", "text")
    ("'#3B82F6'", "'#3B82F6'")
    """
    if not isinstance(value, str):
        return python_default(value, type_, enum_values)
    parts = split_type(type_)
    text = _storable(value).strip()
    if _is_expression(text, parts.base):
        return _no_null(sql_text(text))
    if _QUOTED.fullmatch(text):
        return sql_text(text)
    if len(text) > 1 and text[0] == text[-1] == "'":
        raise WrongDefault(
            f"{value} is quoted, but has a single quote inside",
            f"write default={text[1:-1]!r}, which is quoted for you",
        )
    if parts.base in _NUMBERS and not parts.array:
        if _NUMBER.fullmatch(text) or text.lower() in _BOOLEANS:
            return text
        raise WrongDefault(f'"{value}" is no {parts.base}', _NO_DEFAULT.get(text))
    _check_text(value, type_, parts.base, parts.array)
    _check_enum(value, enum_values, array=parts.array)
    return quote_literal(value)


_NO_DEFAULT = dict.fromkeys(
    ("skip", "nil", "None", "none", ""), "for no default write default=None"
)


def _is_expression(text: str, base: str) -> bool:
    return (
        text in _EXPRESSIONS
        or ("(" in text and text.endswith(")"))
        or (base not in _TEXTS and text.lower() in _TIME_WORDS)
    )


def _no_null(text: str) -> str | None:
    # PostgreSQL stores no default for a NULL constant (AddRelationNewConstraints in heap.c).
    return None if _NULL.fullmatch(text.strip()) else text


def _storable(text: str) -> str:
    if not storable(text):
        raise WrongDefault(f"{text!a} has a character that PostgreSQL cannot store")
    return plain(text)


def _plain_element(item: object, enum_values: tuple[str, ...] | None) -> object:
    if isinstance(item, PythonEnum) and isinstance(item.value, str):
        item = item.value
    _check_enum(item, enum_values, array=False)
    return item


def _json(value: object) -> str:
    if not isinstance(value, str):
        return quote_literal(_dump(value))
    try:
        json.loads(value)
    except ValueError as error:
        raise WrongDefault(
            f'"{value}" is no JSON', 'give Python data, such as default={"a": 1}'
        ) from error
    return quote_literal(_storable(value))


def _dump(value: object) -> str:
    try:
        return _storable(json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False))
    except WrongDefault:
        raise
    except (TypeError, ValueError) as error:
        raise WrongDefault(f"{value!r} cannot be written as JSON") from error


def _check_text(value: str, type_: str, base: str, array: bool) -> None:
    """Refuse text that the type cannot read, where that is certain."""
    _storable(value)
    if array:
        if not (value.startswith(("{", "[")) and value.endswith("}")):
            raise WrongDefault(f'"{value}" is no array', "give a list, such as default=[]")
        return
    if base in _TEXTS:
        return
    if _is_expression(value, base):
        raise WrongDefault(
            f'"{value}" is text, but the column is {type_}', f'write default=sql("{value}")'
        )
    wrong = (
        (base in _INTEGERS and not re.fullmatch(r"\s*[+-]?\d+\s*", value))
        or (base == "boolean" and value.strip().lower() not in _BOOLEANS)
        or (base == "uuid" and not _is_uuid(value))
    )
    if wrong:
        raise WrongDefault(f'"{value}" is no {base}', _NO_DEFAULT.get(value))


def _is_uuid(value: str) -> bool:
    import uuid  # which takes long to import

    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True


def _check_enum(value: Any, values: tuple[str, ...] | None, *, array: bool) -> None:
    if values is None or array or value is None or value in values:
        return
    from fluentorm.schema.nearest import nearest

    near = nearest(str(value), values)
    hint = f'did you mean "{near}"?' if near else f"the values are: {', '.join(values)}"
    raise WrongDefault(f'"{value}" is no value of the enum', hint)


def _check_value(value: object, base: str, array: bool, type_: str) -> None:
    """Refuse a Python value of a kind that the column cannot hold, where that is certain."""
    if isinstance(value, list | tuple):
        if not array:
            raise WrongDefault(f"a list is no {type_}", "add array=True, if the column is one")
    elif array:
        raise WrongDefault(f"{value!r} is no array", f"write default=[{value!r}]")
    elif isinstance(value, bool):
        if base in _NUMBERS and base != "boolean":
            raise WrongDefault(f"{value} is no {base}", f"write default={int(value)}")
    elif isinstance(value, int | float) and base in ("boolean", "uuid"):
        hint = f"write default={bool(value)}" if base == "boolean" else None
        raise WrongDefault(f"{value!r} is no {base}", hint)
    elif isinstance(value, float) and base in _INTEGERS:
        raise WrongDefault(f"{value!r} is no {base}")
    elif isinstance(value, dict):
        raise WrongDefault(f"a dict is no {type_}", "a dict is for json and jsonb columns")
