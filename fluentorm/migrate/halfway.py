"""Migrations that stopped between two steps: which they are, and what goes on with them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from fluentorm.dialects.running import StepState
from fluentorm.errors import MigrationError
from fluentorm.migrate.names import down_name
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from fluentorm.dialects.running import StepRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfWay:
    """A migration that is neither applied nor not: ``step`` of ``total`` comes next.

    ``back`` says that it is being rolled back; ``deferred`` that a backfill has to be run by the
    command of its own; ``error`` is what the step failed with; ``taken_back`` that a part of the
    step was undone.
    """

    name: str
    back: bool
    step: int
    total: int
    kind: str
    state: StepState
    deferred: bool = False
    error: str | None = None
    taken_back: bool = False

    @property
    def command(self) -> str:
        """What to type next."""
        if self.taken_back:
            return "doit migrate_abort"
        if self.back:
            return "doit migrate_down"
        return "doit migrate_backfill" if self.deferred else "doit migrate"

    @property
    def ways(self) -> str:
        """The commands that go on from here, and what each does."""
        if self.taken_back:
            return f"{self.command} takes back the rest"
        return f"{self.command} goes on with it; doit migrate_abort takes back what it did"

    @property
    def script(self) -> str:
        """The name of the file whose steps they are."""
        return down_name(self.name) if self.back else self.name

    def __str__(self) -> str:
        what = "rolled back" if self.back else "applied"
        if self.deferred and self.state is StepState.PENDING and not self.taken_back:
            return f"waits for its backfill, step {self.step} of {self.total}"
        words = "is taken back in part" if self.taken_back else _WORDS[self.state]
        return f"half {what}: step {self.step} of {self.total} ({self.kind}) {words}"


_WORDS = {
    StepState.PENDING: "comes next",
    StepState.RUNNING: "was begun",
    StepState.FAILED: "failed",
    StepState.DONE: "is done, and the whole is not recorded yet",
}


def half_way(records: Sequence[StepRecord], applied: Collection[str]) -> tuple[HalfWay, ...]:
    """Return the migrations that stopped half-way; ``applied`` are the names of those recorded."""
    downs = {down_name(name): name for name in applied}
    found = []
    for script, group in groupby(records, key=lambda record: record.script):
        rows = list(group)
        if script in applied:
            continue
        state = _half(script, downs.get(script), rows)
        if state is not None:
            found.append(state)
    return tuple(found)


def _half(script: str, undone: str | None, rows: Sequence[StepRecord]) -> HalfWay | None:
    """Return the state of one file; None where nothing of it was begun."""
    left = [row for row in rows if row.state is not StepState.DONE]
    partly = [row for row in rows if row.taken_back]
    row = partly[-1] if partly else [*left, rows[-1]][0]
    untouched = all(one.state is StepState.PENDING and not one.attempts for one in rows)
    if untouched and not row.deferred:
        return None
    return HalfWay(
        name=undone or script,
        back=undone is not None,
        step=row.number,
        total=len(rows),
        kind=row.kind,
        state=row.state,
        deferred=row.deferred and undone is None and not partly,
        error=row.error,
        taken_back=bool(partly),
    )


def require_no_rollback(found: Sequence[HalfWay]) -> None:
    """Refuse to go forward from a migration that is half rolled back. Raises MigrationError."""
    for one in found:
        if one.back:
            raise MigrationError(
                f'"{one.name}" is {one}',
                hint=one.ways,
            )


def require_none_forward(found: Sequence[HalfWay]) -> None:
    """Refuse to go back from a migration that is half applied. Raises MigrationError."""
    for one in found:
        if not one.back:
            raise MigrationError(
                f'"{one.name}" {"" if one.deferred else "is "}{one}',
                hint=one.ways,
            )
