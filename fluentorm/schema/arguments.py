"""The arguments of a routine, read from the list that CREATE FUNCTION takes.

The grammar (manual, CREATE FUNCTION) is ``[mode] [name] type [DEFAULT | = expression]``. Whether a
first word is a name or the beginning of a type is decided as PostgreSQL does it: it is a name where
a type follows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from fluentorm.schema.tokens import Token, tokens
from fluentorm.schema.types import canonical_type
from fluentorm.values import dataclass

_MODIFIERS = re.compile(r"\s*\([\d, ]+\)")
_MODES = frozenset({"in", "out", "inout", "variadic"})
_INPUT = frozenset({"in", "inout", "variadic"})
# Words that begin a type of several words: what follows them is no type of its own.
_LONG_TYPES = frozenset(
    {"double", "character", "char", "bit", "national", "timestamp", "time", "interval"}
)
_LONG_TYPES_GO_ON = frozenset(
    {"precision", "varying", "with", "without", "character", "char", "year", "month", "day", "hour"}
    | {"minute", "second", "array"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument: ``mode`` is in, out, inout or variadic; ``type`` is canonical SQL text."""

    mode: str
    name: str | None
    type: str
    default: str | None


@lru_cache(maxsize=4096)
def arguments_of(text: str) -> tuple[Argument, ...]:
    """Return the arguments in a list as CREATE FUNCTION and CREATE AGGREGATE take it.

    A ``*`` (an aggregate without arguments) and an empty list are no arguments; ORDER BY, between
    the direct and the other arguments of an ordered-set aggregate, separates like a comma.
    """
    return tuple(_argument(part) for part in _parts(text))


def signature_of(text: str) -> str:
    """Return the types of the input arguments, which tell one overload from another.

    Their modifiers do not (manual, 36.6): PostgreSQL drops them. A hypothetical-set aggregate that
    is VARIADIC on both sides of ORDER BY has one argument for the two (manual, CREATE AGGREGATE).

    >>> signature_of("a numeric(10,2), OUT b text, VARIADIC c text[] DEFAULT '{}'")
    'numeric, text[]'
    """
    inputs = [one for one in arguments_of(text) if one.mode in _INPUT]
    if sum(one.mode == "variadic" for one in inputs) > 1:
        inputs.pop()
    return ", ".join(_MODIFIERS.sub("", one.type) for one in inputs)


def without_in(text: str) -> str:
    """Return a list as a server prints it without IN, which it says for procedures (from 14 on).

    >>> without_in("IN a text, INOUT b integer, IN c text DEFAULT 'IN d'::text")
    "a text, INOUT b integer, c text DEFAULT 'IN d'::text"
    """
    kept: list[str] = []
    begins = True
    for token in tokens(text):
        if token.kind == "space":
            kept.append("" if kept and kept[-1] == "" else token.text)
            continue
        kept.append("" if begins and token.text == "IN" else token.text)
        begins = token.text == ","  # inside of brackets no expression begins with IN
    return "".join(kept)


def _parts(text: str) -> list[list[Token]]:
    """Split at the commas outside all brackets, and at ORDER BY."""
    parts: list[list[Token]] = [[]]
    depth = 0
    solid = [token for token in tokens(text) if token.kind != "space"]
    for number, token in enumerate(solid):
        following = solid[number + 1].text.lower() if number + 1 < len(solid) else ""
        if token.text in ("(", "["):
            depth += 1
        elif token.text in (")", "]"):
            depth -= 1
        ordered = token.text.lower() == "order" and following == "by"
        if ordered or (depth == 0 and token.text == ","):
            parts.append([])
        elif not (
            token.text.lower() == "by" and number and solid[number - 1].text.lower() == "order"
        ):
            parts[-1].append(token)
    return [part for part in parts if part and [token.text for token in part] != ["*"]]


def _argument(part: Sequence[Token]) -> Argument:
    rest = list(part)
    mode = "in"
    if len(rest) > 1 and rest[0].kind == "word" and rest[0].text.lower() in _MODES:
        mode = rest.pop(0).text.lower()
        if mode == "in" and rest[0].text.lower() == "out" and len(rest) > 1:
            mode, _ = "inout", rest.pop(0)
    default = None
    for number, token in enumerate(rest):
        if (
            token.text == "="
            or token.text.lower() == "default"
            or (
                token.text == ":" and rest[number + 1 : number + 2] and rest[number + 1].text == "="
            )
        ):
            start = number + (2 if token.text == ":" else 1)
            default, rest = _joined(rest[start:]), rest[:number]
            break
    name = None
    if _begins_with_name(rest):
        token = rest.pop(0)
        name = token.name
    return Argument(mode=mode, name=name, type=canonical_type(_joined(rest)), default=default)


def _begins_with_name(rest: Sequence[Token]) -> bool:
    """Say whether the first of these words is a name that a type follows."""
    if len(rest) < 2 or rest[0].name is None or rest[1].name is None:
        return False
    first, second = rest[0], rest[1]
    if first.kind == "word" and first.text.lower() in _LONG_TYPES:
        return second.kind == "quoted" or second.text.lower() not in _LONG_TYPES_GO_ON
    return not (second.kind == "word" and second.text.lower() == "array" and len(rest) == 2)


def _joined(parts: Sequence[Token]) -> str:
    """Put tokens together with a space between words, and none where it would be odd."""
    text = ""
    for number, token in enumerate(parts):
        before = parts[number - 1] if number else None
        tight = (
            before is None
            or token.text in "(),.[]:"
            or before.text in "([.:"
            or "::" in (token.text, before.text)
        )
        text += token.text if tight else f" {token.text}"
    return text
