"""The SQL of the two tables that hold how far a migration with steps has come.

A row of a file that is rolled back has the down file's name, so that both ways can be half-way at
different times. A step's row is written in the step's own transaction, where it has one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fluentorm.dialects.running import TAKEN_BACK, StepRecord, StepState
from fluentorm.schema.sql_text import quote_literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fluentorm.dialects.postgres.steps import Step
    from fluentorm.dialects.postgres.wire import Wire

STEPS, BACKFILLS = "_fluent_migration_steps", "_fluent_backfills"


class StepTable:
    """Both tables in one namespace, given as SQL text; they are created when first needed."""

    def __init__(self, wire: Wire, namespace: str) -> None:
        self._wire = wire
        self.steps = f"{namespace}.{STEPS}"
        self.backfills = f"{namespace}.{BACKFILLS}"

    def exists(self) -> bool:
        """Say whether the tables are there."""
        return bool(
            self._wire.query(
                "SELECT pg_catalog.to_regclass(%s) IS NOT NULL AND "
                "pg_catalog.to_regclass(%s) IS NOT NULL",
                (self.steps, self.backfills),
            )[0][0]
        )

    def create(self) -> None:
        """Create the tables, where they are missing."""
        if self.exists():
            return
        self._wire.execute(
            f"CREATE TABLE IF NOT EXISTS {self.steps} (migration text NOT NULL, "
            "no integer NOT NULL, kind text NOT NULL, sql_hash text NOT NULL, "
            "state text NOT NULL, attempts integer NOT NULL DEFAULT 0, object text, "
            "detail jsonb NOT NULL DEFAULT '{}', started_at timestamptz, finished_at timestamptz, "
            "error text, PRIMARY KEY (migration, no));"
            f"CREATE TABLE IF NOT EXISTS {self.backfills} (migration text NOT NULL, "
            "step integer NOT NULL, lo jsonb, hi jsonb, last_key jsonb, "
            "rows bigint NOT NULL DEFAULT 0, batch integer NOT NULL, "
            "updated_at timestamptz NOT NULL DEFAULT now(), request text, "
            "PRIMARY KEY (migration, step))"
        )

    def read(self, script: str | None = None) -> tuple[StepRecord, ...]:
        """Return the rows of one file, or of all, in order."""
        rows = self._wire.query(
            "SELECT migration, no, kind, sql_hash, state, attempts, object, detail, started_at, "
            f"finished_at, error FROM {self.steps} WHERE %s::text IS NULL OR migration = %s "
            "ORDER BY migration, no",
            (script, script),
        )
        return tuple(
            StepRecord(
                script=row[0],
                number=row[1],
                kind=row[2],
                sql_hash=row[3],
                state=StepState(row[4]),
                attempts=row[5],
                subject=row[6],
                detail=row[7],
                started_at=row[8],
                finished_at=row[9],
                error=row[10],
            )
            for row in rows
        )

    def announce(self, script: str, steps: Sequence[Step]) -> None:
        """Write a row for each step that has none, and what the others say now."""
        values = ", ".join(
            f"({quote_literal(script)}, {step.number}, '{step.kind.value}', '{step.sql_hash}', "
            f"'{StepState.PENDING.value}', {_json(_first_detail(step))})"
            for step in steps
        )
        self._wire.execute(
            f"DELETE FROM {self.steps} WHERE migration = {quote_literal(script)} "
            f"AND no > {len(steps)};"
            f"INSERT INTO {self.steps} AS s (migration, no, kind, sql_hash, state, detail) "
            f"VALUES {values} ON CONFLICT (migration, no) DO UPDATE SET kind = excluded.kind, "
            "sql_hash = excluded.sql_hash, detail = s.detail || excluded.detail "
            f"WHERE s.state <> '{StepState.DONE.value}'"
        )

    def finishing(
        self, script: str, step: Step, attempts: int, detail: Mapping[str, Any]
    ) -> list[str]:
        """Return statements that make a step done; they fail where it was done already.

        They belong into the step's own transaction: what another runner did meanwhile is then not
        done twice.
        """
        key = f"migration = {quote_literal(script)} AND no = {step.number}"
        done = StepState.DONE.value
        delete = f"DELETE FROM {self.steps} WHERE {key} AND state <> '{done}'"
        insert = (
            f"INSERT INTO {self.steps} (migration, no, kind, sql_hash, state, attempts, object, "
            f"detail, started_at, finished_at) VALUES ({quote_literal(script)}, {step.number}, "
            f"'{step.kind.value}', '{step.sql_hash}', '{done}', {attempts}, "
            f"{_text(detail.get('object'))}, {_json(detail)}, "
            "pg_catalog.transaction_timestamp(), pg_catalog.clock_timestamp())"
        )
        return [delete, insert]

    def begin(self, script: str, step: Step, detail: Mapping[str, Any]) -> None:
        """Commit that a step is being run, which no transaction of its own will tell."""
        self._wire.query(
            f"UPDATE {self.steps} SET state = %s, attempts = attempts + 1, object = %s, "
            "detail = detail || %s::jsonb, started_at = coalesce(started_at, now()), error = NULL "
            "WHERE migration = %s AND no = %s AND state <> 'done'",
            (
                StepState.RUNNING.value,
                detail.get("object"),
                json.dumps(detail),
                script,
                step.number,
            ),
        )

    def fail(self, script: str, number: int, error: str) -> None:
        """Commit that a step failed, and why."""
        self._wire.query(
            f"UPDATE {self.steps} SET state = %s, attempts = attempts + (state <> 'running')::int, "
            "error = %s, started_at = coalesce(started_at, now()) "
            "WHERE migration = %s AND no = %s AND state <> 'done'",
            (StepState.FAILED.value, error, script, number),
        )

    def taking_back(self, script: str, number: int) -> str:
        """Return the statement that marks a step of which a part is taken back.

        All that was begun before it is marked too: what undoes it may take their outcome along, as
        a constraint takes the index of which it was made.
        """
        return (
            f"UPDATE {self.steps} SET detail = detail || {_json({TAKEN_BACK: True})} "
            f"WHERE migration = {quote_literal(script)} AND no <= {number} "
            f"AND (state = '{StepState.DONE.value}' OR attempts > 0)"
        )

    def reopen(self, script: str, number: int) -> None:
        """Commit that a step was taken back."""
        self._wire.query(
            f"UPDATE {self.steps} SET state = %s, finished_at = NULL, "
            f"detail = detail - '{TAKEN_BACK}' WHERE migration = %s AND no = %s",
            (StepState.PENDING.value, script, number),
        )

    def forget(self, *scripts: str) -> None:
        """Delete all about some files."""
        self._wire.execute(";\n".join(self.forgetting(*scripts)))

    def ask(self, request: str | None) -> tuple[str, ...]:
        """Leave a request to all backfills that are not done; return whose they are."""
        rows = self._wire.query(
            f"UPDATE {self.backfills} AS b SET request = %s FROM {self.steps} AS s "
            "WHERE s.migration = b.migration AND s.no = b.step AND s.state <> 'done' "
            "RETURNING b.migration",
            (request,),
        )
        return tuple(name for (name,) in rows)

    def forgetting(self, *scripts: str) -> list[str]:
        """Return statements that delete all about some files."""
        names = ", ".join(map(quote_literal, scripts))
        return [
            f"DELETE FROM {table} WHERE migration IN ({names})"
            for table in (self.backfills, self.steps)
        ]


def _first_detail(step: Step) -> dict[str, Any]:
    return {"deferred": True} if step.deferred else {}


def _text(value: str | None) -> str:
    return "NULL" if value is None else quote_literal(value)


def _json(value: Mapping[str, Any]) -> str:
    return f"{quote_literal(json.dumps(value, ensure_ascii=False))}::jsonb"
