"""Cutting a table into ranges: by a key, or by the places of its rows where it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from fluentorm.dialects.postgres.words import identifier, last_part
from fluentorm.errors import DatabaseError
from fluentorm.schema.sql_text import quote_identifier, quote_literal
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.dialects.postgres.update import Update
    from fluentorm.dialects.postgres.wire import Wire

# The primary key, else the narrowest unique index over columns that are NOT NULL.
_KEY = """
SELECT pg_catalog.array_agg(a.attname::text ORDER BY k.place),
    pg_catalog.array_agg(pg_catalog.format_type(a.atttypid, a.atttypmod) ORDER BY k.place)
FROM pg_catalog.pg_index AS x
CROSS JOIN LATERAL pg_catalog.unnest(x.indkey::int2[]) WITH ORDINALITY AS k(number, place)
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = k.number
WHERE x.indrelid = pg_catalog.to_regclass(%s) AND x.indisunique AND x.indisvalid
    AND x.indpred IS NULL AND x.indexprs IS NULL AND k.place <= x.indnkeyatts
    AND EXISTS (SELECT FROM pg_catalog.pg_class AS i JOIN pg_catalog.pg_am AS m ON m.oid = i.relam
        WHERE i.oid = x.indexrelid AND m.amname = 'btree')
GROUP BY x.indexrelid, x.indisprimary, x.indnkeyatts
HAVING pg_catalog.bool_and(a.attnotnull)
ORDER BY x.indisprimary DESC, x.indnkeyatts, x.indexrelid
LIMIT 1
"""
_TYPES = """
SELECT n.name, pg_catalog.format_type(a.atttypid, a.atttypmod)
FROM pg_catalog.unnest(%s::text[]) WITH ORDINALITY AS n(name, place)
LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = pg_catalog.to_regclass(%s)
    AND a.attname = n.name AND NOT a.attisdropped
ORDER BY n.place
"""
_HAS_CHILDREN = """
SELECT EXISTS (SELECT FROM pg_catalog.pg_inherits AS i
    JOIN pg_catalog.pg_class AS c ON c.oid = i.inhparent
    WHERE i.inhparent = pg_catalog.to_regclass(%s) AND c.relkind <> 'p')
"""
_ROWS = """
WITH RECURSIVE down AS (
    SELECT pg_catalog.to_regclass(%s)::oid AS id
    UNION ALL
    SELECT i.inhrelid FROM pg_catalog.pg_inherits AS i JOIN down AS d ON i.inhparent = d.id
)
SELECT sum(CASE WHEN c.reltuples < 0 THEN NULL ELSE c.reltuples END)::bigint
FROM pg_catalog.pg_class AS c JOIN down AS d ON d.id = c.oid WHERE c.relkind <> 'p'
"""
_LEAVES = """
WITH RECURSIVE down AS (
    SELECT pg_catalog.to_regclass(%s)::oid AS id
    UNION ALL
    SELECT i.inhrelid FROM pg_catalog.pg_inherits AS i JOIN down AS d ON i.inhparent = d.id
    WHERE NOT %s
)
SELECT c.oid::bigint,
    (pg_catalog.pg_relation_size(c.oid) / current_setting('block_size')::bigint)::bigint
FROM pg_catalog.pg_class AS c JOIN down AS d ON d.id = c.oid WHERE c.relkind = 'r' ORDER BY 1
"""
# So many rows are taken to be on a page, until the table's own number is known.
_ROWS_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A range: the condition on its rows, the key it ends with, and how many rows it may hold."""

    bounds: str
    last: Any
    size: int


class Ranges(Protocol):
    """A way through a table; keys are JSON values."""

    def ends(self) -> tuple[Any, Any]:
        """Return the first and the last key there is; None in an empty table."""

    def estimate(self) -> int | None:
        """Return about how many rows there are."""

    def after(self, last: Any, size: int) -> Batch | None:
        """Return the range behind a key, with so many rows; None when nothing is left."""


def key_of(
    wire: Wire, table: str, wanted: Sequence[str], *, only: bool
) -> tuple[tuple[str, str], ...]:
    """Return the columns to go by, each with its type; none where the table has no key.

    Raises DatabaseError for a wanted column that does not exist.
    """
    if wanted:
        names = [identifier(last_part(name)) for name in wanted]
        rows = wire.query(_TYPES, (names, table))
        for name, kind in rows:
            if kind is None:
                raise DatabaseError(
                    f'the backfill goes by the column "{name}", which "{table}" does not have',
                    sqlstate="42703",
                    hint="correct the step line: by (COLUMN)",
                )
        return tuple((name, kind) for name, kind in rows)
    if not only and wire.query(_HAS_CHILDREN, (table,))[0][0]:
        return ()  # a key does not reach the tables that inherit
    rows = wire.query(_KEY, (table,))
    return tuple(zip(*rows[0], strict=True)) if rows else ()


def estimate(wire: Wire, table: str) -> int | None:
    """Return about how many rows a table has; None where it was never analysed."""
    rows = wire.query(_ROWS, (table,))[0][0]
    return int(rows) if rows else None


class KeyRanges:
    """Ranges of a key: the next rows in its order."""

    def __init__(self, wire: Wire, update: Update, key: Sequence[tuple[str, str]]) -> None:
        self._wire = wire
        self._update = update
        self._key = key
        only = "ONLY " if update.only else ""
        self._source = f"{only}{update.table} AS _fl"
        self._columns = [quote_identifier(name) for name, _ in key]

    def ends(self) -> tuple[Any, Any]:
        """Return the first and the last key."""
        return self._end("ASC"), self._end("DESC")

    def _end(self, direction: str) -> Any:
        # With the table: a bare name would be the text that is selected.
        order = ", ".join(f"_fl.{name} {direction}" for name in self._columns)
        rows = self._wire.query(
            f"SELECT {self._texts()} FROM {self._source} ORDER BY {order} LIMIT 1"
        )
        return list(rows[0]) if rows else None

    def estimate(self) -> int | None:
        """Return about how many rows the table has."""
        return estimate(self._wire, self._update.table)

    def after(self, last: Any, size: int) -> Batch | None:
        """Return the range of the next rows."""
        order = ", ".join(self._columns)
        where = f"WHERE {self._compared('_fl', '>', last)} " if last is not None else ""
        rows = self._wire.query(
            f"SELECT {self._texts()}, n FROM (SELECT *, row_number() OVER () AS n FROM "
            f"(SELECT {order} FROM {self._source} {where}ORDER BY {order} LIMIT {size}) AS a) AS b "
            "ORDER BY n DESC LIMIT 1"
        )
        if not rows:
            return None
        *key, count = rows[0]
        alias = self._update.alias
        bounds = self._compared(alias, "<=", key)
        if last is not None:
            bounds = f"{self._compared(alias, '>', last)} AND {bounds}"
        return Batch(bounds=bounds, last=key, size=count)

    def _texts(self) -> str:
        return ", ".join(f"{name}::text" for name in self._columns)

    def _compared(self, alias: str, sign: str, key: Sequence[str]) -> str:
        left = ", ".join(f"{alias}.{name}" for name in self._columns)
        right = ", ".join(
            f"{quote_literal(value)}::{kind}"
            for value, (_, kind) in zip(key, self._key, strict=True)
        )
        return f"({left}) {sign} ({right})" if len(self._key) > 1 else f"{left} {sign} {right}"


class CtidRanges:
    """Ranges of pages, of one table after the other where there are partitions or children.

    A row that is updated may move behind the range; the condition then says that it is done.
    """

    def __init__(self, wire: Wire, update: Update) -> None:
        self._wire = wire
        self._update = update
        leaves = wire.query(_LEAVES, (update.table, update.only))
        self._leaves = [(int(oid), int(pages)) for oid, pages in leaves]
        pages = sum(pages for _, pages in self._leaves)
        rows = self.estimate()
        self._rows_on_a_page = max(1, rows // pages) if rows and pages else _ROWS_ON_A_PAGE

    def ends(self) -> tuple[Any, Any]:
        """Return the first and the last place."""
        if not self._leaves:
            return None, None
        return [self._leaves[0][0], 0], list(self._leaves[-1])

    def estimate(self) -> int | None:
        """Return about how many rows the table has."""
        return estimate(self._wire, self._update.table)

    def after(self, last: Any, size: int) -> Batch | None:
        """Return the range of the next pages."""
        pages = max(1, size // self._rows_on_a_page)
        for oid, end in self._leaves:
            first = 0
            if last is not None:
                if oid < last[0]:
                    continue
                first = last[1] if oid == last[0] else 0
            if first >= end:
                continue
            stop = min(first + pages, end)
            alias = self._update.alias
            bounds = (
                f"{alias}.tableoid = {oid} AND {alias}.ctid >= '({first},0)'::tid"
                f" AND {alias}.ctid < '({stop},0)'::tid"
            )
            return Batch(
                bounds=bounds, last=[oid, stop], size=(stop - first) * self._rows_on_a_page
            )
        return None
