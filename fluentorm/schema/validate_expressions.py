"""SQL that the author wrote, looked at without a server: whether it is one whole piece.

Text with a parenthesis, a quote or a comment left open, or with a semicolon, would swallow or end
the statement that it becomes part of. Whether it is good SQL, the server says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from fluentorm.errors import Problem
from fluentorm.schema.objects import Check, Column, Constraint, Exclusion, Index, SchemaModel

# Lexical rules: PostgreSQL manual, section 4.1. What is whole comes before what is left open.
_TOKEN = re.compile(
    r"""
      --[^\n]* | [^\W\d](?<![eE])[\w$]* | [\d.]+[\w.]* | \s+
    | [eE]'(?:[^'\\]|\\.|'')*' | '(?:[^']|'')*' | "(?:[^"]|"")*" | [eE](?!')[\w$]*
    | \$(?P<tag>(?:[^\W\d]\w*)?)\$.*?\$(?P=tag)\$
    | (?P<mark>[();\[\]"] | [eE]?' | /\* | \*/ | \$(?:[^\W\d]\w*)?\$)
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_SUSPECT = re.compile(r"""[();\[\]'"$]|/\*""")
_COMMENT = re.compile(r"/\*|\*/")
_OPENED_BY = {")": "(", "]": "["}
_HINT = "it has to be one whole SQL expression"
_KINDS: dict[type, str] = {
    Index: "index",
    Check: "check constraint",
    Exclusion: "exclusion constraint",
}


@lru_cache(maxsize=16384)
def flaw_of(text: str) -> str | None:
    """Say what keeps SQL text from being one whole piece; None where nothing does.

    >>> flaw_of("lower('(') || name"), flaw_of("lower(name"), flaw_of("a) OR (b")
    (None, 'a "(" that is not closed', 'a ")" that closes nothing')
    """
    if not _SUSPECT.search(text):
        return None
    opened: list[str] = []
    at = 0
    while match := _TOKEN.match(text, at):
        at = match.end()
        mark = match["mark"]
        if mark == "/*":
            end = _end_of_comment(text, at)
            if end is None:
                return "a comment that is not closed"
            at = end
        elif mark is not None and (flaw := _flaw(mark, opened)):
            return flaw
    return f'a "{opened[-1]}" that is not closed' if opened else None


def _flaw(mark: str, opened: list[str]) -> str | None:
    """Follow a mark that stands in no string, name or comment; say what is wrong with it."""
    if mark in "([":
        opened.append(mark)
    elif mark in ")]":
        if not opened or opened.pop() != _OPENED_BY[mark]:
            return f'a "{mark}" that closes nothing'
    elif mark == ";":
        return 'a ";"'
    elif mark != "*/":
        return "a quote that is not closed"
    return None


def _end_of_comment(text: str, start: int) -> int | None:
    """Return where a comment ends; comments may stand in comments."""
    depth = 1
    for match in _COMMENT.finditer(text, start):
        depth += 1 if match[0] == "/*" else -1
        if not depth:
            return match.end()
    return None


def expression_problems(model: SchemaModel) -> Iterator[Problem]:
    """Say which defaults, checks, index expressions and other SQL are no whole piece."""
    for table in model.tables.values():
        for column in table.columns.values():
            for what, text in _texts_of_column(column):
                if flaw := flaw_of(text):
                    place = column.origin or table.origin
                    yield Problem(f'{what} "{column.name}" has {flaw}: {text}', place, _HINT)
        for item in (*table.constraints.values(), *table.indexes.values()):
            for text in _texts_of_item(item):
                if flaw := flaw_of(text):
                    kind = _KINDS[type(item)]
                    place = item.origin or table.origin
                    yield Problem(f'{kind} "{item.name}" has {flaw}: {text}', place, _HINT)


def _texts_of_column(column: Column) -> Iterator[tuple[str, str]]:
    if column.default is not None:
        yield "default of column", column.default
    if column.using is not None:
        yield "using of column", column.using
    if column.backfill is not None:
        yield "backfill of column", column.backfill
    if column.generated is not None:
        yield "generated of column", column.generated.expression
    yield "type of column", column.type


def _texts_of_item(item: Constraint | Index) -> Iterator[str]:
    if isinstance(item, Check):
        yield item.expression
    elif isinstance(item, Index | Exclusion):
        keys = item.keys if isinstance(item, Index) else tuple(key for key, _ in item.elements)
        parts = (part for key in keys for part in (key.expression, key.opclass, key.collation))
        yield from (text for text in (*parts, item.where) if text is not None)
