"""The trace: a file runs on a scratch server, and what it really does is compared with the rules.

Every statement that runs in a transaction is watched from inside it: the locks that it added
(pg_locks), the tables whose file changed (relfilenode), and those that it read through
(pg_stat_xact_all_tables, which counts a scan of an empty table too). A statement that refuses
transactions only runs: what it does is over when it can be asked.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from fluentorm.dialects.base import StepKind
from fluentorm.dialects.postgres.lock_modes import Lock
from fluentorm.errors import DatabaseError
from fluentorm.lint.effects import effect
from fluentorm.lint.nodes import key
from fluentorm.lint.reading import Raw
from fluentorm.lint.replay import play_change
from fluentorm.lint.source import read
from fluentorm.lint.spread import with_partitions
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fluentorm.dialects.base import Session
    from fluentorm.lint.source import SqlFile, Statement, Unit
    from fluentorm.lint.state import State

_MODES = {
    "AccessShareLock": Lock.ACCESS_SHARE,
    "RowShareLock": Lock.ROW_SHARE,
    "RowExclusiveLock": Lock.ROW_EXCLUSIVE,
    "ShareUpdateExclusiveLock": Lock.SHARE_UPDATE_EXCLUSIVE,
    "ShareLock": Lock.SHARE,
    "ShareRowExclusiveLock": Lock.SHARE_ROW_EXCLUSIVE,
    "ExclusiveLock": Lock.EXCLUSIVE,
    "AccessExclusiveLock": Lock.ACCESS_EXCLUSIVE,
}
_TABLES = """
SELECT c.oid::bigint, n.nspname, c.relname, pg_relation_filenode(c.oid)::bigint
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
"""
_LOCKS = """
SELECT relation::bigint, mode FROM pg_locks
WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted
"""
_SCANS = """
SELECT relid::bigint, coalesce(seq_scan, 0)::bigint FROM pg_stat_xact_all_tables
WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema'
"""
# What reads and writes rows for its own sake: how it finds them is no matter of schema changes.
_ROW_WORK = frozenset(
    "update_stmt delete_stmt insert_stmt merge_stmt select_stmt call_stmt".split()
)
# Strong locks matter; weaker ones stop nobody, and every query takes them.
_NOTED = Lock.SHARE_UPDATE_EXCLUSIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a statement did to tables that were there before: new locks, rewrites, scans."""

    locks: Mapping[str, Lock] = field(default_factory=dict)
    rewrites: frozenset[str] = frozenset()
    scans: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Moment:
    """The server's tables as (key, file) by oid, its locks, and how often each was read through."""

    tables: dict[int, tuple[str, int | None]]
    locks: frozenset[tuple[int, str]]
    scans: dict[int, int]


def trace_text(
    text: str,
    path: str,
    session: Session,
    state: State,
    mend: Callable[[DatabaseError], bool],
) -> list[Raw]:
    """Run a file and return what contradicts the rules; the state is then the one after it.

    ``mend`` is asked whether the reason of an error is gone, such as a role that is missing; then
    its transaction begins again. Raises DatabaseError for a statement that the server refuses.
    """
    file = read(text, path)
    found: list[Raw] = []
    for unit in file.units:
        while True:
            mark = state.mark()
            try:
                found += _unit(unit, file, session, state)
                break
            except DatabaseError as error:
                state.back(mark)
                if not unit.transactional or not mend(error):
                    raise
    return found


def _unit(unit: Unit, file: SqlFile, session: Session, state: State) -> Iterator[Raw]:
    statements = [statement for statement in unit.statements if not statement.within]
    if unit.step is StepKind.BARE or not unit.transactional:
        for statement in statements:
            session.query(statement.text)
            _play(statement, unit, state)
        return
    found: list[Raw] = []
    session.query("BEGIN")
    try:
        young: set[int] = set()
        for statement in statements:
            expected = _expected(statement, unit, state)
            before = _moment(session)
            session.query(statement.text)
            after = _moment(session)
            young |= after.tables.keys() - before.tables.keys()
            seen = _seen(before, after, young)
            held = {before.tables[oid][0] for oid, _ in before.locks if oid in before.tables}
            found += _contradictions(statement, expected, seen, held, file)
        session.query("COMMIT")
    except BaseException:
        session.query("ROLLBACK")
        raise
    yield from found


def _parts(statement: Statement, unit: Unit) -> list[Statement]:
    """Return a statement and, for a DO block, what it is known to run."""
    return [other for other in unit.statements if other.number == statement.number]


def _play(statement: Statement, unit: Unit, state: State) -> None:
    for part in _parts(statement, unit):
        for change in part.changes:
            play_change(change, part, state)


def _expected(statement: Statement, unit: Unit, state: State) -> Seen:
    """Return what the rules say that a statement does, and let it change the state."""
    locks: dict[str, Lock] = {}
    rewrites: set[str] = set()
    scans: set[str] = set()
    for part in _parts(statement, unit):
        for change in part.changes:
            said = with_partitions(change, effect(change, state), state)
            for table, mode in said.locks.items():
                locks[table] = max(mode, locks.get(table, Lock.NONE))
            rewrites |= said.rewrites
            scans |= said.scans | said.builds
            play_change(change, part, state)
    return Seen(locks=locks, rewrites=frozenset(rewrites), scans=frozenset(scans))


def _moment(session: Session) -> _Moment:
    tables = {row[0]: (key(row[1], row[2]), row[3]) for row in session.query(_TABLES)}
    locks = frozenset((row[0], row[1]) for row in session.query(_LOCKS))
    return _Moment(tables, locks, dict(session.query(_SCANS)))


def _seen(before: _Moment, after: _Moment, young: set[int]) -> Seen:
    """Return what happened between two moments to tables that the transaction did not make."""
    old = {oid: item for oid, item in before.tables.items() if oid not in young}
    locks: dict[str, Lock] = {}
    for oid, mode in after.locks - before.locks:
        if oid in old:
            name = old[oid][0]
            locks[name] = max(_MODES[mode], locks.get(name, Lock.NONE))
    rewrites = {
        name for oid, (name, file) in old.items() if after.tables.get(oid, ("", file))[1] != file
    }
    scans = {
        old[oid][0]
        for oid, count in after.scans.items()
        if oid in old and count > before.scans.get(oid, 0)
    }
    return Seen(locks=locks, rewrites=frozenset(rewrites), scans=frozenset(scans))


def _contradictions(
    statement: Statement, expected: Seen, seen: Seen, held: set[str], file: SqlFile
) -> Iterator[Raw]:
    opaque = statement.kind == "do_stmt"
    for message, table in _differences(expected, seen, held, rows=statement.kind in _ROW_WORK):
        yield Raw(
            rule="TX004" if opaque else "TR001",
            path=file.path,
            line=statement.line,
            message=f"seen on the server: {message.partition(', ')[0]}" if opaque else message,
            table=table,
            statement=statement.text[:200],
        )


def _differences(
    expected: Seen, seen: Seen, held: set[str], *, rows: bool
) -> Iterator[tuple[str, str]]:
    for table, mode in sorted(seen.locks.items()):
        said = expected.locks.get(table, Lock.NONE)
        if mode > max(said, _NOTED):
            announced = f", announced is {said.words}" if said else ""
            yield f'"{table}" was locked in {mode.words} mode{announced}', table
    for table, said in sorted(expected.locks.items()):
        mode = seen.locks.get(table, Lock.NONE)
        if said > max(mode, _NOTED) and table not in held:
            yield f'"{table}" was not locked in {said.words} mode, as announced', table
    for table in sorted(seen.rewrites - expected.rewrites):
        yield f'"{table}" was written anew, which was not announced', table
    for table in sorted(expected.rewrites - seen.rewrites):
        yield f'"{table}" was not written anew, as announced', table
    if rows:
        return
    for table in sorted(seen.scans - expected.scans - expected.rewrites - seen.rewrites):
        yield f'"{table}" was read through, which was not announced', table
    for table in sorted(expected.scans - seen.scans - seen.rewrites):
        yield f'"{table}" was not read through, as announced', table
