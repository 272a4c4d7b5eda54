"""What a query's text tells of its columns: their names, and whether they get other types.

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
# What these give has the type of an argument.
_KEEP_TYPES = frozenset("coalesce nullif greatest least min max abs round trunc lag lead".split())
_OF_TYPES, _IN_TYPES = frozenset({"word", "quoted", "number"}), frozenset("()[].,")
_OPEN, _CLOSE = frozenset("(["), frozenset(")]")


@lru_cache(maxsize=1024)
def column_names(query: str) -> tuple[str, ...] | None:
    """Return the names of the columns of a SELECT; None where the text does not tell them.

    >>> column_names("SELECT u.id, lower(name), count(*) AS n FROM users u")
    ('id', 'lower', 'n')
    >>> column_names("SELECT * FROM users"), column_names("TABLE users")
    (None, None)
    """
    names = [_name(item) for item in _selected(query)]
    found = tuple(name for name in names if name is not None)
    return found if found and len(found) == len(names) else None


def retypes(before: str, after: str) -> bool:
    """Say whether a column of one SELECT must be taken to have another type in the other.

    Where no server tells the types, a cast does, and functions with different names are taken to
    give different types; a column and an operator tell nothing.

    >>> retypes("SELECT id::text FROM users", "SELECT id::integer FROM users")
    True
    >>> retypes("SELECT lower(name) FROM users", "SELECT lower(email) FROM users")
    False
    """
    pairs = zip(_selected(before), _selected(after), strict=False)
    return any(_has_another_type(_expression(one), _expression(other)) for one, other in pairs)


def _selected(query: str) -> list[list[Token]]:
    """Return what stands between the commas behind SELECT; nothing where that is not certain."""
    solid = [token for token in tokens(query) if token.kind != "space"]
    if not solid or solid[0].text.lower() != "select":
        return []
    items = _items(solid[1:])
    if items and items[0] and items[0][0].text.lower() in ("distinct", "all"):
        if len(items[0]) > 1 and items[0][1].text.lower() == "on":
            return []
        items[0] = items[0][1:]
    return items


def _expression(item: Sequence[Token]) -> Sequence[Token]:
    """Return an item of the list without its name."""
    named = len(item) > 2 and item[-2].text.lower() == "as"
    return item[:-2] if named else item


def _has_another_type(before: Sequence[Token], after: Sequence[Token]) -> bool:
    one, other = _cast(before), _cast(after)
    if one or other:
        return one != other
    name, another = _called(before), _called(after)
    if name in _KEEP_TYPES or another in _KEEP_TYPES:
        return False
    return name != another


def _cast(item: Sequence[Token]) -> str | None:
    """Return the type that an expression is cast to at last: ``n::text``, ``CAST(n AS text)``."""
    depth, start = 0, None
    for number, token in enumerate(item):
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        if depth == 0 and token.text == "::":
            start = number + 1
    if start is not None:
        kind = item[start:]
        is_type = all(token.kind in _OF_TYPES or token.text in _IN_TYPES for token in kind)
        return "".join(token.text.lower() for token in kind) if is_type else None
    if _called(item) == "cast":
        places = [number for number, token in enumerate(item) if token.text.lower() == "as"]
        return "".join(t.text.lower() for t in item[places[-1] + 1 : -1]) if places else None
    return None


def _called(item: Sequence[Token]) -> str | None:
    """Return the name of the function that an expression calls at last."""
    opened = next((n for n, token in enumerate(item) if token.text == "("), None)
    if opened and item[-1].text == ")" and _is_path(item[:opened]) and _closes(item, opened):
        return item[opened - 1].name
    return None


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
    return _called(item)


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
