"""Taking a file back that stopped half-way: what its done steps did is undone, the last act first.

The down file undoes the whole of a migration; after a part of it, some of its statements would find
nothing, and others would find what was there before. So the done statements themselves are undone,
each as far as the catalog shows its outcome, with what was noted before it ran.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.base import Script, StepKind
from fluentorm.dialects.postgres import failures
from fluentorm.dialects.postgres.acts import read_acts
from fluentorm.dialects.postgres.locking import GaveUp, unlimited
from fluentorm.dialects.postgres.server_errors import failed
from fluentorm.dialects.postgres.steps import parse_steps
from fluentorm.dialects.postgres.undo import undo
from fluentorm.dialects.running import StepFinished, StepStarted, StepState
from fluentorm.errors import Failed, Irreversible, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from psycopg.pq.abc import PGresult

    from fluentorm.dialects.postgres.acts import Act
    from fluentorm.dialects.postgres.locking import ShortLocks
    from fluentorm.dialects.postgres.step_table import StepTable
    from fluentorm.dialects.postgres.steps import Step
    from fluentorm.dialects.postgres.undo import Undo
    from fluentorm.dialects.postgres.wire import Wire
    from fluentorm.dialects.running import StepRecord, Watch


class Abort:
    """Takes back the steps of one file, whose rows are found by ``name``."""

    def __init__(
        self,
        script: Script,
        name: str,
        *,
        wire: Wire,
        locks: ShortLocks,
        table: StepTable,
        watch: Watch,
    ) -> None:
        self._script = script
        self._name = name
        self._wire = wire
        self._locks = locks
        self._table = table
        self._watch = watch

    def run(self) -> tuple[int, ...]:
        """Undo what was done, and forget the steps; return the numbers of those undone.

        Raises Irreversible, before anything is undone, where a step cannot be; Failed.
        """
        records = {record.number: record for record in self._table.read(self._name)}
        begun = [
            step
            for step in reversed(parse_steps(self._script))
            if step.number in records and _begun(records[step.number])
        ]
        for step in begun:
            self._require_known(step, records[step.number])
        for step in begun:
            self._take_back(step, records[step.number])
            self._table.reopen(self._name, step.number)
        self._table.forget(self._name)
        return tuple(step.number for step in begun)

    def _require_known(self, step: Step, record: StepRecord) -> None:
        for statement, act, before in _acts(step, record):
            if undo(self._wire, act, before) is None:
                raise Irreversible(
                    f"step {step.number} cannot be taken back: {' '.join(statement.split())[:120]}",
                    place=Place(
                        self._script.path, self._script.text.count("\n", 0, step.start) + 1
                    ),
                    hint="go on to the end (doit migrate) and roll back (doit migrate_down)",
                )

    def _take_back(self, step: Step, record: StepRecord) -> None:
        total, kind = step.number, step.kind.value
        path = self._script.path
        self._watch(StepStarted(script=path, number=step.number, total=total, kind=kind))
        for _, act, before in _acts(step, record):
            for one in undo(self._wire, act, before) or ():
                self._run(one)
        self._watch(
            StepFinished(script=path, number=step.number, total=total, kind=kind, seconds=0.0)
        )

    def _run(self, one: Undo) -> None:
        script = Script(path=self._script.path, text=one.sql)
        lead: list[str] = []
        if one.kind is StepKind.SHORT:
            relations = self._locks.relations(one.sql)
            try:
                results, lead = self._locks.run(
                    one.sql, relations, script=script, lead=(), watch=self._watch
                )
            except GaveUp as error:
                raise Failed(
                    error.message,
                    file=script.path,
                    statement=0,
                    cause=error,
                    place=Place(script.path),
                    hint=error.hint,
                ) from error
        else:
            lead = unlimited(self._wire.version)
            results = self._send(one, lead)
        if results and failed(results[-1]):
            failures.raise_failed(results, script, lead=lead)

    def _send(self, one: Undo, lead: list[str]) -> list[PGresult]:
        """Send a statement that takes its time."""
        self._wire.reset()
        self._wire.touch()
        if one.kind is StepKind.LONG:
            return self._wire.send("".join(f"{line};\n" for line in lead) + one.sql)
        self._wire.execute("; ".join(lead).replace("SET LOCAL", "SET"))
        self._wire.touch()
        lead.clear()
        return self._wire.send(one.sql)


def _begun(record: StepRecord) -> bool:
    """Say whether there may be something to undo: what is transactional is done or it is not."""
    if record.kind in (StepKind.BARE.value, StepKind.BACKFILL.value):
        return record.attempts > 0 or record.state is StepState.DONE
    return record.state is StepState.DONE


def _acts(step: Step, record: StepRecord) -> Iterator[tuple[str, Act, Mapping[str, object]]]:
    """Yield each act of a step, the last first, with its statement and what was before it."""
    acts = [(statement, act) for statement in step.sqls for act in read_acts(statement)]
    known = record.detail.get("before") or [{}] * len(acts)
    if len(known) != len(acts):
        known = [{}] * len(acts)
    for (statement, act), before in reversed(list(zip(acts, known, strict=True))):
        yield statement, act, before
