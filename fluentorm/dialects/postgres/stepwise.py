"""Running a file step by step, each with its row in the database, from where it was left.

A short or long step is one transaction with its row. A bare step is committed as running, run,
looked for in the catalog, and committed as done. Whoever comes later finds out from the rows and
the catalog what is left.
"""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any

from fluentorm.dialects.base import StepKind
from fluentorm.dialects.postgres import bare, failures, probes, splitter
from fluentorm.dialects.postgres.acts import as_before, read_acts
from fluentorm.dialects.postgres.backfill import Backfill
from fluentorm.dialects.postgres.locking import unlimited
from fluentorm.dialects.postgres.server_errors import failed
from fluentorm.dialects.postgres.steps import parse_steps
from fluentorm.dialects.running import StepFinished, StepRecord, StepStarted, StepState
from fluentorm.errors import (
    ChecksumMismatch,
    ConnectionFailed,
    DatabaseError,
    Failed,
    MigrationError,
    Place,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from psycopg.pq.abc import PGresult

    from fluentorm.dialects.base import Script
    from fluentorm.dialects.postgres.locking import ShortLocks
    from fluentorm.dialects.postgres.step_table import StepTable
    from fluentorm.dialects.postgres.steps import Step
    from fluentorm.dialects.postgres.wire import Wire
    from fluentorm.dialects.running import Locking, Watch


class Stepwise:
    """Runs the steps of one file, whose rows are found by ``name``.

    ``finish`` are the statements that record that all of it is done.
    """

    def __init__(
        self,
        script: Script,
        name: str,
        finish: Sequence[str],
        *,
        wire: Wire,
        locks: ShortLocks,
        locking: Locking,
        table: StepTable,
        watch: Watch,
    ) -> None:
        self._script = script
        self._name = name
        self._finish = list(finish)
        self._wire = wire
        self._locks = locks
        self._locking = locking
        self._table = table
        self._watch = watch
        self._steps = parse_steps(script)

    def run(self, *, leave_deferred: bool = True) -> bool:
        """Run what is left; say whether all is done: a deferred backfill is left to others.

        Raises Failed, ChecksumMismatch for a step that was changed after it was done, and
        MigrationError for one that was taken back in part.
        """
        records = self._prepare()
        for step in self._steps:
            record = records[step.number]
            if record.state is StepState.DONE:
                continue
            if step.deferred and leave_deferred:
                return False
            self._run(step, record)
        self._conclude()
        return True

    def run_deferred(self) -> bool:
        """Run the deferred backfill whose turn it is; say whether there was one.

        Raises what ``run`` raises.
        """
        records = self._prepare()
        left = [step for step in self._steps if records[step.number].state is not StepState.DONE]
        if not left or not left[0].deferred:
            return False
        self._run(left[0], records[left[0].number])
        if len(left) == 1:
            self._conclude()
        return True

    def repair(self) -> tuple[int, ...]:
        """Take the step that is next for done if its outcome is there; return those taken.

        Raises MigrationError where it is not, or that cannot be told.
        """
        records = self._prepare()
        left = [step for step in self._steps if records[step.number].state is not StepState.DONE]
        if left:
            step, record = left[0], records[left[0].number]
            self._require_done(step, record)
            self._settle(step, record, self._finish if len(left) == 1 else [])
        else:
            self._conclude()
        return tuple(step.number for step in left[:1])

    def _prepare(self) -> dict[int, StepRecord]:
        self._table.create()
        known = {record.number: record for record in self._table.read(self._name)}
        self._require_whole(known)
        for step in self._steps:
            record = known.get(step.number)
            changed = record is not None and record.sql_hash != step.sql_hash
            if record is not None and record.state is StepState.DONE and changed:
                raise ChecksumMismatch(
                    f"step {step.number} was changed after it was run",
                    place=self._place(step),
                    hint="bring back what was run, or take it back: doit migrate_abort; steps that "
                    "were not run yet may change",
                )
        done = [number for number, record in known.items() if record.state is StepState.DONE]
        if done and max(done) > len(self._steps):
            raise ChecksumMismatch(
                f"step {max(done)} was run, and is gone from the file",
                place=Place(self._script.path),
                hint="bring back what was run, or take it back: doit migrate_abort",
            )
        self._table.announce(self._name, self._steps)
        return {record.number: record for record in self._table.read(self._name)}

    def _require_whole(self, known: Mapping[int, StepRecord]) -> None:
        """Raise MigrationError where an abort was begun and has not come to its end."""
        for step in reversed(self._steps):
            record = known.get(step.number)
            if record is not None and record.taken_back:
                raise MigrationError(
                    f"step {step.number} is taken back in part",
                    place=self._place(step),
                    hint="doit migrate_abort takes back the rest",
                )

    def _conclude(self) -> None:
        """Record the whole, where that was not done together with the last step."""
        if self._finish:
            self._wire.execute(";\n".join(self._finish))
            self._finish = []

    def _run(self, step: Step, record: StepRecord) -> None:
        total, kind = len(self._steps), step.kind.value
        self._watch(
            StepStarted(script=self._script.path, number=step.number, total=total, kind=kind)
        )
        start = time.monotonic()
        try:
            self._run_kind(step, record)
        except Failed as error:
            self._note_failure(step, error.message, error.cause)
            raise self._told(step, error) from error
        except DatabaseError as error:
            self._note_failure(step, error.message, error)
            raise self._told(step, self._without_statement(step, error)) from error
        self._watch(
            StepFinished(
                script=self._script.path,
                number=step.number,
                total=total,
                kind=kind,
                seconds=time.monotonic() - start,
            )
        )

    def _run_kind(self, step: Step, record: StepRecord) -> None:
        last = step.number == len(self._steps)
        if step.kind is StepKind.BARE:
            self._run_bare(step, record, last=last)
        elif step.kind is StepKind.BACKFILL:
            self._run_backfill(step, record, last=last)
        elif step.probe is not None and bare.probe_says(self._wire, step.probe):
            self._settle(step, record, self._finish if last else [])
        else:
            self._run_transaction(step, record, last=last)

    def _run_transaction(self, step: Step, record: StepRecord, *, last: bool) -> None:
        """Run a short or long step, in one transaction with its row."""
        detail = {**record.detail, "before": self._facts(step)}
        lead = self._table.finishing(self._name, step, record.attempts + 1, detail)
        lead += self._finish if last else []
        if step.kind is StepKind.SHORT:
            relations = self._locks.relations(step.text)
            results, lead = self._locks.run(
                step.text, relations, script=self._script, lead=lead, watch=self._watch
            )
        else:
            lead = [*lead, *unlimited(self._wire.version)]
            self._wire.reset()
            self._wire.touch(step.text)
            results = self._wire.send("".join(f"{one};\n" for one in lead) + step.text)
        self._require(results, step, lead)
        if last:
            self._finish = []

    def _require(self, results: list[PGresult], step: Step, lead: Sequence[str]) -> None:
        if results and failed(results[-1]):
            failures.raise_failed(results, self._script, lead=lead, start=step.start)

    def _run_bare(self, step: Step, record: StepRecord, *, last: bool) -> None:
        if record.attempts == 0:
            detail = {**bare.before(self._wire, step), "before": self._facts(step)}
        else:
            detail = dict(record.detail)
        rest = bare.look(self._wire, step, record, self._watch)
        self._table.begin(self._name, step, detail)
        record = self._row(step)
        for statement in rest.cleanup:
            self._alone(statement, step)
        if not rest.done:
            self._alone_or_done(rest.sql, step, record)
        self._settle(step, record, self._finish if last else [])
        if last:
            self._finish = []

    def _alone_or_done(self, sql: str, step: Step, record: StepRecord) -> None:
        """Run the statement of a bare step; that it was done by then is as good."""
        try:
            self._alone(sql, step)
        except Failed as error:
            if isinstance(error.cause, ConnectionFailed):
                raise
            act = bare.act_of(step)
            gone = act.what.name.startswith("DROP") and bare.is_done(self._wire, step, record)
            if gone and record.attempts > 1:
                return
            leftover = bare.invalid_leftover(self._wire, step, record)
            if leftover is not None:  # it would slow writes down, or refuse them
                with contextlib.suppress(Failed):
                    self._alone(f"DROP INDEX CONCURRENTLY {leftover}", step)
            raise

    def _alone(self, sql: str, step: Step) -> None:
        """Run one statement outside a transaction, with all the time it needs."""
        self._wire.reset()
        self._wire.touch()
        self._wire.execute(
            "; ".join(one.replace("SET LOCAL", "SET") for one in unlimited(self._wire.version))
        )
        self._wire.touch()
        results = self._wire.send(sql)
        if results and failed(results[-1]):
            failures.raise_single_failed(
                results[-1],
                self._script,
                splitter.statements_before(self._script.text, step.start) + 1,
                step.statements[0].start,
            )

    def _run_backfill(self, step: Step, record: StepRecord, *, last: bool) -> None:
        table = step.update.table if step.update is not None else None
        self._table.begin(self._name, step, {**record.detail, "object": table})
        Backfill(
            step,
            self._name,
            self._script.path,
            wire=self._wire,
            locks=self._locks,
            locking=self._locking,
            table=self._table,
            watch=self._watch,
        ).run()
        self._settle(step, self._row(step), self._finish if last else [])
        if last:
            self._finish = []

    def _settle(self, step: Step, record: StepRecord, finish: Sequence[str]) -> None:
        """Commit that a step is done which has no transaction of its own to say so."""
        attempts = max(record.attempts, 1)
        done = self._table.finishing(self._name, step, attempts, record.detail)
        self._wire.execute(";\n".join((*done, *finish)))
        if finish:
            self._finish = []

    def _row(self, step: Step) -> StepRecord:
        rows = self._table.read(self._name)
        return next(row for row in rows if row.number == step.number)

    def _facts(self, step: Step) -> list[dict[str, Any]]:
        """Return what each act of a step takes away, in their order."""
        acts = [act for statement in step.sqls for act in read_acts(statement)]
        return [probes.facts(self._wire, act) for act in as_before(acts)]

    def _require_done(self, step: Step, record: StepRecord) -> None:
        if step.update is not None:
            left = self._wire.query(f"SELECT EXISTS ({step.update.remaining('1')})")[0][0]
            self._refuse_unless(not left, step, "there are rows that satisfy its condition")
            return
        if step.probe is not None:
            said = bare.probe_says(self._wire, step.probe)
            self._refuse_unless(said, step, "its probe says no")
            return
        for statement in step.sqls:
            if step.kind is StepKind.BARE:
                found = bare.is_done(self._wire, step, record)
                self._refuse_unless(found, step, f"what it makes is not there: {statement}")
                continue
            for act in read_acts(statement):
                found = probes.is_done(self._wire, act, statement)
                self._refuse_unless(found, step, f"what it makes is not there: {statement}")

    def _refuse_unless(self, found: bool | None, step: Step, why: str) -> None:
        if found:
            return
        if found is None:
            raise MigrationError(
                f"whether step {step.number} is done cannot be told from the catalog",
                place=self._place(step),
                hint='write "-- Probe: SELECT ..." below its step line, a query that is true when '
                "it is done",
            )
        raise MigrationError(
            f"step {step.number} is not done: {why}",
            place=self._place(step),
            hint="do it by hand and type this again, or let it run: doit migrate",
        )

    def _note_failure(self, step: Step, message: str, cause: DatabaseError) -> None:
        if not isinstance(cause, ConnectionFailed):
            with contextlib.suppress(DatabaseError):
                self._table.fail(self._name, step.number, message)

    def _told(self, step: Step, error: Failed) -> Failed:
        """Return the error of a step with what it is a step of, and what keeps."""
        hint = error.hint
        query = bare.duplicates_query(step) if error.cause.sqlstate == "23505" else None
        if query is not None:
            hint = f"these rows are in the way: {query}"
        kept = (
            "nothing was done before it"
            if step.number == 1
            else (f"step {step.number - 1} and those before it stay done")
        )
        return Failed(
            f"step {step.number} of {len(self._steps)} ({step.kind.value}): {error.message}"
            f"\n{kept}",
            file=error.file,
            statement=error.statement,
            cause=error.cause,
            place=error.place,
            hint=hint,
            step=step.number,
        )

    def _without_statement(self, step: Step, error: DatabaseError) -> Failed:
        return Failed(
            error.message,
            file=self._script.path,
            statement=0,
            cause=error,
            place=self._place(step),
            hint=error.hint,
        )

    def _place(self, step: Step) -> Place:
        return Place(self._script.path, self._script.text.count("\n", 0, step.start) + 1)
