"""A database read again and again, at the price of what changed in between.

A proof reads the catalogs after each file. Most files touch one table of many, so after the first
time only the tables are read whose catalog rows are new: each row's xmin names the transaction that
wrote it, and a hash over those of a table's rows stands for the table. Whatever may change the
words of a table without touching its rows has everything read again: a renamed table or column,
inheritance, and any change in types, functions, operators and all else that is no table.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

from fluentorm.dialects.postgres.catalog.decoding import decode_by_number
from fluentorm.dialects.postgres.catalog.failures import CatalogChanged, changing
from fluentorm.dialects.postgres.catalog.reading import CLASS
from fluentorm.dialects.postgres.introspect import (
    collector_paused,
    queries,
    reading,
    rows_of,
)
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fluentorm.dialects.base import Session
    from fluentorm.dialects.postgres.catalog.reading import Rows
    from fluentorm.schema.catalog import CatalogState
    from fluentorm.schema.objects import Table

    _ByTable: TypeAlias = Mapping[int, list[tuple[Any, ...]]]

# Queries that can be asked about some tables. The first column of each is the
# table's oid, but for "index_keys", where it is the index's.
_BY_TABLE = ("columns", "not_nulls", "constraints", "indexes", "index_keys")
# Those whose rows tables have words of, or that say which tables there are.
_NAMED = ("names", "namespaces", "extensions", "types", "sequences", "collation_names")
_DEPENDENCIES = "dependencies"
_PREFIX = "_fluent_read_"
_SOME = "SELECT * FROM (QUERY\n) AS q (key) WHERE key = ANY ($1)"
_PREPARED = "SELECT name FROM pg_prepared_statements"
_STAMPS = """
WITH part (relation, stamp) AS (
    SELECT oid, hashint8extended(xmin::text::bigint, oid::bigint) FROM pg_class
    WHERE oid >= 16384 AND relkind IN ('r', 'p', 'f', 'i', 'I')
    UNION ALL
    SELECT attrelid, hashint8extended(xmin::text::bigint, attnum) FROM pg_attribute
    WHERE attrelid >= 16384 AND attnum > 0
    UNION ALL
    SELECT adrelid, hashint8extended(xmin::text::bigint, oid::bigint) FROM pg_attrdef
    UNION ALL
    SELECT conrelid, hashint8extended(xmin::text::bigint, oid::bigint) FROM pg_constraint
    WHERE conrelid >= 16384
    UNION ALL
    SELECT indrelid, hashint8extended(xmin::text::bigint, indexrelid::bigint) FROM pg_index
    WHERE indrelid >= 16384
    UNION ALL
    SELECT objoid, hashint8extended(xmin::text::bigint, objsubid) FROM pg_description
    WHERE classoid = 'pg_class'::regclass AND objoid >= 16384
    UNION ALL
    SELECT k.conrelid, hashint8extended(d.xmin::text::bigint, k.oid::bigint)
    FROM pg_description d JOIN pg_constraint k ON k.oid = d.objoid
    WHERE d.classoid = 'pg_constraint'::regclass AND k.conrelid >= 16384
)
SELECT COALESCE(i.indrelid, p.relation), sum(p.stamp)::text
FROM part p
LEFT JOIN pg_index i ON i.indexrelid = p.relation
GROUP BY 1
"""
# One row for everything else that the text of a table may name.
_NAMES = """
SELECT EXISTS (SELECT FROM pg_inherits),
       (SELECT sum(stamp)::text FROM (
           SELECT hashint8extended(xmin::text::bigint, oid::bigint) AS stamp FROM pg_type
           WHERE oid >= 16384 AND typrelid = 0 AND NOT (typelem <> 0 AND typcategory = 'A')
           UNION ALL
           SELECT hashint8extended(xmin::text::bigint, oid::bigint) FROM pg_enum
           UNION ALL
           SELECT hashint8extended(xmin::text::bigint, oid::bigint) FROM pg_proc
           WHERE oid >= 16384
           UNION ALL
           SELECT hashint8extended(xmin::text::bigint, oid::bigint) FROM pg_operator
           WHERE oid >= 16384
           UNION ALL
           SELECT hashint8extended(xmin::text::bigint, oid::bigint) FROM pg_opclass
           WHERE oid >= 16384
           UNION ALL
           SELECT hashint8extended(xmin::text::bigint, oid::bigint) FROM pg_collation
           WHERE oid >= 16384
           UNION ALL
           SELECT hashint8extended(xmin::text::bigint, oid::bigint) FROM pg_namespace
           WHERE oid >= 16384
       ) s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What was read at one moment: whole queries, and by table the rows of the others."""

    whole: Mapping[str, Rows]
    stamps: Mapping[int, str]
    by_table: Mapping[str, _ByTable]
    state: CatalogState
    tables: Mapping[int, Table]


class CatalogReader:
    """Reads the state of one session's database, each time at the price of what changed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._last: _Reading | None = None

    def read(self, *, inside_transaction: bool = False) -> CatalogState:
        """Return what ``introspect`` returns; what depends on what only the first time.

        Raises what ``introspect`` raises.
        """
        try:
            with collector_paused():
                return self._read(inside_transaction)
        except CatalogChanged:
            raise changing(self._session.server) from None

    def _read(self, inside_transaction: bool) -> CatalogState:
        last, changed = self._last, None
        with reading(self._session, inside_transaction=inside_transaction):
            statements = self._prepare()
            whole = {
                name: self._rows(name)
                for name in statements
                if name not in _BY_TABLE and (last is None or name != _DEPENDENCIES)
            }
            stamps: dict[int, str] = dict(whole.pop("stamps"))
            if last is not None:
                changed = _changed(last, whole, stamps)
            new = self._by_table(changed)
            if last is not None and changed is not None and _renamed(last, new):
                changed, new = None, self._by_table(None)
        if last is None or changed is None:
            by_table, known = new, {}
        else:
            by_table = _replaced(last.by_table, new, changed)
            known = {oid: table for oid, table in last.tables.items() if oid not in changed}
        state, tables = decode_by_number(_rows_of(whole, by_table), known=known)
        self._last = _Reading(
            whole=whole, stamps=stamps, by_table=by_table, state=state, tables=tables
        )
        return state

    def _by_table(self, tables: frozenset[int] | None) -> dict[str, _ByTable]:
        """Read the queries that are about tables, for some tables or for all."""
        found: dict[str, _ByTable] = {}
        table_of: dict[int, int] = {}
        for name in _BY_TABLE:
            if tables is None:
                rows = self._rows(name)
            else:
                rows = self._rows(f"{name}_of", table_of if name == "index_keys" else tables)
            grouped: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
            for row in rows:
                grouped[table_of[row[0]] if name == "index_keys" else row[0]].append(row)
            found[name] = grouped
            if name == "indexes":
                table_of = {row[1]: row[0] for row in rows}
        return found

    def _prepare(self) -> tuple[str, ...]:
        """Prepare what the session does not have, and return the names of what is read whole.

        Plans are most of a query's costs here. A file may hold a DEALLOCATE ALL.
        """
        texts = {"stamps": _STAMPS, "names": _NAMES, **dict(queries(self._session.server.version))}
        wanted = {name: f"{_PREFIX}{name} AS {query}" for name, query in texts.items()}
        for name in _BY_TABLE:
            some = _SOME.replace("QUERY", texts[name].rstrip().removesuffix(";"))
            wanted[f"{name}_of"] = f"{_PREFIX}{name}_of (oid[]) AS {some}"
        known = {name for (name,) in self._session.query(_PREPARED)}
        for name, text in wanted.items():
            if f"{_PREFIX}{name}" not in known:
                self._session.query(f"PREPARE {text}")
        return tuple(texts)

    def _rows(self, name: str, keys: Iterable[int] | None = None) -> Rows:
        argument = "" if keys is None else f" ('{{{','.join(str(key) for key in keys)}}}')"
        return rows_of(self._session, name, f"EXECUTE {_PREFIX}{name}{argument}")


def _changed(
    last: _Reading, whole: Mapping[str, Rows], stamps: Mapping[int, str]
) -> frozenset[int] | None:
    """Return the tables that are new, gone or have new rows; None where all is to be read."""
    inherited = whole["names"][0][0]
    if inherited or any(whole[name] != last.whole[name] for name in _NAMED):
        return None
    before = {row[0]: row for row in last.whole["relations"]}
    after = {row[0]: row for row in whole["relations"]}
    if any(before[table][1:4] != after[table][1:4] for table in before.keys() & after.keys()):
        return None
    # A role may have got another name. What is granted on an identity's sequence is its table's.
    granted = set(whole["privileges"]) ^ set(last.whole["privileges"])
    owners = {row[0]: row[9] for row in whole["sequences"]}
    return frozenset(
        table
        for table in before.keys() | after.keys()
        if before.get(table) != after.get(table) or last.stamps.get(table) != stamps.get(table)
    ) | {owners.get(row[1]) or row[1] for row in granted if row[0] == CLASS and row[1] in after}


def _renamed(last: _Reading, new: Mapping[str, _ByTable]) -> bool:
    """Say whether a column has another name than before: words of other tables may have it."""
    old = last.by_table["columns"]
    return any(
        before != after
        for table, rows in new["columns"].items()
        for before, after in _in_both(old.get(table, ()), rows)
    )


def _in_both(before: Rows, after: Rows) -> Iterator[tuple[str, str]]:
    names = {row[1]: row[2] for row in before}
    return ((names[row[1]], row[2]) for row in after if row[1] in names)


def _replaced(
    old: Mapping[str, _ByTable], new: Mapping[str, _ByTable], changed: frozenset[int]
) -> dict[str, _ByTable]:
    return {
        name: {**{t: rows for t, rows in tables.items() if t not in changed}, **new[name]}
        for name, tables in old.items()
    }


def _rows_of(whole: Mapping[str, Rows], by_table: Mapping[str, _ByTable]) -> dict[str, Rows]:
    """Return the rows of all queries."""
    rows = {name: [row for rows in by_table[name].values() for row in rows] for name in _BY_TABLE}
    return {**whole, **rows}
