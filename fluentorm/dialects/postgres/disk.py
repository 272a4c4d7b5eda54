"""How much room scripts need on the server's disks, and how much there is, as far as one can see.

A row that is updated is written anew, and what was written stays until a vacuum; an index that is
built is beside the others. What is needed is guessed by the sizes of today. Only a server on this
machine shows its disks: SQL has no word for them.
"""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fluentorm.dialects.postgres.acts import What, read_acts
from fluentorm.dialects.postgres.locks import Facts, effects
from fluentorm.dialects.postgres.sizes import in_bytes
from fluentorm.dialects.postgres.splitter import split_if_whole
from fluentorm.dialects.postgres.words import identifier
from fluentorm.dialects.running import Finding, Severity
from fluentorm.schema.types import canonical_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fluentorm.dialects.base import Script
    from fluentorm.dialects.postgres.wire import Wire

# Bytes that are needed before a word is said: where the disk is seen, and where it is not.
_LEAST, _LEAST_UNSEEN = 64 << 20, 1 << 30
_LOCAL = ("localhost", "127.0.0.1", "::1", "")
# Of an index where the table has none yet.
_SHARE_OF_AN_INDEX = 0.2

_SIZES = """
SELECT n.name, coalesce(nullif(p.reltablespace, 0), d.dattablespace)::bigint,
    sum(pg_catalog.pg_total_relation_size(p.oid))::bigint,
    sum(pg_catalog.pg_relation_size(p.oid))::bigint,
    sum(pg_catalog.pg_indexes_size(p.oid) / greatest(1, (
        SELECT count(*) FROM pg_catalog.pg_index AS i WHERE i.indrelid = p.oid)))::bigint
FROM pg_catalog.unnest(%s::text[]) AS n(name)
JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(n.name)
CROSS JOIN LATERAL (
    SELECT c.oid WHERE c.relkind IN ('r', 'm')
    UNION ALL
    SELECT t.relid FROM pg_catalog.pg_partition_tree(c.oid) AS t WHERE c.relkind = 'p' AND t.isleaf
) AS leaf(id)
JOIN pg_catalog.pg_class AS p ON p.oid = leaf.id
JOIN pg_catalog.pg_database AS d ON d.datname = pg_catalog.current_database()
GROUP BY 1, 2
"""
_PLACES = """
SELECT oid::bigint, spcname::text, pg_catalog.pg_tablespace_location(oid)
FROM pg_catalog.pg_tablespace WHERE oid = ANY (%s::bigint[])
"""
_TYPE = """
SELECT pg_catalog.format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute
WHERE attrelid = pg_catalog.to_regclass(%s) AND attname = %s AND NOT attisdropped
"""
# Without the right to see it there is no row.
_FOLDER = "SELECT setting FROM pg_catalog.pg_settings WHERE name = 'data_directory'"
_CHANGED = """
SELECT CASE WHEN pg_catalog.has_function_privilege('pg_catalog.pg_stat_file(text)', 'EXECUTE')
    THEN extract(epoch FROM (pg_catalog.pg_stat_file('.')).modification)::bigint END
"""


class Work(NamedTuple):
    """What scripts write of one table: all its rows anew, and so many indexes."""

    table: str
    rows: bool
    indexes: int


def shortages(wire: Wire, scripts: Iterable[Script]) -> Iterator[Finding]:
    """Yield a warning for each disk that is too small, or that cannot be seen and should be."""
    work = work_of(scripts, partial(_type_of, wire))
    if not work:
        return
    needed: dict[int, float] = {}
    known = {one.table: one for one in work}
    for name, place, whole, heap, index in wire.query(_SIZES, (list(known),)):
        one = known[name]
        size = whole if one.rows else 0
        size += one.indexes * (index or heap * _SHARE_OF_AN_INDEX)
        needed[place] = needed.get(place, 0) + size
    large = {place: int(size) for place, size in needed.items() if size >= _LEAST}
    if large:
        yield from _compared(wire, large)


def _type_of(wire: Wire, table: str, column: str) -> str | None:
    rows = wire.query(_TYPE, (table, identifier(column)))
    return None if not rows else canonical_type(rows[0][0])


def work_of(
    scripts: Iterable[Script], type_of: Callable[[str, str], str | None]
) -> tuple[Work, ...]:
    """Return what some scripts write of each table; ``type_of`` knows the columns of today."""
    facts = Facts(type_of=type_of)
    rows: dict[str, bool] = {}
    indexes: dict[str, int] = {}
    for statement in (text for script in scripts for text in _statements(script.sql)):
        first = statement.split(None, 1)[0].lower()
        if first not in ("alter", "create", "update"):
            continue
        for act in read_acts(statement):
            if act.what is What.CREATE_INDEX and not act.only:
                indexes[act.table] = indexes.get(act.table, 0) + 1
        for effect in effects(statement, facts):
            if effect.table and (effect.rewrites or (first == "update" and effect.scans)):
                rows[effect.table] = True
    tables = dict.fromkeys((*rows, *indexes))
    return tuple(Work(t, t in rows, indexes.get(t, 0)) for t in tables)


def _statements(sql: str) -> Iterator[str]:
    for one in split_if_whole(sql):
        yield sql[one.start : one.end]


def _compared(wire: Wire, needed: dict[int, int]) -> Iterator[Finding]:
    folder = data_folder(wire)
    for place, name, location in wire.query(_PLACES, (list(needed),)):
        size = needed[place]
        free = None if folder is None else _free(location or folder)
        where = f'on the disk of tablespace "{name}"'
        if free is None and size >= _LEAST_UNSEEN:
            yield _warning(
                f"about {in_bytes(size)} will be written {where}, whose free space cannot be seen "
                "from here",
                "look at it on the server",
            )
        elif free is not None and free < size:
            yield _warning(
                f"about {in_bytes(size)} will be written {where}, which has {in_bytes(free)} free",
                "make room first; a step that finds the disk full stops, and goes on when there is",
            )


def data_folder(wire: Wire) -> str | None:
    """Return the folder of the server's data, if it is one on this machine and can be seen.

    Another machine, or a container, may have a folder of that name, too: it is the server's where
    both say that it was changed at the same moment.
    """
    host = wire.connection.info.host or ""
    if host not in _LOCAL and not host.startswith("/"):
        return None
    rows = wire.query(_FOLDER)
    changed = wire.query(_CHANGED)[0][0] if rows else None
    # A server works in the folder of its data; where the setting is one of /proc, only that tells.
    places = (rows[0][0], f"/proc/{wire.pid}/cwd") if changed is not None else ()
    return next((place for place in places if _changed(place) == changed), None)


def _changed(place: str) -> int | None:
    try:
        return int(Path(place).stat().st_mtime)
    except OSError:
        return None


def _free(place: str) -> int | None:
    try:
        return shutil.disk_usage(place).free
    except OSError:
        return None


def _warning(message: str, hint: str) -> Finding:
    return Finding(severity=Severity.WARNING, code="disk", message=message, hint=hint)
