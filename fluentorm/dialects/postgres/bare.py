"""Statements that refuse a transaction: what a run that died left of one, and how it goes on.

The catalog is asked before and after. Before the statement the step is committed as running, with
what has to be known to tell its own leftovers from somebody else's.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from fluentorm.dialects.postgres import probes
from fluentorm.dialects.postgres.acts import Act, What, read_acts
from fluentorm.dialects.running import Held, StepState
from fluentorm.errors import DatabaseError
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluentorm.dialects.postgres.steps import Step
    from fluentorm.dialects.postgres.wire import Wire
    from fluentorm.dialects.running import StepRecord, Watch

_POLL, _REPORT_EVERY = 0.5, 5.0

_OF_RELATION = """
SELECT x.indexrelid::bigint, pg_catalog.pg_relation_filenode(x.indexrelid)::bigint
FROM pg_catalog.pg_index AS x
WHERE x.indrelid = pg_catalog.to_regclass(%s) AND x.indisvalid ORDER BY 1
"""
# What REINDEX CONCURRENTLY leaves: an index under construction, or the one that was replaced.
_LEFTOVERS = """
SELECT i.oid::pg_catalog.regclass::text
FROM pg_catalog.pg_index AS x JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
WHERE NOT x.indisvalid AND i.relname ~ '_cc(new|old)[0-9]*$'
    AND x.indrelid = coalesce(
        (SELECT o.indrelid FROM pg_catalog.pg_index AS o
            WHERE o.indexrelid = pg_catalog.to_regclass(%s)),
        pg_catalog.to_regclass(%s))
ORDER BY 1
"""
_BUILDING = """
SELECT count(*) FROM pg_catalog.pg_stat_progress_create_index
WHERE datname = current_database() AND relid = coalesce(
    (SELECT o.indrelid FROM pg_catalog.pg_index AS o
        WHERE o.indexrelid = pg_catalog.to_regclass(%s)),
    pg_catalog.to_regclass(%s))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What there is to do: nothing when ``done``, else to run ``sql`` after the ``cleanup``."""

    done: bool = False
    sql: str = ""
    cleanup: tuple[str, ...] = ()


class Refused(DatabaseError):
    """What stands in the database is not ours to touch, or not to be understood."""


def act_of(step: Step) -> Act:
    """Return what a bare step does; of several objects the first."""
    return read_acts(step.sql)[0]


def before(wire: Wire, step: Step) -> dict[str, Any]:
    """Return what has to be known to resume the step, from the time before it first began."""
    act = act_of(step)
    known: dict[str, Any] = {"object": act.name or act.other or act.table or None}
    match act.what:
        case What.CREATE_INDEX if act.name:
            known["absent"] = probes.find_index(wire, act.name, act.table) is None
        case What.REINDEX:
            known["filenodes"] = _filenodes(wire, act)
        case _:
            pass
    return known


def look(wire: Wire, step: Step, record: StepRecord, watch: Watch) -> Rest:
    """Find out what is left to do of a step; wait while a session is still at work on it.

    Raises Refused.
    """
    act = act_of(step)
    if step.probe is not None:
        return Rest(done=probe_says(wire, step.probe), sql=step.sql)
    match act.what:
        case What.CREATE_INDEX if act.name:
            return _create_index(wire, step, act, record, watch)
        case What.DROP_INDEX:
            gone = record.attempts > 0 and not probes.exists(wire, act.name)
            return Rest(done=gone, sql=step.sql)
        case What.REINDEX:
            return _reindex(wire, step, act, record, watch)
        case What.DETACH_PARTITION:
            return _detach(wire, step, act, record)
        case What.REPEATABLE:
            return Rest(sql=step.sql)
        case _ if record.state is StepState.RUNNING:
            raise Refused(
                f"step {step.number} was running when its runner ended, and whether it was done "
                "cannot be told",
                hint='look, and write "-- Probe: SELECT ..." below its step line, a query that is '
                "true when it is done",
            )
        case _:
            return Rest(sql=step.sql)


def is_done(wire: Wire, step: Step, record: StepRecord) -> bool | None:
    """Say whether a bare step's outcome is there, after it ran; None where it cannot be told."""
    if step.probe is not None:
        return probe_says(wire, step.probe)
    act = act_of(step)
    if act.what is What.REINDEX:
        return _is_rebuilt(wire, act, record.detail)
    return probes.is_done(wire, act, step.sql)


def probe_says(wire: Wire, probe: str) -> bool:
    """Run the query of a probe. Raises Refused for one that does not give one boolean."""
    rows = wire.query(probe)
    if len(rows) != 1 or len(rows[0]) != 1 or not isinstance(rows[0][0], bool):
        raise Refused(
            f"the probe gives {len(rows)} rows, and must give one row with true or false",
            hint="-- Probe: SELECT EXISTS (SELECT FROM pg_class WHERE relname = 'i')",
        )
    return rows[0][0]


def duplicates_query(step: Step) -> str | None:
    """Return a query that lists the rows that keep a unique index from being built."""
    act = act_of(step)
    if act.what is not What.CREATE_INDEX or not act.unique:
        return None
    from fluentorm.dialects.postgres.words import Words

    words = Words(step.sql)
    words.until({"("})
    columns = (words.parenthesised() or "").strip()
    words.until({"where"})
    where = f" {step.sql[words.offset :].strip()}" if words.peek() == "where" else ""
    return (
        f"SELECT {columns}, count(*) FROM {act.table}{where} GROUP BY {columns} "  # noqa: S608 - the author's own statement
        "HAVING count(*) > 1"
    )


def _create_index(wire: Wire, step: Step, act: Act, record: StepRecord, watch: Watch) -> Rest:
    index = _built(wire, act, watch, record.script)
    if index is None:
        return Rest(sql=step.sql)
    ours = record.attempts > 0 and record.detail.get("absent") is True
    same = ours or probes.same_definition(wire, step.sql, act, index.definition)
    if index.valid and same:
        return Rest(done=True)
    if not same:
        state = "valid" if index.valid else "INVALID"
        raise Refused(
            f'there is an index "{index.name}" already, {state} and not of this migration: '
            f"{index.definition}",
            hint=f"if nobody needs it: DROP INDEX CONCURRENTLY {index.name}; else give the new one "
            "another name",
        )
    return Rest(sql=step.sql, cleanup=(f"DROP INDEX CONCURRENTLY {index.name}",))


def _built(wire: Wire, act: Act, watch: Watch, script: str) -> probes.Index | None:
    """Return the index of that name, once nobody builds it any more."""
    next_report = 0.0
    start = time.monotonic()
    while True:
        index = probes.find_index(wire, act.name, act.table)
        if index is None or not index.building:
            return index
        if time.monotonic() - start >= next_report:
            watch(Held(script=script, reason=f'another session still builds "{index.name}"'))
            next_report += _REPORT_EVERY
        time.sleep(_POLL)


def _filenodes(wire: Wire, act: Act) -> list[list[int]]:
    """Return number and file of each index that REINDEX rebuilds."""
    if act.other == "index":
        index = probes.find_index(wire, act.name)
        return [[index.oid, index.filenode or 0]] if index else []
    if act.other != "table":
        return []
    return [list(row) for row in wire.query(_OF_RELATION, (act.name,))]


def _is_rebuilt(wire: Wire, act: Act, detail: Mapping[str, Any]) -> bool | None:
    known = detail.get("filenodes")
    if not known:
        return None
    now = _filenodes(wire, act)
    return len(now) >= len(known) and not any(one in known for one in now)


def _reindex(wire: Wire, step: Step, act: Act, record: StepRecord, watch: Watch) -> Rest:
    if record.attempts == 0:
        return Rest(sql=step.sql)
    names = (act.name, act.name)
    next_report, start = 0.0, time.monotonic()
    while act.name and wire.query(_BUILDING, names)[0][0]:
        if time.monotonic() - start >= next_report:
            watch(Held(script=record.script, reason=f'another session still builds "{act.name}"'))
            next_report += _REPORT_EVERY
        time.sleep(_POLL)
    left = wire.query(_LEFTOVERS, names) if act.name else []
    return Rest(
        done=_is_rebuilt(wire, act, record.detail) is True,
        sql=step.sql,
        cleanup=tuple(f"DROP INDEX CONCURRENTLY {name}" for (name,) in left),
    )


def _detach(wire: Wire, step: Step, act: Act, record: StepRecord) -> Rest:
    part = probes.find_partition(wire, act.table, act.other)
    if part is None:
        return Rest(done=record.attempts > 0, sql=step.sql)
    if part.pending:
        return Rest(sql=f"ALTER TABLE {act.table} DETACH PARTITION {act.other} FINALIZE")
    return Rest(sql=step.sql)


def invalid_leftover(wire: Wire, step: Step, record: StepRecord) -> str | None:
    """Return the INVALID index that a failed build of ours left, by the name to drop it by."""
    act = act_of(step)
    if act.what is not What.CREATE_INDEX or not act.name or not record.detail.get("absent"):
        return None
    index = probes.find_index(wire, act.name, act.table)
    return index.name if index is not None and not index.valid and not index.building else None
