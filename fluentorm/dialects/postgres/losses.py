"""What scripts take away for good: tables and columns with the rows that are in them now.

It is read from the words of the scripts, by the names that things have before the first of them
runs, and then the database is asked whether there is anything to lose. What a script does in a DO
block, a function or in Python is not seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.acts import Act, What, as_before, read_acts
from fluentorm.dialects.postgres.splitter import split_if_whole
from fluentorm.dialects.postgres.words import Words, identifier
from fluentorm.errors import DatabaseError
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from fluentorm.dialects.base import Script, Session

# Helpers of ours hold copies of what stays.
_HELPER = "_fl_"
_ESTIMATE = """
SELECT greatest(c.reltuples, s.n_live_tup, 0)::bigint + coalesce((
    SELECT sum(greatest(p.reltuples, t.n_live_tup, 0))
    FROM pg_catalog.pg_partition_tree(c.oid) AS l
    JOIN pg_catalog.pg_class AS p ON p.oid = l.relid AND l.isleaf
    LEFT JOIN pg_catalog.pg_stat_all_tables AS t ON t.relid = p.oid
    WHERE c.relkind = 'p'), 0)::bigint
FROM pg_catalog.pg_class AS c LEFT JOIN pg_catalog.pg_stat_all_tables AS s ON s.relid = c.oid
WHERE c.oid = pg_catalog.to_regclass(%s) AND c.relkind IN ('r', 'p')
"""
_GENERATED = """
SELECT 1 FROM pg_catalog.pg_attribute
WHERE attrelid = pg_catalog.to_regclass(%s) AND attname = %s AND attgenerated <> ''
"""
# Looking for one value may mean reading all of a table, which is not worth waiting for.
_LIMIT = "SET LOCAL statement_timeout = '2s'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Data that goes; names are SQL text, ``column`` is None where all of the rows go.

    ``rows`` is about how many rows the table has by the server's statistics, None where that is
    not known. ``empty`` says that there is nothing in it to lose.
    """

    table: str
    column: str | None = None
    rows: int | None = None
    empty: bool = False

    def __str__(self) -> str:
        what = f"the rows of {self.table}" if self.column is None else f"{self.table}.{self.column}"
        if self.empty:
            return f"{what}: nothing in it"
        if self.rows is None:
            return what
        return f"{what}: about {self.rows:,} {'row' if self.rows == 1 else 'rows'}"


def losses(session: Session, scripts: Sequence[Script]) -> list[tuple[Loss, ...]]:
    """Return what each of the scripts, run in this order, takes away from a database as it is.

    What earlier scripts of them make is not there yet, and nothing to lose.
    """
    written = [list(_acts(script)) for script in scripts]
    places = [number for number, acts in enumerate(written) for _ in acts]
    found: list[dict[tuple[str, str | None], None]] = [{} for _ in scripts]
    gone: set[tuple[str, str | None]] = set()
    made: set[str] = set()
    added: set[tuple[str, str]] = set()
    flat = [act for acts in written for act in acts]
    for number, before, act in zip(places, as_before(flat), flat, strict=True):
        if act.what is What.CREATE_TABLE:
            made.add(act.name)
        if (
            _is_new_column(act, before.table, added)
            or act.what not in (What.DROP_TABLE, What.DROP_COLUMN)
            or act.name.startswith(_HELPER)
        ):
            continue
        lost = (before.table, None if act.what is What.DROP_TABLE else before.name)
        if not gone & {lost, (before.table, None)} and act.table not in made:
            gone.add(lost)
            found[number][lost] = None
    looked = _look_at(session, gone)
    return [tuple(one for lost in each if (one := looked[lost])) for each in found]


def _is_new_column(act: Act, table: str, added: set[tuple[str, str]]) -> bool:
    """Say whether an act drops a column that one before it added; ``added`` is kept up to date."""
    column = (table, act.name)
    known = column in added
    if act.what is What.ADD_COLUMN:
        added.add(column)
    elif act.what in (What.DROP_COLUMN, What.RENAME_COLUMN):
        added.discard(column)
        if known and act.what is What.RENAME_COLUMN:
            added.add((table, act.other))
    return known and act.what is What.DROP_COLUMN


def _acts(script: Script) -> Iterator[Act]:
    """Yield the acts of a script; rows that are deleted count as those of a dropped table."""
    for statement in split_if_whole(script.sql):
        text = script.sql[statement.start : statement.end]
        words = Words(text)
        if words.take("truncate"):
            words.skip("table", "only")
            yield from (_emptied(name) for name in words.names())
        elif words.take("delete", "from"):
            words.skip("only")
            yield _emptied(words.name())
        else:
            yield from read_acts(text)


def _emptied(table: str) -> Act:
    return Act(what=What.DROP_TABLE, name=table, table=table)


def _look_at(
    session: Session, wanted: Collection[tuple[str, str | None]]
) -> dict[tuple[str, str | None], Loss | None]:
    session.query("BEGIN READ ONLY")
    try:
        session.query(_LIMIT)
        return {lost: _look(session, *lost) for lost in wanted}
    finally:
        session.query("ROLLBACK")


def _look(session: Session, table: str, column: str | None) -> Loss | None:
    """Ask what is there; None where nothing is: scripts before it make the table.

    Nor is there anything in a generated column that is not worked out again.
    """
    rows = session.query(_ESTIMATE, (table,))
    if not rows or (column and session.query(_GENERATED, (table, identifier(column)))):
        return None
    condition = "" if column is None else f" WHERE {column} IS NOT NULL"
    session.query("SAVEPOINT look")
    try:
        some = session.query(f"SELECT 1 FROM {table}{condition} LIMIT 1")  # noqa: S608 - from a file that is run as it is
    except DatabaseError:  # it took too long, or the user may not read it, or it has no such column
        session.query("ROLLBACK TO SAVEPOINT look")
        return Loss(table=table, column=column, rows=rows[0][0])
    return Loss(table=table, column=column, rows=rows[0][0] or None, empty=not some)
