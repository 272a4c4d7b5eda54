"""A server's catalogs -> CatalogState.

All of it is read in one repeatable-read snapshot by the queries of catalog.sql, each sent once
however many tables there are; catalog.py puts the rows together.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.catalog import decode
from fluentorm.errors import UnsupportedOperation
from fluentorm.schema.catalog import CatalogState, describe_difference
from fluentorm.schema.sql_text import quote_identifier, quote_literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.dialects.base import Session

__all__ = ["CatalogState", "describe_difference", "introspect"]

OLDEST = 130000
# What older servers do not have: (text of catalog.sql, since, what takes its place before).
_SINCE = (
    ("a.attcompression", 140000, "''"),
    ("i.indnullsnotdistinct", 150000, "false"),
    ("cardinality(k.confdelsetcols)", 150000, "0"),
    ("r.prattrs::text", 150000, "NULL::text"),
    ("pg_get_expr(r.prqual, r.prrelid)", 150000, "NULL::text"),
    (
        "pg_publication_namespace",
        150000,
        "(SELECT 0::oid AS pnpubid, 0::oid AS pnnspid WHERE false)",
    ),
    ("k.conenforced", 180000, "true"),
    ("k.conperiod", 180000, "false"),
)
# What the words of the deparser depend on, and what would make planning costlier than running.
_SETTINGS = (
    ("TimeZone", "UTC"),
    ("DateStyle", "ISO, YMD"),
    ("IntervalStyle", "postgres"),
    ("extra_float_digits", "1"),
    ("bytea_output", "hex"),
    ("quote_all_identifiers", "off"),
    ("jit", "off"),
    ("max_parallel_workers_per_gather", "0"),
    ("plan_cache_mode", "force_generic_plan"),
)


def introspect(
    session: Session, *, namespace: str = "public", inside_transaction: bool = False
) -> CatalogState:
    """Read the whole database; ``model`` is of one namespace, the rest is among ``others``.

    Expressions name the objects of ``namespace`` without it. With ``inside_transaction`` it reads
    what the caller's open transaction sees, and leaves that open.

    Raises DatabaseError when the server refuses, UnsupportedOperation before PostgreSQL 13.
    """
    with reading(session, namespace, inside_transaction=inside_transaction):
        rows = {name: session.query(query) for name, query in queries(session.server.version)}
    return decode(rows, namespace=namespace)


@contextmanager
def reading(session: Session, namespace: str, *, inside_transaction: bool) -> Iterator[None]:
    """Hold one snapshot of the database, with the settings that the words of catalogs depend on.

    Raises what ``introspect`` raises.
    """
    if session.server.version < OLDEST:
        raise UnsupportedOperation(
            f"PostgreSQL {session.server.version // 10000} cannot be introspected",
            hint=f"use PostgreSQL {OLDEST // 10000} or newer",
        )
    begin, end = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "ROLLBACK"
    if inside_transaction:
        begin, end = "SAVEPOINT introspect", "ROLLBACK TO SAVEPOINT introspect"
    session.query(begin)
    try:
        session.query(_settings(namespace))
        yield
    finally:
        session.query(end)  # also takes the settings back


def _settings(namespace: str) -> str:
    settings = (("search_path", quote_identifier(namespace)), *_SETTINGS)
    calls = (f"set_config({quote_literal(k)}, {quote_literal(v)}, true)" for k, v in settings)
    return f"SELECT {', '.join(calls)}"


@lru_cache(maxsize=8)
def queries(version: int) -> tuple[tuple[str, str], ...]:
    """Return the queries of catalog.sql by name, in words that this server's version knows."""
    text = Path(__file__).with_name("catalog.sql").read_text(encoding="utf-8")
    for expression, since, substitute in _SINCE:
        if version < since:
            text = text.replace(expression, substitute)
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)[1:]
    return tuple(zip(parts[::2], parts[1::2], strict=True))
