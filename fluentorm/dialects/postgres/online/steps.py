"""Steps while they are put together, and how neighbours become one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.base import StepKind, StepText
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of one operation; ``table`` is the key of the table that it locks, "" for none.

    ``plain`` is what the operation is without any of this; ``alone`` keeps a short step from
    sharing its transaction with the one before it.
    """

    kind: StepKind
    statements: tuple[str, ...]
    table: str = ""
    probe: str | None = None
    plain: bool = False
    alone: bool = False


def plain(table: str, statements: Iterable[str]) -> Step:
    """Return what can be done as usual: it needs its lock for an instant."""
    return Step(kind=StepKind.SHORT, statements=tuple(statements), table=table, plain=True)


def short(table: str, *statements: str, alone: bool = False) -> Step:
    """Return a transaction that needs a strong lock for an instant."""
    return Step(kind=StepKind.SHORT, statements=statements, table=table, alone=alone)


def long(table: str, *statements: str) -> Step:
    """Return a transaction that takes its time and stops nobody."""
    return Step(kind=StepKind.LONG, statements=statements, table=table)


def bare(table: str, statement: str) -> Step:
    """Return a statement that refuses transactions."""
    return Step(kind=StepKind.BARE, statements=(statement,), table=table)


def backfill(table: str, update: str) -> Step:
    """Return an UPDATE that is run in batches."""
    return Step(kind=StepKind.BACKFILL, statements=(update,), table=table)


def merged(steps: Iterable[Step]) -> list[Step]:
    """Return the steps with short neighbours on one table as one transaction.

    Two tables are never locked in one: whoever needs both in another order would wait for us, and
    we for him.
    """
    found: list[Step] = []
    for step in steps:
        if not step.statements:
            continue
        last = found[-1] if found else None
        if last is not None and _go_together(last, step):
            found[-1] = replace(
                last,
                statements=last.statements + step.statements,
                table=last.table or step.table,
                plain=last.plain and step.plain,
            )
        else:
            found.append(step)
    return found


def _go_together(last: Step, step: Step) -> bool:
    both = last.kind is StepKind.SHORT and step.kind is StepKind.SHORT
    one_table = last.table == step.table or not (last.table and step.table)
    return both and one_table and not step.alone and not last.probe and not step.probe


def as_usual(steps: Iterable[Step]) -> bool:
    """Say whether steps are no more than one transaction of what is done as usual."""
    found = merged(steps)
    return len(found) <= 1 and all(step.plain for step in found)


def written(steps: Iterable[Step]) -> tuple[StepText, ...]:
    """Return steps as they are written to a file."""
    return tuple(
        StepText(kind=step.kind, statements=step.statements, probe=step.probe)
        for step in merged(steps)
    )
