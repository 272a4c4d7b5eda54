"""What a migration file says about itself in the comments it begins with.

A header is the run of comment lines before the first statement; ``-- Key: value`` lines in it mean
something, all others are prose. Files written by hand need none. In Python a comment begins with
``#``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from fluentorm.errors import FileFormat, Place
from fluentorm.migrate.names import is_python
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

_REPLACED = re.compile(r"(\S.*?)\s+([0-9a-f]{64})")
_NEED = re.compile(r"PostgreSQL (\d{2,3}) for (\S.*)")
_STEP = re.compile(r"--\s*step\s*:", re.IGNORECASE)
_KEY = re.compile(r"\s*([A-Za-z]+)\s*:\s*(.*?)\s*$")
_SQL_MARK, _PYTHON_MARK = "--", "#"


@dataclass(frozen=True, slots=True)
class Need:
    """The oldest major version that can run a file, and what it is needed for."""

    version: int
    reason: str

    def __str__(self) -> str:
        return f"PostgreSQL {self.version} for {self.reason}"


class Replaced(NamedTuple):
    """A migration that another one stands for: its file name, and its checksum."""

    name: str
    checksum: str


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
    needs: tuple[Need, ...] = ()
    contract: str | None = None
    blocking: str | None = None
    adopted: str | None = None
    replaces: tuple[Replaced, ...] = ()


def parse_header(text: str, path: str) -> Header:
    """Return what the comments at the top of a file say; ``path`` names it in errors.

    Raises FileFormat for a ``Transaction`` line that is neither ``none`` nor ``single``, for a
    ``Needs`` line without a version, and for a ``Replaces`` line without a checksum.
    """
    needs: list[Need] = []
    replaces: list[Replaced] = []
    single: dict[str, str] = {}
    hazards: list[str] = []
    notes: list[str] = []
    python = is_python(path)
    mark = _PYTHON_MARK if python else _SQL_MARK
    for number, line in _header_lines(text, mark):
        match = _KEY.match(line.removeprefix(mark))
        if match is None:
            continue
        key, value = match[1].lower(), match[2]
        if key == "hazard":
            hazards.append(value)
        elif key == "down":
            notes.append(value)
        elif key == "replaces":
            replaces.append(_replaced(value, Place(path, number)))
        elif key == "needs":
            needs.append(_need(value, Place(path, number)))
        elif key == "transaction" and python:
            raise FileFormat(
                "a migration in Python says in its code whether it is one transaction",
                place=Place(path, number),
                hint="write transaction = False as a line of its own, or nothing",
            )
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
        needs=tuple(needs),
        contract=single.get("contract"),
        blocking=single.get("blocking"),
        adopted=single.get("adopted"),
        replaces=tuple(replaces),
    )


def _replaced(value: str, place: Place) -> Replaced:
    match = _REPLACED.fullmatch(value)
    if match is None:
        raise FileFormat(
            f'"Replaces" is "{value}", which is no name with a checksum',
            place=place,
            hint="bring the file back as doit squash wrote it",
        )
    return Replaced(match[1], match[2])


def _need(value: str, place: Place) -> Need:
    match = _NEED.fullmatch(value)
    if match is None:
        raise FileFormat(
            f'"Needs" is "{value}", which means nothing',
            place=place,
            hint='write "-- Needs: PostgreSQL 15 for NULLS NOT DISTINCT", or no such line',
        )
    return Need(int(match[1]), match[2])


def _header_lines(text: str, mark: str) -> Iterable[tuple[int, str]]:
    """Yield the comment lines before the first line of code, each with its number from 1.

    What stands below a step line belongs to that step.
    """
    start, number = 0, 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].strip()
        start, number = end + 1, number + 1
        if _STEP.match(line):
            return
        if line.startswith(mark):
            yield number, line
        elif line:
            return
