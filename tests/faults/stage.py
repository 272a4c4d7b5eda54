"""A case of ``tests/online`` as databases: before, after, and what a run with a fault comes to."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from fluentorm.dialects.postgres.driver import connect
from fluentorm.diff.differ import diff
from fluentorm.schema.objects import EMPTY
from tests.acceptance.whole_catalog import whole_catalog
from tests.cases.loading import model_of
from tests.cases.test_cases import run as run_operations
from tests.conftest import with_database
from tests.faults.relay import Relay
from tests.online.running import generated
from tests.prepared import PREPARED, SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.faults.relay import Exchange, Trap

CASES = Path(__file__).parent.parent / "online" / "cases"
FLUENTORM = Path(sys.executable).parent / "fluentorm"
# So many rows that a step can be met in the middle, so few that a copy takes no time.
ROWS = 3000
_SETTINGS = {"FLUENT_LOCK_RETRY_BUDGET": "60", "FLUENT_LOCK_WAIT": "30", "FLUENT_DB_EMBEDDED": "0"}
_PASSES = 6
_TABLES = """
SELECT c.oid::regclass::text, array_agg(quote_ident(a.attname) ORDER BY a.attname)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
AND c.relname !~ '^_fluent_' GROUP BY c.oid ORDER BY 1
"""


class NotDone(AssertionError):
    """The runs after a fault came to no end, or to another one than without it."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a database holds: its catalog, and for each table what is in each column."""

    catalog: frozenset[tuple[Any, ...]]
    rows: dict[str, dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way of a case, undisturbed: where it starts, what is sent, and where it ends."""

    name: str
    template: str
    exchanges: tuple[Exchange, ...]
    outcome: Outcome


@dataclass(kw_only=True)
class Attempt:
    """A run with a fault: the outputs of all commands, and how many it took."""

    outputs: list[str] = field(default_factory=list)
    passes: int = 0


class Stage:
    """The databases of one case on one server; ``folder`` becomes its project."""

    def __init__(self, case: str, server: str, folder: Path) -> None:
        self.case = case
        self.server = server
        self.folder = folder
        self.old, self.new = (model_of(CASES / case / f"{side}.py") for side in ("old", "new"))
        self._made: list[str] = []
        self._tag = re.sub(r"\W", "_", case)[-30:] + f"_{os.getpid()}"
        self._volatile: set[str] = set()

    def prepare(self) -> None:
        """Write the project and make the databases before and after; run both ways once."""
        version_file = CASES / self.case / "version"
        version = int(version_file.read_text()) if version_file.exists() else 14
        migrations = self.folder / "migrations"
        migrations.mkdir(parents=True)
        (self.folder / "schemas").mkdir()
        for pair in generated(self.old, self.new, version):
            for file in (pair.up, pair.down):
                (migrations / file.name).write_text(file.text, encoding="utf-8")
        before = self.create(f"before_{self._tag}", "template0")
        self._fill(before)
        up = self._undisturbed("up", before, f"after_{self._tag}")
        down = self._undisturbed("down", f"after_{self._tag}", f"back_{self._tag}")
        self.ways = {"up": up, "down": down}

    def commands(self, way: str) -> tuple[tuple[str, ...], ...]:
        """Return what must be called; each does nothing where there is nothing left to do."""
        if way == "down":
            return (("migrate_down", "--all", "--yes"),)
        contracts = (self.folder / "migrations").glob("*_contract.sql")
        return (("migrate",), ("migrate", "--contract")) if any(contracts) else (("migrate",),)

    def _fill(self, name: str) -> None:
        session = connect(self.at(name))
        run_operations(session, [diff(EMPTY, self.old)])
        rows = (CASES / self.case / "rows.sql").read_text(encoding="utf-8")
        rows = rows.replace("'2020-01-01' + i", "'2020-01-01' + i % 700")
        session.execute(re.sub(r"\b(30|500)\b", str(ROWS), rows))
        session.execute("ANALYZE")
        session.close()

    def _undisturbed(self, way: str, start: str, end: str) -> Way:
        self.create(end, start)
        with Relay(self.at(end)) as relay:
            for command in self.commands(way):
                done, output = self.command(command, relay.url)
                if not done:
                    raise NotDone(f"{self.case} {way}, undisturbed:\n{output}")
        return Way(
            name=way,
            template=start,
            exchanges=tuple(relay.exchanges),
            outcome=self.outcome(end),
        )

    def create(self, name: str, template: str, tablespace: str = "pg_default") -> str:
        """Copy a database."""
        with psycopg.connect(self.server, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
            admin.execute(
                f"CREATE DATABASE {name} TEMPLATE {template} TABLESPACE {tablespace} "
                "STRATEGY FILE_COPY".encode()
            )
        if name not in self._made:
            self._made.append(name)
        return name

    def drop(self, name: str) -> None:
        """Drop a database."""
        with psycopg.connect(self.server, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())

    def drop_all(self) -> None:
        """Drop what was made."""
        for name in self._made:
            self.drop(name)

    def at(self, name: str) -> str:
        """Return the URL of one of the databases."""
        return with_database(self.server, name)

    def start(self, command: Sequence[str], url: str, **settings: str) -> subprocess.Popen[str]:
        """Start the runner as its users do."""
        return subprocess.Popen(
            [FLUENTORM, *command],
            cwd=self.folder,
            env=self._environ(url, settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def command(self, command: Sequence[str], url: str, **settings: str) -> tuple[bool, str]:
        """Run the runner to its end; say whether it was content, and what it said."""
        env = self._environ(url, settings)
        done = PREPARED.run(SCRIPT, tuple(command), cwd=self.folder, env=env)
        if done is None:
            process = self.start(command, url, **settings)
            output, _ = process.communicate(timeout=120)
            status = process.returncode
        else:
            output, status = done.stdout + done.stderr, done.returncode
        said = f"$ fluentorm {' '.join(command)}\n{output}[{status}]\n"
        assert "Traceback" not in output, said
        return status == 0, said

    @staticmethod
    def _environ(url: str, settings: dict[str, str]) -> dict[str, str]:
        return {**os.environ, **_SETTINGS, "FLUENT_DB_URL": url, **settings}

    def finish(self, way: str, name: str, attempt: Attempt) -> None:
        """Run until all is done, as an operator would who types the command again."""
        for _ in range(_PASSES):
            attempt.passes += 1
            if all(self._noted(command, name, attempt) for command in self.commands(way)):
                return
        raise NotDone("\n".join(attempt.outputs))

    def _noted(self, command: Sequence[str], name: str, attempt: Attempt) -> bool:
        done, output = self.command(command, self.at(name))
        attempt.outputs.append(output)
        return done

    def compare(self, way: Way, name: str, attempt: Attempt) -> None:
        """Raise NotDone where the database is another one than after an undisturbed run."""
        found = self.outcome(name)
        told = [
            *(f"+ {row}" for row in found.catalog - way.outcome.catalog),
            *(f"- {row}" for row in way.outcome.catalog - found.catalog),
            *_different(found.rows, way.outcome.rows),
        ]
        if told:
            raise NotDone("\n".join([*attempt.outputs, *sorted(told)]))

    def outcome(self, name: str) -> Outcome:
        """Read what a database holds, without what the runner itself keeps."""
        with psycopg.connect(self.at(name)) as connection:
            catalog = frozenset(
                tuple(row) for row in whole_catalog(connection) if "_fluent_" not in str(row[1])
            )
            return Outcome(catalog=catalog, rows=dict(self._rows(connection)))

    def _rows(self, connection: psycopg.Connection[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        kept = {
            (table, column)
            for table, one in self.old.tables.items()
            for column in one.columns
            if table in self.new.tables and column in self.new.tables[table].columns
        }
        for table, columns in connection.execute(_TABLES).fetchall():
            stable = [name for name in columns if (table, name) in kept]
            held: dict[str, Any] = {}
            query = f"SELECT jsonb_build_array({', '.join(stable)})::text FROM {table}"
            held["the rows"] = sorted(row for (row,) in connection.execute(query.encode()))
            for column in columns:
                # Of values that are made anew in each run, random ones, only their number is known.
                query = f"SELECT count({column}), count(DISTINCT {column}::text) FROM {table}"
                held[column] = connection.execute(query.encode()).fetchone()
            yield table, held


def _different(found: dict[str, Any], wanted: dict[str, Any]) -> Iterator[str]:
    for table in found.keys() | wanted.keys():
        mine, theirs = found.get(table, {}), wanted.get(table, {})
        for what in mine.keys() | theirs.keys():
            if mine.get(what) != theirs.get(what):
                here, there = str(mine.get(what))[:300], str(theirs.get(what))[:300]
                yield f"{table}, {what}: {here} and not {there}"


def disturbed(stage: Stage, way: Way, name: str, trap: Trap, runner: list[Any]) -> Attempt:
    """Run one way through a relay with a trap; ``runner`` gets the process that is at work."""
    attempt = Attempt()
    with Relay(stage.at(name), trap) as relay:
        for command in stage.commands(way.name):
            process = stage.start(command, relay.url)
            runner[:] = [process]
            output, _ = process.communicate(timeout=120)
            attempt.outputs.append(
                f"$ fluentorm {' '.join(command)}\n{output}[{process.returncode}]"
            )
            assert "Traceback" not in output, output
            if process.returncode != 0:
                break
    return attempt
