"""Taking a file back that stopped half-way: what its done steps did is undone, the last act first.

The down file undoes the whole of a migration; after a part of it, some of its statements would find
nothing, and others would find what was there before. So the done statements themselves are undone,
each as far as the catalog shows its outcome, with what was noted before it ran.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.dialects.base import Script, StepKind
from fluentorm.dialects.postgres import failures
from fluentorm.dialects.postgres.acts import What, read_acts
from fluentorm.dialects.postgres.locking import GaveUp, unlimited
from fluentorm.dialects.postgres.server_errors import failed
from fluentorm.dialects.postgres.steps import parse_steps
from fluentorm.dialects.postgres.undo import undo
from fluentorm.dialects.running import StepFinished, StepStarted, StepState
from fluentorm.errors import Failed, Irreversible, Place
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from psycopg.pq.abc import PGresult

    from fluentorm.dialects.postgres.acts import Act
    from fluentorm.dialects.postgres.locking import ShortLocks
    from fluentorm.dialects.postgres.step_table import StepTable
    from fluentorm.dialects.postgres.steps import Step
    from fluentorm.dialects.postgres.undo import Undo
    from fluentorm.dialects.postgres.wire import Wire
    from fluentorm.dialects.running import StepRecord, Watch


# What has a name of its own although it is about a table.
_APART = (What.CREATE_INDEX, What.DROP_INDEX, What.CREATE_TABLE, What.DROP_TABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """One act: its statement, what was before it, and whether it is on something of our own.

    That is what an earlier act of the same file made, and taking it back removes it as a whole.
    """

    step: Step
    statement: str
    act: Act
    before: Mapping[str, Any]
    own: bool


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
            for step in parse_steps(self._script)
            if step.number in records and _begun(records[step.number])
        ]
        done = list(_acts(begun, records))
        for one in done:
            self._require_known(one)
        for step in reversed(begun):
            self._take_back(step, [one for one in done if one.step is step])
            self._table.reopen(self._name, step.number)
        self._table.forget(self._name)
        return tuple(step.number for step in reversed(begun))

    def _require_known(self, one: _Done) -> None:
        if self._undoing(one) is None:
            line = self._script.text.count("\n", 0, one.step.start) + 1
            raise Irreversible(
                f"step {one.step.number} cannot be taken back: "
                f"{' '.join(one.statement.split())[:120]}",
                place=Place(self._script.path, line),
                hint="go on to the end (doit migrate) and roll back (doit migrate_down)",
            )

    def _undoing(self, one: _Done) -> list[Undo] | None:
        """Return what undoes an act; what is done to something of our own goes with that."""
        renames = one.act.what in (What.RENAME_COLUMN, What.RENAME_CONSTRAINT, What.RENAME_INDEX)
        if one.own and not renames and one.act.what is not What.RENAME_TABLE:
            return []
        return undo(self._wire, one.act, one.before)

    def _take_back(self, step: Step, done: Sequence[_Done]) -> None:
        path, number, kind = self._script.path, step.number, step.kind.value
        self._watch(StepStarted(script=path, number=number, total=number, kind=kind))
        for act in reversed(done):
            for one in self._undoing(act) or ():
                self._run(one, self._table.taking_back(self._name, step.number))
        self._watch(StepFinished(script=path, number=number, total=number, kind=kind, seconds=0.0))

    def _run(self, one: Undo, mark: str) -> None:
        """Run what undoes an act, with the mark that its step is no longer whole.

        Both are one transaction where the statement may be in one.
        """
        script = Script(path=self._script.path, text=one.sql)
        lead: list[str] = []
        if one.kind is StepKind.SHORT:
            relations = self._locks.relations(one.sql)
            try:
                results, lead = self._locks.run(
                    one.sql, relations, script=script, lead=(mark,), watch=self._watch
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
        elif one.kind is StepKind.LONG:
            lead = [mark, *unlimited(self._wire.version)]
            results = self._send(one, lead)
        else:
            self._wire.execute(mark)
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


def _acts(steps: Sequence[Step], records: Mapping[int, StepRecord]) -> Iterator[_Done]:
    """Yield each act of the steps, in their order."""
    made: set[str] = set()
    for step in steps:
        acts = [(statement, act) for statement in step.sqls for act in read_acts(statement)]
        known = records[step.number].detail.get("before") or []
        if len(known) != len(acts):
            known = [{}] * len(acts)
        for (statement, act), before in zip(acts, known, strict=True):
            makes = act.what in (What.ADD_COLUMN, What.ADD_CONSTRAINT) or (
                act.what.name.startswith("CREATE_") and not before.get("definition")
            )
            own = not makes and _key(act) in made
            yield _Done(step=step, statement=statement, act=act, before=before, own=own)
            if makes:
                made.add(_key(act))


def _key(act: Act) -> str:
    """Return the name of what an act is about; a part is known together with its table."""
    apart = act.what in _APART or act.table == act.name or not act.table
    return act.name if apart else f"{act.table}.{act.name}"
