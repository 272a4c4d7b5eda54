r"""Cutting SQL text into statements, by the lexical rules of PostgreSQL (manual 4.1).

It knows strings of every kind, dollar quotes, nested comments, parentheses and ``BEGIN ATOMIC``
bodies; it does not know grammar. Text is taken to be read with standard_conforming_strings on.
Migrations are sent whole: this serves the checks before, and the line of an error after.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, TypeAlias

from fluentorm.errors import FileFormat, Place
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

# Letters, underscore and all beyond ASCII; written as what they are not, which compiles fast.
_LETTER = r"[^\x00-@\[-^`{-\x7f]"
_LETTER_DIGIT = r"[^\x00-/:-@\[-^`{-\x7f]"
_LETTER_DIGIT_DOLLAR = r"[^\x00-\x23%-/:-@\[-^`{-\x7f]"
_GAP = r"(?:[ \t\f\v]|--[^\r\n]*+)*+[\r\n](?:\s|--[^\r\n]*+[\r\n])*+"
_ESCAPED = r"'(?:[^'\\]|''|\\.)*+'"
# A string that needs escapes goes on with escapes after a line break (manual 4.1.2.1).
_TOKEN = re.compile(
    rf"""
      (?P<comment>--[^\r\n]*)
    | (?P<block>/\*)
    | (?P<escaped>[eE]{_ESCAPED}(?:{_GAP}{_ESCAPED})*)
    | (?P<string>[eE]?')
    | (?P<quoted>")
    | (?P<dollar>\$(?:{_LETTER}{_LETTER_DIGIT}*)?\$)
    | (?P<number>\$?[0-9][0-9A-Za-z_.]*)
    | (?P<word>{_LETTER}{_LETTER_DIGIT_DOLLAR}*)
    | (?P<mark>[;()\\])
    | (?P<other>[!\#%&*+,.:<=>?@\[\]^`{{|}}~]+|\S)
    """,
    re.VERBOSE | re.DOTALL,
)
_PLAIN_STRING = re.compile(r"'[^']*(?:''[^']*)*+'")
_QUOTED_NAME = re.compile(r'"[^"]*(?:""[^"]*)*+"')
_COMMENT_MARK = re.compile(r"/\*|\*/")

# Without any of these a file cannot hold what check() refuses, except text that does not end, of
# which the server tells.
_SUSPECT = re.compile(
    r"\\|/\*|\b(?:begin|start|commit|end|rollback|abort|savepoint|release|prepare|copy)\b",
    re.IGNORECASE,
)
_SQL_LINE = re.compile(r"^[ \t\f\v;]*(?!--)[^\s;]", re.MULTILINE)
_CONTROL = frozenset("begin commit end rollback abort savepoint release".split())


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: offsets in characters without its semicolon, and its words in small letters.

    ``words`` are those outside strings, quotes and parentheses; a backslash stands for itself.
    """

    start: int
    end: int
    words: tuple[str, ...]


# Kind, text, and where it starts and ends.
Token: TypeAlias = tuple[str, str, int, int]


class Unterminated(ValueError):
    """Text ends inside a string, a quoted name or a comment that began at ``offset``."""

    def __init__(self, what: str, offset: int) -> None:
        super().__init__(f"unterminated {what}")
        self.what = what
        self.offset = offset


def split(text: str) -> tuple[Statement, ...]:
    """Cut text into statements, comments and empty statements left out.

    Raises Unterminated for text that ends inside a string, name or comment.
    """
    return tuple(_statements(text))


def split_if_whole(text: str) -> tuple[Statement, ...]:
    """Return the statements as ``split`` does; none of text that ends too soon.

    It is for those who look at a script before it runs: running it says what is wrong.
    """
    try:
        return split(text)
    except Unterminated:
        return ()


def tokens(text: str) -> tuple[Token, ...]:
    """Return everything but white space and comments.

    Raises Unterminated as ``split`` does.
    """
    return tuple(_tokens(text))


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each comment of two dashes starts and ends that has a line of its own.

    Raises Unterminated as ``split`` does.
    """
    for kind, _, start, end in _tokens(text, comments=True):
        if kind == "comment" and not text[text.rfind("\n", 0, start) + 1 : start].strip():
            yield start, end


def _statements(text: str) -> Iterator[Statement]:
    start = end = -1
    depth = 0
    words: list[str] = []
    body = 0  # how many ENDs the BEGIN ATOMIC body still needs
    for kind, piece, begin, stop in _tokens(text):
        if piece == ";" and kind == "mark" and depth == 0 and body == 0:
            if start >= 0:
                yield Statement(start, end, tuple(words))
            start = end = -1
            words = []
            continue
        if start < 0:
            start = begin
        end = stop
        if kind == "mark":
            depth += {"(": 1, ")": -1}.get(piece, 0)
            depth = max(depth, 0)
            if piece == "\\":
                words.append(piece)
        elif kind == "word" and depth == 0:
            word = piece.lower()
            body = _body_depth(body, words, word)
            words.append(word)
    if start >= 0:
        yield Statement(start, end, tuple(words))


def _body_depth(body: int, words: list[str], word: str) -> int:
    """Return how many ENDs are open after this word."""
    if body == 0:
        opens = word == "atomic" and words[:1] == ["create"] and words[-1:] == ["begin"]
        return 1 if opens else 0
    return body + {"case": 1, "end": -1}.get(word, 0)


def _tokens(text: str, *, comments: bool = False) -> Iterator[Token]:
    """Yield kind, text, start and end of everything but white space and comments.

    With ``comments`` those that begin with two dashes are among them.
    """
    position = 0
    match = _TOKEN.search(text)
    while match is not None:
        kind = match.lastgroup or ""
        start, position = match.span()
        if kind == "block":
            position = _comment_end(text, start)
        elif kind in ("string", "quoted", "dollar"):
            position = _quote_end(text, kind, match)
        if kind not in ("comment", "block") or (comments and kind == "comment"):
            yield kind, text[start:position], start, position
        match = _TOKEN.search(text, position)


def _comment_end(text: str, start: int) -> int:
    """Return the end of a block comment; they nest."""
    depth = 0
    for match in _COMMENT_MARK.finditer(text, start):
        depth += 1 if match[0] == "/*" else -1
        if depth == 0:
            return match.end()
    raise Unterminated("comment", start)


def _quote_end(text: str, kind: str, match: re.Match[str]) -> int:
    """Return the end of a string, quoted name or dollar-quoted string."""
    start, after = match.span()
    if kind == "dollar":
        end = text.find(match[0], after)
        if end < 0:
            raise Unterminated(f"dollar-quoted string {match[0]}", start)
        return end + len(match[0])
    pattern, what = (_PLAIN_STRING, "string") if kind == "string" else (_QUOTED_NAME, "quoted name")
    found = None if len(match[0]) > 1 else pattern.match(text, start)
    if found is None:
        raise Unterminated(what, start)
    return found.end()


_CONTROL_HINT = (
    'remove it; "-- Transaction: none" at the top of the file runs each statement on its own'
)


def check(text: str, path: str, *, whose: str | None = None) -> None:
    """Refuse a file that cannot be run as one transaction; ``path`` names it in the error.

    ``whose`` says of what is no migration what the transaction is.

    Raises FileFormat, with line and column, for transaction control, psql's own commands, COPY to
    or from the client, text that does not end, and a file without statements.
    """
    if _SUSPECT.search(text) is None and _SQL_LINE.search(text) is not None:
        return
    try:
        statements = split(text)
    except Unterminated as error:
        raise FileFormat(
            str(error), place=_place(text, path, error.offset), hint="it began at this place"
        ) from error
    if not statements:
        raise FileFormat(
            "no statement, only comments",
            place=Place(path),
            hint='write its SQL; "SELECT 1;" if it shall do nothing',
        )
    for statement in statements:
        _check_statement(statement, text, path, whose)


def _check_statement(statement: Statement, text: str, path: str, whose: str | None) -> None:
    words = statement.words
    place = _place(text, path, statement.start)
    if _is_control(words):
        shown = " ".join(words[:2] if words[0] in ("start", "prepare") else words[:1]).upper()
        if whose is not None:
            told = f"{shown} would end or divide the transaction {whose}"
            raise FileFormat(told, place=place, hint="remove it")
        raise FileFormat(
            f"{shown} would end or divide the transaction that a migration runs in",
            place=place,
            hint=_CONTROL_HINT,
        )
    if words[:1] == ("copy",) and ("stdin" in words or "stdout" in words):
        raise FileFormat(
            "COPY with data in the file works only in psql",
            place=place,
            hint="write the rows as INSERT ... VALUES",
        )
    if "\\" in words:
        offset = text.find("\\", statement.start)
        raise FileFormat(
            "a backslash outside a string; psql's own commands do not work here",
            place=_place(text, path, offset),
            hint="write SQL only",
        )


def _is_control(words: tuple[str, ...]) -> bool:
    if not words:
        return False
    return words[0] in _CONTROL or words[:2] in (
        ("start", "transaction"),
        ("prepare", "transaction"),
    )


def statement_at(text: str, offset: int) -> int:
    """Return the number, from 1, of the statement that an offset is in or before.

    In text that does not end, the last statement is the one that does not.
    """
    return max(1, bisect_right(_starts(text), offset))


def statement_offset(text: str, number: int) -> int:
    """Return where a statement starts, by its number from 1; 0 when there are not so many."""
    starts = _starts(text)
    return starts[number - 1] if 0 < number <= len(starts) else 0


def statements_before(text: str, offset: int) -> int:
    """Return how many statements start before an offset."""
    return bisect_left(_starts(text), offset)


def _starts(text: str) -> list[int]:
    starts = []
    after = 0
    try:
        for statement in _statements(text):
            starts.append(statement.start)
            after = statement.end + 1
    except Unterminated:
        starts.append(after)
    return starts


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of an offset in characters."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _place(text: str, path: str, offset: int) -> Place:
    return Place(path, *line_column(text, offset))
