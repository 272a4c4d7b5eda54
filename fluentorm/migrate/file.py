"""Migration files: what one pair of them looks like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.migrate.header import Header, Need, parse_header
from fluentorm.migrate.names import down_name, up_name
from fluentorm.migrate.versions import as_time
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Draft",
    "Header",
    "MigrationFile",
    "MigrationPair",
    "down_name",
    "format_pair",
    "parse_header",
    "up_name",
]

_LINE_BREAK = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


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
    each; ``irreversible`` is the reason why the down file can undo nothing. The needs are those of
    versions that not every supported server has.
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
    up_needs: tuple[Need, ...] = ()
    down_needs: tuple[Need, ...] = ()


def format_pair(draft: Draft) -> MigrationPair:
    """Return both files of a migration."""
    name = up_name(draft.version, draft.slug)
    head = [
        ("Migration", name),
        ("Generated", as_time(draft.version)),
        *([("Table", draft.table)] if draft.table else []),
        ("Type", draft.kind),
    ]
    if draft.parent:
        head.append(("Parent", draft.parent))
    mode = [] if draft.transactional else [("Transaction", "none")]
    hazards = [("Hazard", hazard) for hazard in draft.hazards]
    notes = [("Down", note) for note in draft.down_notes]
    back = [("Irreversible", draft.irreversible)] if draft.irreversible else []
    needs, down_needs = (
        [("Needs", str(need)) for need in side] for side in (draft.up_needs, draft.down_needs)
    )
    return MigrationPair(
        up=MigrationFile(name=name, text=_text(head + mode + needs + hazards + notes, draft.up)),
        down=MigrationFile(
            name=down_name(name),
            text=_text([("Rollback", name), *mode, *down_needs, *back, *notes], draft.down),
        ),
    )


def _text(head: Iterable[tuple[str, str]], statements: Iterable[str]) -> str:
    lines = [f"-- {key}: {_LINE_BREAK.sub(' ', value)}" for key, value in head]
    body = "".join(f"\n{statement};\n" for statement in statements)
    return "\n".join(lines) + "\n" + body
