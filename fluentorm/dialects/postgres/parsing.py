"""PostgreSQL's own parser, as the extra ``lint`` brings it, behind a few functions of ours.

A tree is made of messages whose fields are named as in ``pg_query.proto`` of libpg_query, grammar
of PostgreSQL 18. Offsets are in characters, theirs in bytes. The parser takes text to be read with
standard_conforming_strings on, and ends at a NUL.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from fluentorm.errors import DialectError
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

# A message of the tree: which fields it has depends on its kind.
Node = Any
NEEDS_EXTRA = "pip install 'fluentorm[lint]'"
# A word, or a quoted name; not the beginning of a string, a number or a comment.
_NAME = re.compile(r"(?![eEbBxXnN]'|[uU]&')[^\W\d]|\"")
_LONGEST_NAME = 63  # bytes, NAMEDATALEN - 1


@dataclass(frozen=True, slots=True)
class Parsed:
    """One statement: the name of its node's kind, the node, and where it stands."""

    kind: str
    node: Node
    start: int
    end: int


class Unreadable(ValueError):
    """The parser does not understand the text; ``offset`` is where it gave up."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


def available() -> bool:
    """Say whether the parser is installed, without loading it."""
    return find_spec("postgast") is not None


def require() -> None:
    """Raise DialectError when the parser is not installed."""
    if not available():
        raise DialectError(
            "lint needs PostgreSQL's parser, which is not installed", hint=NEEDS_EXTRA
        )


def parse(text: str) -> tuple[Parsed, ...]:
    """Return the statements of a text.

    Raises Unreadable, also where it is nested too deeply.
    """
    from google.protobuf.message import DecodeError
    from postgast import PgQueryError
    from postgast import parse as parse_text

    if "\0" in text:
        raise Unreadable("a NUL character", text.index("\0"))
    place = _offsets(text)
    try:
        tree = parse_text(text)
    except PgQueryError as error:
        raise Unreadable(error.message, place(max(error.cursorpos - 1, 0))) from None
    except (DecodeError, RecursionError):
        raise Unreadable("it is nested too deeply to be read", 0) from None
    length = len(text.encode())
    found = []
    for raw in tree.stmts:
        end = raw.stmt_location + raw.stmt_len if raw.stmt_len else length
        kind = raw.stmt.WhichOneof("node")
        node = getattr(raw.stmt, kind)
        found.append(Parsed(kind, node, place(raw.stmt_location), place(end)))
    return tuple(found)


def long_names(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and text of every name that the server would cut off at 63 bytes."""
    from postgast import PgQueryError, scan

    place = _offsets(text)
    try:
        tokens = scan(text).tokens
    except PgQueryError:
        return
    for token in tokens:
        if token.end - token.start <= _LONGEST_NAME:
            continue
        start = place(token.start)
        piece = text[start : place(token.end)]
        name = piece[1:-1].replace('""', '"') if piece.startswith('"') else piece
        if _NAME.match(piece) and len(name.encode()) > _LONGEST_NAME:
            yield start, name


def plpgsql(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a DO block or function in PL/pgSQL runs: ("sql" or "dynamic", the text).

    ``text`` is the whole statement. Raises Unreadable for a body that cannot be read.
    """
    from postgast import PgQueryError, parse_plpgsql

    try:
        tree = parse_plpgsql(text)
    except PgQueryError as error:
        raise Unreadable(error.message, 0) from None
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise Unreadable("its body cannot be shown as a tree", 0) from None
    yield from _ran(tree)


def _ran(tree: object) -> Iterator[tuple[str, str]]:
    if isinstance(tree, list):
        for item in tree:
            yield from _ran(item)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            if key in ("PLpgSQL_stmt_execsql", "PLpgSQL_stmt_perform"):
                expression = value.get("sqlstmt") or value.get("expr") or {}
                yield "sql", expression.get("PLpgSQL_expr", {}).get("query", "")
            elif key in ("PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors"):
                expression = value.get("query") or {}
                yield "dynamic", expression.get("PLpgSQL_expr", {}).get("query", "")
                yield from _ran({k: v for k, v in value.items() if k != "query"})
            else:
                yield from _ran(value)


def expression_text(node: Node) -> str:
    """Return an expression as the parser would write it: equal trees give equal texts."""
    from postgast import PgQueryError, deparse
    from postgast.pg_query_pb2 import ParseResult

    tree = ParseResult()
    target = tree.stmts.add().stmt.select_stmt.target_list.add().res_target
    target.val.CopyFrom(node)
    try:
        return str(deparse(tree)).removeprefix("SELECT ")
    except PgQueryError:
        return str(node)


@lru_cache(maxsize=1024)
def is_reserved(name: str) -> bool:
    """Say whether a name is a reserved word, which must be quoted everywhere."""
    from postgast import PgQueryError, scan

    if not name.isascii() or not name.isidentifier():
        return False
    try:
        tokens = scan(name).tokens
    except PgQueryError:
        return False
    return len(tokens) == 1 and _word(tokens[0], "keyword_kind") == "RESERVED_KEYWORD"


def word(node: Node, field: str) -> str:
    """Return the name of a field's value, of a field that is an enumeration."""
    return _word(node, field)


def _word(node: Node, field: str) -> str:
    kind: Any = type(node)
    return _words(kind, field)[getattr(node, field)]


@lru_cache(maxsize=256)
def _words(kind: Hashable, field: str) -> dict[int, str]:
    descriptor: Any = getattr(kind, "DESCRIPTOR")  # noqa: B009
    values = descriptor.fields_by_name[field].enum_type.values
    return {value.number: value.name for value in values}


def _offsets(text: str) -> Any:
    """Return a function from offsets in bytes to offsets in characters."""
    if text.isascii():
        return lambda offset: offset
    data = text.encode()
    return lambda offset: len(data[:offset].decode(errors="ignore"))
