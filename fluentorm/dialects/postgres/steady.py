"""Expressions that PostgreSQL reads as it prints them.

Two things that it prints it reads as something else, printed with other words, equal as they are:

A cast of an ARRAY constructor is read as a cast of its elements (``transformTypeCast`` in
``parse_expr.c``), but printed where the array as a whole is cast, as for ``code IN ('a', 'b')``
over a varchar: ``(code)::text = ANY ((ARRAY['a'::character varying, ...])::text[])``. With its own
type named first, the array stays a whole.

An AND at the left end of an AND is read as one with it (``makeAndExpr`` in ``gram.y``), but printed
where BETWEEN or IN made it: ``((a >= 1) AND (a <= 5)) AND (b = 2)``. A cast to boolean, which
leaves no trace, keeps them apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from fluentorm.schema.tokens import Token, tokens

_OPENING, _CLOSING = "([", ")]"
_CONNECTIVES = frozenset({"and", "or"})
_AFTER_GROUP = re.compile(r"\)\s+(?:AND|OR)\b")


def steady(text: str) -> str:
    """Return an SQL text that is printed again as it was.

    >>> steady("x = ANY ((ARRAY['a'::character varying])::text[])")
    "x = ANY ((ARRAY['a'::character varying]::character varying[])::text[])"
    >>> steady("(((a >= 1) AND (a <= 5)) AND (b = 2))")
    '(((a >= 1) AND (a <= 5))::boolean AND (b = 2))'
    """
    return _steady(text) if "])::" in text or _AFTER_GROUP.search(text) else text


@lru_cache(maxsize=4096)
def _steady(text: str) -> str:
    found = [token for token in tokens(text) if token.kind != "space"]
    added = {**_whole_arrays(found), **_left_groups(found)}
    if not added:
        return text
    solid, pieces = -1, []
    for token in tokens(text):
        pieces.append(token.text)
        solid += token.kind != "space"
        if token.kind != "space" and solid in added:
            pieces.append(added[solid])
    return "".join(pieces)


def _left_groups(found: Sequence[Token]) -> dict[int, str]:
    """Return the casts that follow an AND within parentheses at the left end of an AND, or OR."""
    added, open_groups = {}, []
    for position, token in enumerate(found):
        if token.text in _OPENING:
            open_groups.append((position, set[str]()))
        elif token.text in _CLOSING and open_groups:
            start, inside = open_groups.pop()
            following = _name(found, position + 1)
            first = _text(found, start - 1) in ("", "(")
            if first and following in _CONNECTIVES and inside == {following}:
                added[position] = "::boolean"
        elif open_groups and not _is_printed(token):
            open_groups[-1][1].add(token.text)
        elif open_groups and token.name in _CONNECTIVES and token.kind == "word":
            open_groups[-1][1].add(token.name)
    return added


def _is_printed(token: Token) -> bool:
    """Say whether this may stand between AND and AND where PostgreSQL has put the parentheses."""
    return token.text in (".", "::") or token.name not in (None, "between")


def _name(found: Sequence[Token], position: int) -> str | None:
    token = found[position] if position < len(found) else None
    return token.name if token is not None and token.kind == "word" else None


def _whole_arrays(found: Sequence[Token]) -> dict[int, str]:
    """Return the casts that follow ``ARRAY[...]`` where it is cast as a whole."""
    added = {}
    for start, token in enumerate(found):
        if token.kind != "word" or token.name != "array" or _text(found, start + 1) != "[":
            continue
        end = _closing(found, start + 1)
        around = (_text(found, start - 1), _text(found, end + 1), _text(found, end + 2))
        kind = _element_type(found[start + 2 : end]) if around == ("(", ")", "::") else None
        if kind is not None:
            added[end] = f"::{kind}[]"
    return added


def _text(found: Sequence[Token], position: int) -> str:
    return found[position].text if 0 <= position < len(found) else ""


def _closing(found: Sequence[Token], opening: int) -> int:
    depth = 0
    for position in range(opening, len(found)):
        depth += (found[position].text in _OPENING) - (found[position].text in _CLOSING)
        if depth == 0:
            return position
    return len(found)


def _element_type(inside: Sequence[Token]) -> str | None:
    """Return the type that all elements are cast to; whole numbers have one without a cast."""
    kinds = {_type_of(element) for element in _elements(inside)}
    return kinds.pop() if len(kinds) == 1 else None


def _elements(inside: Sequence[Token]) -> list[list[Token]]:
    elements: list[list[Token]] = [[]]
    depth = 0
    for token in inside:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if token.text == "," and depth == 0:
            elements.append([])
        else:
            elements[-1].append(token)
    return elements


def _type_of(element: Sequence[Token]) -> str | None:
    depth, cast = 0, None
    for position, token in enumerate(element):
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        cast = position if token.kind == "cast" and depth == 0 else cast
    if cast is not None:
        return _type(element[cast + 1 :])
    if len(element) == 1 and element[0].text.isdecimal():
        return "integer" if int(element[0].text) < 1 << 31 else "bigint"
    return None


def _type(words: Sequence[Token]) -> str | None:
    """Return the text of a type; an array is no element."""
    text = ""
    for token in words:
        tight = not text or token.text in "(),." or text[-1] in "(."
        text += token.text if tight else f" {token.text}"
    return None if "[" in text else text
