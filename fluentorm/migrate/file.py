"""Migration files: what one pair of them looks like, and what a file's header says.

A header is the run of comment lines that a file begins with; ``-- Key: value`` lines in it mean
something, all others are prose. Files written by hand need none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fluentorm.errors import FileFormat, Place
from fluentorm.migrate.versions import as_time

if TYPE_CHECKING:
    from collections.abc import Iterable

DOWN_ENDING = "_down.sql"

_KEY = re.compile(r"--\s*([A-Za-z]+)\s*:\s*(.*?)\s*$")
# What a file name must not contain on some system, and white space.
_UNSAFE = re.compile(r'[\x00-\x20\x7f/\\:*?"<>|]+')
_LINE_BREAK = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_MAX_SLUG_BYTES = 220  # with version and "_down.sql" below the 255 bytes of most file systems


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationFile:
    """The name and the text of one file."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationPair:
    """The two files of one migration."""

    up: MigrationFile
    down: MigrationFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a pair of files is written from; statements carry no semicolon at their end.

    ``parent`` is the name of the up file before it. ``hazards`` and ``down_notes`` are one line
    each; ``irreversible`` is the reason why the down file can undo nothing.
    """

    version: str
    slug: str
    table: str
    kind: str
    parent: str | None = None
    up: tuple[str, ...] = ()
    down: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    down_notes: tuple[str, ...] = ()
    transactional: bool = True
    irreversible: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the comments at the top of a file say; None and empty where they say nothing."""

    migration: str | None = None
    rollback: str | None = None
    generated: str | None = None
    table: str | None = None
    kind: str | None = None
    parent: str | None = None
    hazards: tuple[str, ...] = ()
    down_notes: tuple[str, ...] = ()
    irreversible: str | None = None
    transactional: bool = True


def up_name(version: str, slug: str) -> str:
    """Return the up file's name; characters that a file name cannot have become ``_``."""
    safe = _UNSAFE.sub("_", slug).encode()[:_MAX_SLUG_BYTES].decode(errors="ignore")
    return f"{version}_{safe}.sql"


def down_name(name: str) -> str:
    """Return the name of the down file that belongs to an up file.

    >>> down_name("20241202103000_create_users.sql")
    '20241202103000_create_users_down.sql'
    """
    return name.removesuffix(".sql") + DOWN_ENDING


def format_pair(draft: Draft) -> MigrationPair:
    """Return both files of a migration."""
    name = up_name(draft.version, draft.slug)
    head = [
        ("Migration", name),
        ("Generated", as_time(draft.version)),
        ("Table", draft.table),
        ("Type", draft.kind),
    ]
    if draft.parent:
        head.append(("Parent", draft.parent))
    mode = [] if draft.transactional else [("Transaction", "none")]
    hazards = [("Hazard", hazard) for hazard in draft.hazards]
    notes = [("Down", note) for note in draft.down_notes]
    back = [("Irreversible", draft.irreversible)] if draft.irreversible else []
    return MigrationPair(
        up=MigrationFile(name=name, text=_text(head + mode + hazards + notes, draft.up)),
        down=MigrationFile(
            name=down_name(name),
            text=_text([("Rollback", name), *mode, *back, *notes], draft.down),
        ),
    )


def _text(head: Iterable[tuple[str, str]], statements: Iterable[str]) -> str:
    lines = [f"-- {key}: {_LINE_BREAK.sub(' ', value)}" for key, value in head]
    body = "".join(f"\n{statement};\n" for statement in statements)
    return "\n".join(lines) + "\n" + body


def parse_header(text: str, path: str) -> Header:
    """Return what the comments at the top of a file say; ``path`` names it in errors.

    Raises FileFormat for a ``Transaction`` line that is neither ``none`` nor ``single``.
    """
    single: dict[str, str] = {}
    hazards: list[str] = []
    notes: list[str] = []
    for number, line in _header_lines(text):
        match = _KEY.match(line)
        if match is None:
            continue
        key, value = match[1].lower(), match[2]
        if key == "hazard":
            hazards.append(value)
        elif key == "down":
            notes.append(value)
        elif key == "transaction" and value.lower() not in ("none", "single"):
            raise FileFormat(
                f'"Transaction" is "{value}", which means nothing',
                place=Place(path, number),
                hint='write "-- Transaction: none" to run outside a transaction, or no such line',
            )
        else:
            single.setdefault(key, value)
    return Header(
        migration=single.get("migration"),
        rollback=single.get("rollback"),
        generated=single.get("generated"),
        table=single.get("table"),
        kind=single.get("type"),
        parent=single.get("parent"),
        hazards=tuple(hazards),
        down_notes=tuple(notes),
        irreversible=single.get("irreversible"),
        transactional=single.get("transaction", "").lower() != "none",
    )


def _header_lines(text: str) -> Iterable[tuple[int, str]]:
    """Yield the comment lines before the first line of SQL, each with its number from 1."""
    start, number = 0, 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].strip()
        start, number = end + 1, number + 1
        if line.startswith("--"):
            yield number, line
        elif line:
            return
