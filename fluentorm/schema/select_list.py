"""The names of a query's columns, read from its text where that is certain.

PostgreSQL takes another query for a view in place only where the columns stay and new ones come
last (manual, CREATE VIEW). Of a view that no server has read, the list behind SELECT tells them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from fluentorm.schema.tokens import Token, tokens

_END = frozenset(
    "from where group having window union intersect except order limit offset fetch for".split()
)
_OPEN, _CLOSE = frozenset("(["), frozenset(")]")


@lru_cache(maxsize=1024)
def column_names(query: str) -> tuple[str, ...] | None:
    """Return the names of the columns of a SELECT; None where the text does not tell them.

    >>> column_names("SELECT u.id, lower(name), count(*) AS n FROM users u")
    ('id', 'lower', 'n')
    >>> column_names("SELECT * FROM users"), column_names("TABLE users")
    (None, None)
    """
    solid = [token for token in tokens(query) if token.kind != "space"]
    if not solid or solid[0].text.lower() != "select":
        return None
    items = _items(solid[1:])
    if items and items[0] and items[0][0].text.lower() in ("distinct", "all"):
        if len(items[0]) > 1 and items[0][1].text.lower() == "on":
            return None
        items[0] = items[0][1:]
    names = [_name(item) for item in items]
    found = tuple(name for name in names if name is not None)
    return found if found and len(found) == len(names) else None


def _items(rest: Sequence[Token]) -> list[list[Token]]:
    """Split the list behind SELECT at its commas."""
    items: list[list[Token]] = [[]]
    depth = 0
    for token in rest:
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        if depth == 0 and token.kind == "word" and token.text.lower() in _END:
            break
        if depth == 0 and token.text == ",":
            items.append([])
        else:
            items[-1].append(token)
    return items


def _name(item: Sequence[Token]) -> str | None:
    """Return the name of one column: AS name, the last name of a path, or that of a function."""
    if not item:
        return None
    last = item[-1]
    if len(item) > 1 and item[-2].text.lower() == "as":
        return last.name
    if _is_path(item):
        return last.name
    opened = next((n for n, token in enumerate(item) if token.text == "("), None)
    if opened and last.text == ")" and _is_path(item[:opened]) and _closes(item, opened):
        return item[opened - 1].name
    return None


def _is_path(item: Sequence[Token]) -> bool:
    """Say whether this is a name, or several with dots between."""
    names, dots = item[::2], item[1::2]
    plain = all(token.name is not None for token in names) and all(t.text == "." for t in dots)
    return plain and len(item) % 2 == 1


def _closes(item: Sequence[Token], opened: int) -> bool:
    """Say whether the parenthesis that is opened there is closed by the last token."""
    depth = 0
    for number, token in enumerate(item[opened:], start=opened):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return number == len(item) - 1
    return False
