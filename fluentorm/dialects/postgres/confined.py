"""Whether a migration stays within one namespace, so that it can be run in that of a tenant.

What it names plainly is found through the search path, which is the tenant's. Refused is what names
another namespace, sets a search path of its own, or makes what belongs to the whole database:
the second tenant would find the first one's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.splitter import Unterminated, line_column, split_if_whole, tokens
from fluentorm.dialects.postgres.words import Words
from fluentorm.errors import Place
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from fluentorm.dialects.base import Script

_VERBS = ("create", "alter", "drop", "comment on", "security label on")
# What a database has once, as the words after the verb say.
_WHOLE = (
    "extension",
    "schema",
    "database",
    "role",
    "user",
    "group",
    "tablespace",
    "event trigger",
    "publication",
    "subscription",
    "cast",
    "language",
    "trusted language",
    "server",
    "foreign data wrapper",
    "access method",
)
_QUALIFIED = re.compile(r'(?:"((?:[^"]|"")+)"|\b([A-Za-z_][\w$]*))\s*\.')
_PATH = re.compile(r"\bset_config\s*\(\s*'search_path'", re.IGNORECASE)
_SYSTEM = ("pg_catalog", "information_schema", "pg_temp")


@dataclass(frozen=True, slots=True)
class Outside:
    """What leaves the namespace of a tenant, and where it is written."""

    what: str
    place: Place


def leaving(script: Script, namespaces: Collection[str]) -> Outside | None:
    """Return the first thing in a script that leaves its namespace, None where nothing does.

    ``namespaces`` are those that there are; of the names of ``candidates`` is enough.
    """
    for outside in _whole(script):
        return outside
    text = _without_comments(script.text)
    for match in _QUALIFIED.finditer(text):
        name = _name(match)
        if name in namespaces:
            return Outside(f'names the namespace "{name}"', _place(script, match.start()))
    return None


@lru_cache(maxsize=4096)
def candidates(text: str) -> frozenset[str]:
    """Return the names in a text that may be those of namespaces: something follows with a dot."""
    found = {_name(match) for match in _QUALIFIED.finditer(_without_comments(text))}
    return frozenset(found - set(_SYSTEM))


def _whole(script: Script) -> Iterator[Outside]:
    """Yield the statements that touch more than a namespace."""
    if script.code is not None:
        return
    for statement in split_if_whole(script.text):
        text = script.text[statement.start : statement.end]
        kind = _kind(text)
        if kind is not None:
            what = f"is about a whole database: {kind.upper()}"
            yield Outside(what, _place(script, statement.start))
        words = Words(text)
        if words.take("set"):
            words.skip("session", "local")
            if words.peek() in ("search_path", "schema"):
                yield Outside("sets a search path", _place(script, statement.start))
        path = _PATH.search(text)
        if path:
            yield Outside("sets a search path", _place(script, statement.start + path.start()))


def _kind(text: str) -> str | None:
    """Return what of a whole database a statement makes or changes."""
    for verb in _VERBS:
        words = Words(text)
        if words.take(*verb.split()):
            words.skip("or replace")
            return next((kind for kind in _WHOLE if words.take(*kind.split())), None)
    return None


@lru_cache(maxsize=4096)
def _without_comments(text: str) -> str:
    """Return a text with blanks for its comments, and so the same offsets."""
    parts, end = [], 0
    try:
        for _, token, start, stop in tokens(text):
            parts += [" " * (start - end), token]
            end = stop
    except Unterminated:  # or the source of Python
        return text
    return "".join(parts)


def _name(match: re.Match[str]) -> str:
    return match[1].replace('""', '"') if match[1] else match[2].lower()


def _place(script: Script, offset: int) -> Place:
    line, column = line_column(script.text, offset)
    return Place(script.path, line, column)
