"""Migration files: what one pair of them looks like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.migrate.header import Header, Need, parse_header
from fluentorm.migrate.names import down_name, up_name
from fluentorm.migrate.versions import as_time
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fluentorm.dialects.base import StepText

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
    versions that not every supported server has. Steps stand in place of ``up`` and ``down``.
    ``contract`` is the up file of the migration that this one concludes, ``blocking`` the reason
    why the up file may block, and ``down_blocking`` why the down file does. ``adopted`` is what
    another tool calls the state that the up file makes.
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
    up_steps: tuple[StepText, ...] = ()
    down_steps: tuple[StepText, ...] = ()
    contract: str | None = None
    blocking: str | None = None
    down_blocking: str | None = None
    up_needs: tuple[Need, ...] = ()
    down_needs: tuple[Need, ...] = ()
    adopted: str | None = None


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
    if draft.adopted:
        head.append(("Adopted", draft.adopted))
    if draft.contract:
        head.append(("Contract", draft.contract))
    mode = [] if draft.transactional else [("Transaction", "none")]
    blocking, down_blocking = (
        [("Blocking", reason)] if reason else [] for reason in (draft.blocking, draft.down_blocking)
    )
    hazards = [("Hazard", hazard) for hazard in draft.hazards]
    notes = [("Down", note) for note in draft.down_notes]
    back = [("Irreversible", draft.irreversible)] if draft.irreversible else []
    needs, down_needs = (
        [("Needs", str(need)) for need in side] for side in (draft.up_needs, draft.down_needs)
    )
    up = _text([*head, *mode, *needs, *blocking, *hazards, *notes])
    down = _text([("Rollback", name), *mode, *down_needs, *down_blocking, *back, *notes])
    return MigrationPair(
        up=MigrationFile(name=name, text=up + _body(draft.up_steps, draft.up)),
        down=MigrationFile(name=down_name(name), text=down + _body(draft.down_steps, draft.down)),
    )


def _text(head: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{_line(key, value)}\n" for key, value in head)


def _line(key: str, value: str) -> str:
    return f"-- {key}: {_LINE_BREAK.sub(' ', value)}"


def _body(steps: Sequence[StepText], statements: Sequence[str]) -> str:
    if not steps:
        return f"\n{_lines(statements)}" if statements else ""
    return "".join(
        f"\n{_step_lines(number, step)}{_lines(step.statements)}"
        for number, step in enumerate(steps, 1)
    )


def _step_lines(number: int, step: StepText) -> str:
    line = _line("Step", f"{number} {step.kind.value} {step.options}".rstrip())
    return f"{line}\n" + (f"{_line('Probe', step.probe)}\n" if step.probe else "")


def _lines(statements: Iterable[str]) -> str:
    return "\n".join(f"{statement};\n" for statement in statements)
