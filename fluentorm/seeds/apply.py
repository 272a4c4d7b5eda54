"""Running a plan in one transaction; a row that the server refuses is found and named."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any

import fluentorm.dialects.postgres.seeding as seeding
from fluentorm.dialects.postgres.seeding import Shape
from fluentorm.dialects.postgres.splitter import line_column, split
from fluentorm.errors import ConnectionFailed, DatabaseError, Place, Problem, SeedError
from fluentorm.seeds.check import Link
from fluentorm.seeds.rows import Statements
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.dialects.base import Session
    from fluentorm.schema.objects import SchemaModel
    from fluentorm.seeds.check import Cell, Entry, Label
    from fluentorm.seeds.order import Batch

_CHUNK = 2000  # rows in one statement
_VALUE_ERRORS = ("22", "42804", "42704")


class Outcome(Enum):
    """What became of a row."""

    INSERTED = "inserted"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeded:
    """What a run did: outcomes by table, in the order they were written, and the SQL files run."""

    tables: Mapping[str, Mapping[Outcome, int]]
    files: tuple[str, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """Return how many rows of all tables have an outcome."""
        return sum(counts.get(outcome, 0) for counts in self.tables.values())


def apply(
    session: Session,
    parts: Sequence[Sequence[Batch] | Statements],
    model: SchemaModel,
    *,
    dry_run: bool = False,
) -> Seeded:
    """Write the batches and run the SQL files, in order, all or nothing.

    With ``dry_run`` all of it is taken back. Raises SeedError for what the server refuses, with
    the place of the row or the statement, and ConnectionFailed.
    """
    writer = _Writer(session, model)
    files = []
    with _transaction(session, keep=not dry_run):
        for part in parts:
            if isinstance(part, Statements):
                _run(session, part)
                files.append(part.shown)
            else:
                session.query("; ".join(seeding.SETTINGS))
                writer.write(part, numbers=not dry_run)
                session.query(seeding.OWN_SETTINGS)
    return Seeded(tables=writer.counts(), files=tuple(files))


@contextlib.contextmanager
def _transaction(session: Session, *, keep: bool) -> Iterator[None]:
    session.query("BEGIN")
    try:
        session.query(seeding.LOCK)
        yield
        if keep:
            _commit(session)
        else:
            session.query("ROLLBACK")
    except BaseException:
        with contextlib.suppress(DatabaseError):  # the connection may be gone, which does the same
            session.query("ROLLBACK")
        raise


def _commit(session: Session) -> None:
    """Let what waits for the end be checked, with words of ours, and keep everything."""
    try:
        session.query("SET CONSTRAINTS ALL IMMEDIATE")
    except ConnectionFailed:
        raise
    except DatabaseError as error:
        raise SeedError([_told(error, None, "the rows do not fit together")]) from error
    session.query("COMMIT")


def _run(session: Session, file: Statements) -> None:
    """Run a file of SQL statement by statement, to know the line of one that is refused."""
    for statement in split(file.text):
        try:
            session.query(file.text[statement.start : statement.end])
        except ConnectionFailed:
            raise
        except DatabaseError as error:
            line, _ = line_column(file.text, statement.start)
            raise SeedError([_told(error, Place(file.shown, line), "")]) from error


class _Writer:
    """Writes batches, and remembers the values that others refer to."""

    def __init__(self, session: Session, model: SchemaModel) -> None:
        self._session = session
        self._model = model
        self._values: dict[tuple[Label, str], str | None] = {}
        self._outcomes: dict[int, tuple[str, Outcome]] = {}

    def counts(self) -> dict[str, Mapping[Outcome, int]]:
        """Return the outcomes by table."""
        found: dict[str, Counter[Outcome]] = {}
        for table, outcome in self._outcomes.values():
            found.setdefault(table, Counter())[outcome] += 1
        return dict(found)

    def write(self, batches: Sequence[Batch], *, numbers: bool) -> None:
        """Write batches in order; with ``numbers`` sequences go on behind those that are given."""
        wanted = _wanted(batches)
        given: dict[tuple[str, str], None] = {}
        for batch in batches:
            shape = Shape(
                table=self._model.tables[batch.table],
                key=batch.key,
                columns=batch.columns,
            )
            if batch.fills:
                shape = Shape(
                    table=shape.table, key=batch.key, columns=(*batch.key, *batch.columns)
                )
            for start in range(0, len(batch.entries), _CHUNK):
                entries = batch.entries[start : start + _CHUNK]
                if self._write(shape, entries, sorted(wanted.get(batch.table, ()))):
                    given.update(dict.fromkeys((batch.table, name) for name in batch.columns))
        for table, column in given if numbers else ():
            described = self._model.tables[table].columns[column]
            if seeding.is_number(described):
                self._session.query(seeding.go_on(self._model.tables[table], column))

    def _write(self, shape: Shape, entries: Sequence[Entry], wanted: Sequence[str]) -> bool:
        """Write some rows of one shape; say whether any was inserted."""
        rows = [[self._value(entry.cells[name]) for name in shape.columns] for entry in entries]
        self._session.query("SAVEPOINT seeds")
        try:
            inserted = self._write_rows(shape, entries, rows, wanted)
        except ConnectionFailed:
            raise
        except DatabaseError as error:
            self._session.query("ROLLBACK TO SAVEPOINT seeds")
            raise self._blame(shape, entries, rows, wanted, error) from error
        self._session.query("RELEASE SAVEPOINT seeds")
        return inserted

    def _write_rows(
        self,
        shape: Shape,
        entries: Sequence[Entry],
        rows: Sequence[Sequence[str | None]],
        wanted: Sequence[str],
    ) -> bool:
        self._refuse_repeated(shape, entries, rows)
        known = {row[0]: row[1:] for row in self._query(seeding.match(shape, wanted), rows)}
        new = [number for number in range(1, len(rows) + 1) if number not in known]
        changed = [number for number, (differs, *_) in known.items() if differs]
        if new:
            arbiter = all(entry.arbiter for entry in entries)
            self._query(seeding.insert(shape, arbiter=arbiter), [rows[n - 1] for n in new])
        if changed:
            self._query(seeding.update(shape), [rows[n - 1] for n in changed])
        if wanted and (new or changed):
            found = self._query(seeding.match(shape, wanted), rows)
            known |= {row[0]: row[1:] for row in found}
        for number, entry in enumerate(entries, 1):
            outcome = Outcome.UNCHANGED
            if number in new:
                outcome = Outcome.INSERTED
            elif number in changed:
                outcome = Outcome.UPDATED
            self._note(entry, outcome)
            if entry.label is not None and number in known:
                for name, value in zip(wanted, known[number][1:], strict=True):
                    self._values[entry.label, name] = value
        return bool(new)

    def _note(self, entry: Entry, outcome: Outcome) -> None:
        """Note what became of a row; one that is filled in later was inserted all the same."""
        before = self._outcomes.get(entry.number)
        if before is None or before[1] is Outcome.UNCHANGED:
            self._outcomes[entry.number] = (entry.table, outcome)

    def _refuse_repeated(
        self, shape: Shape, entries: Sequence[Entry], rows: Sequence[Sequence[str | None]]
    ) -> None:
        """Refuse keys that differ as text, and mean the same to the server, such as 1 and 01."""
        found = self._query(seeding.repeated(shape), rows) if len(rows) > 1 else []
        problems = [
            Problem(
                f"the key ({', '.join(shape.key)}) is that of the row at "
                f"{entries[first - 1].place} too",
                entries[second - 1].place,
                "take one of the two rows out",
            )
            for ((first, second, *_),) in found
        ]
        if problems:
            raise SeedError(problems)

    def _query(self, statement: str, rows: Sequence[Sequence[str | None]]) -> list[tuple[Any, ...]]:
        return self._session.query(statement, [list(column) for column in zip(*rows, strict=True)])

    def _value(self, cell: Cell) -> str | None:
        return self._values.get((cell.label, cell.column)) if isinstance(cell, Link) else cell

    def _blame(
        self,
        shape: Shape,
        entries: Sequence[Entry],
        rows: Sequence[Sequence[str | None]],
        wanted: Sequence[str],
        error: DatabaseError,
    ) -> SeedError:
        """Find the row that was refused: alone it is refused again."""
        for entry, row in zip(entries, rows, strict=True):
            self._session.query("SAVEPOINT one")
            try:
                self._write_rows(shape, [entry], [row], wanted)
            except ConnectionFailed:
                raise
            except DatabaseError as own:
                self._session.query("ROLLBACK TO SAVEPOINT one")
                column = self._culprit(shape, row) if _about_value(own) else own.column
                what = f'the value of "{column}"' if column else f'the row of "{entry.table}"'
                return SeedError([_told(own, entry.place, what)])
        return SeedError([_told(error, entries[0].place, f'the rows of "{entries[0].table}"')])

    def _culprit(self, shape: Shape, row: Sequence[str | None]) -> str | None:
        """Return the column whose value is none of its type."""
        for name, value in zip(shape.columns, row, strict=True):
            self._session.query("SAVEPOINT cell")
            try:
                self._session.query(seeding.probe(shape.table.columns[name]), (value,))
            except DatabaseError:
                self._session.query("ROLLBACK TO SAVEPOINT cell")
                return name
        return None


def _wanted(batches: Sequence[Batch]) -> dict[str, set[str]]:
    """Return the columns of each table that rows refer to."""
    found: dict[str, set[str]] = {}
    for batch in batches:
        for entry in batch.entries:
            for cell in entry.cells.values():
                if isinstance(cell, Link):
                    found.setdefault(cell.label[0], set()).add(cell.column)
    return found


def _about_value(error: DatabaseError) -> bool:
    return (error.sqlstate or "").startswith(_VALUE_ERRORS)


def _told(error: DatabaseError, place: Place | None, what: str) -> Problem:
    detail = f": {error.detail}" if error.detail else ""
    lead = f"{what}: " if what else ""
    return Problem(f"{lead}{error.message}{detail}", place, error.hint)
