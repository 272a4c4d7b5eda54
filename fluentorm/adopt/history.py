"""Where a database stands by the history of another tool, and what in that is unfinished."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fluentorm.adopt.tools import Tool

# Rows that Flyway writes of itself, not of a migration.
_FLYWAY_OWN = frozenset({"SCHEMA", "TABLE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a history table says.

    ``standing`` names the state in the tool's words, the same for the same state; ``applied`` are
    the names by which the tool's files are known. ``unfinished`` are findings that leave open what
    the database holds, ``remarks`` those that do not. Versions up to ``floor`` were there before
    the tool was.
    """

    standing: str = ""
    applied: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    floor: str = ""


def read_history(tool: Tool, rows: Sequence[tuple[object, ...]]) -> History:
    """Return what the rows of a tool's history table mean; columns and order are the tool's."""
    return _READERS[tool.name](rows)


def dotted(version: str) -> tuple[tuple[int, ...], str]:
    """Return what Flyway sorts a version by: its numbers, so that 1.10 comes after 1.9."""
    numbers = [int(part) for part in re.split(r"[._]", version) if part.isdecimal()]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers), version if not numbers else ""


def _alembic(rows: Sequence[tuple[object, ...]]) -> History:
    heads = sorted(str(row[0]) for row in rows)
    remarks: list[str] = []
    if len(heads) > 1:
        remarks.append(
            f"Alembic has {len(heads)} heads here, {_and(heads)}: what all of them made is in the "
            "one baseline"
        )
    return History(standing=", ".join(heads), applied=tuple(heads), remarks=tuple(remarks))


def _django(rows: Sequence[tuple[object, ...]]) -> History:
    last: dict[str, str] = {}
    for app, name in rows:
        last[str(app)] = max(last.get(str(app), ""), str(name))
    standing = ", ".join(f"{app}.{name}" for app, name in sorted(last.items()))
    names = tuple(f"{app}.{name}" for app, name in rows)
    own = sorted(last.keys() & {"admin", "auth", "contenttypes", "sessions", "sites"})
    remarks: list[str] = []
    if own:
        remarks.append(
            f"next versions of Django's own apps ({', '.join(own)}) may want to migrate their "
            "tables, which are taken over where --exclude does not name them"
        )
    return History(standing=standing, applied=names, remarks=tuple(remarks))


def _flyway(rows: Sequence[tuple[object, ...]]) -> History:
    applied: dict[str, str] = {}
    repeatable: dict[str, bool] = {}
    failed: dict[str, str] = {}
    floor = ""
    for version, kind, script, success in rows:
        key = str(version if version is not None else script)
        floor = key if kind == "BASELINE" else floor
        if not success:
            failed[key] = str(script)
            continue
        failed.pop(key, None)
        if str(kind).startswith("UNDO") or kind == "DELETE":
            applied.pop(key, None)
            repeatable.pop(key, None)
        elif version is not None:
            applied[key] = str(script)
        elif kind not in _FLYWAY_OWN:
            repeatable[key] = True
    versions = sorted(applied, key=dotted)
    remarks: list[str] = []
    if repeatable:
        remarks.append(
            f"{_counted(len(repeatable), 'repeatable migration')}: what they make is declared in "
            "the schema files now, in its last form"
        )
    return History(
        standing=versions[-1] if versions else "",
        applied=(*versions, *repeatable),
        unfinished=tuple(f'migration "{script}" failed' for script in failed.values()),
        remarks=tuple(remarks),
        floor=floor,
    )


def _dbmate(rows: Sequence[tuple[object, ...]]) -> History:
    versions = sorted(str(row[0]) for row in rows)
    return History(standing=versions[-1] if versions else "", applied=tuple(versions))


def _prisma(rows: Sequence[tuple[object, ...]]) -> History:
    applied: dict[str, None] = {}
    failed: dict[str, None] = {}
    taken_back: dict[str, None] = {}
    for value, finished, rolled_back in rows:
        name = str(value)
        for found in (applied, failed, taken_back):
            found.pop(name, None)
        if rolled_back is not None:
            taken_back[name] = None
        elif finished is None:
            failed[name] = None
        else:
            applied[name] = None
    return History(
        standing=max(applied, default=""),
        applied=tuple(applied),
        unfinished=tuple(f'migration "{name}" failed or is still running' for name in failed),
        remarks=tuple(
            f'migration "{name}" is marked as rolled back; what it may have left is taken over'
            for name in taken_back
        ),
    )


def _and(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


_READERS: dict[str, Callable[[Sequence[tuple[object, ...]]], History]] = {
    "alembic": _alembic,
    "django": _django,
    "flyway": _flyway,
    "dbmate": _dbmate,
    "prisma": _prisma,
}
