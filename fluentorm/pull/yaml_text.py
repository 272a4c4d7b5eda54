"""Data as YAML: short things on a line between braces, texts of several lines as blocks.

What YAML would read as something else is quoted, in double quotes as JSON has them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from fluentorm.schema.sql_text import SqlText

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 100
_STEP = "  "
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./()-]+)*")
# What YAML 1.1 takes for a flag, for nothing or for a number.
_MEANING = frozenset("true false yes no on off y n null".split())
_BLOCK = re.compile(
    r"[^\S\n\t ]|[^\n\t\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff"
)


def document(data: Mapping[str, object], *, blocks: bool = True) -> str:
    """Return a mapping as a YAML document; without ``blocks`` no text has several lines."""
    return "".join(f"{line}\n" for line in _Writer(blocks).mapping(data, 0))


class _Writer:
    """Writes data as lines of YAML."""

    def __init__(self, blocks: bool) -> None:
        self._blocks = blocks

    def mapping(self, data: Mapping[str, object], indent: int) -> Iterator[str]:
        """Yield a mapping, one key below the other."""
        for key, value in data.items():
            yield from self._entry(f"{_STEP * indent}{_scalar(str(key))}:", value, indent)

    def _entry(self, head: str, value: object, indent: int) -> Iterator[str]:
        """Yield a value behind its key or its dash; ``indent`` is that of the line."""
        block = _block(value, indent) if self._blocks else None
        if block is not None:
            yield from (f"{head} {block[0]}", *block[1:])
        elif self._is_flat(head, value, indent):
            yield f"{head} {_flat(value)}"
        elif isinstance(value, Mapping):
            yield head
            yield from self.mapping(value, indent + 1)
        elif isinstance(value, list):
            yield head
            yield from self._sequence(value, indent + 1)

    def _is_flat(self, head: str, value: object, indent: int) -> bool:
        if not isinstance(value, Mapping | list) or not value:
            return True
        if self._blocks and _has_block(value):
            return False
        # What stands at the top by name has a line for each name.
        short = indent > 0 or not self._blocks or (isinstance(value, list) and _is_plain(value))
        return short and len(f"{head} {_flat(value)}") <= WIDTH

    def _sequence(self, items: list[object], indent: int) -> Iterator[str]:
        margin = _STEP * indent
        for item in items:
            head = f"{margin}-"
            if isinstance(item, Mapping) and not self._is_flat(head, item, 1):
                # The first key stands behind the dash, the others below it.
                first, *rest = self.mapping(item, indent + 1)
                yield f"{head} {first.lstrip()}"
                yield from rest
            else:
                yield from self._entry(head, item, max(1, indent))


def _is_plain(items: list[object]) -> bool:
    return not any(isinstance(item, Mapping | list) for item in items)


def _block(value: object, indent: int) -> list[str] | None:
    """Return a text of several lines as a block, its sign first; None where it cannot be one."""
    text = value.text if isinstance(value, SqlText) else value
    if not isinstance(text, str) or isinstance(value, SqlText) or "\n" not in text.strip("\n"):
        return None
    if _BLOCK.search(text):
        return None
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    sign = "|" + ("-" if ends == 0 else "" if ends == 1 else "+")
    first = body.lstrip("\n")
    if first.startswith((" ", "\t")):
        sign = f"|{len(_STEP)}" + sign[1:]
    margin = _STEP * (indent + 1)
    lines = [f"{margin}{line}" if line else "" for line in body.split("\n")]
    return [sign, *lines, *[""] * max(0, ends - 1)]


def _has_block(value: object) -> bool:
    match value:
        case str():
            return "\n" in value.strip("\n")
        case Mapping():
            return any(map(_has_block, value.values()))
        case list():
            return any(map(_has_block, value))
        case _:
            return False


def _flat(value: object) -> str:
    match value:
        case SqlText(text=text):
            return f"{{sql: {_scalar(text)}}}"
        case str():
            return _scalar(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case Mapping():
            items = ", ".join(f"{_scalar(str(k))}: {_flat(v)}" for k, v in value.items())
            return f"{{{items}}}"
        case list() | tuple():
            return f"[{', '.join(map(_flat, value))}]"
        case _:
            raise TypeError(f"a {type(value).__name__} is no value of a YAML file")


def _scalar(text: str) -> str:
    plain = _WORD.fullmatch(text) is not None and text.lower() not in _MEANING
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    """Return JSON, whose strings are YAML's; what YAML cannot hold as it is, is escaped."""
    return re.sub(
        r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029]",
        lambda match: f"\\u{ord(match[0]):04x}",
        json.dumps(text, ensure_ascii=False),
    )
