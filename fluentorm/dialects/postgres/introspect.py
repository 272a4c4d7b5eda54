"""A server's catalogs -> CatalogState.

All of it is read in one repeatable-read snapshot by the queries of ``catalog/*.sql``, each sent
once however many objects there are; ``catalog/`` puts the rows together.
"""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.catalog.culprits import named
from fluentorm.dialects.postgres.catalog.decoding import decode
from fluentorm.dialects.postgres.catalog.failures import (
    CatalogChanged,
    Unreadable,
    changing,
    explained,
    may_pass,
)
from fluentorm.errors import ConnectionFailed, DatabaseError, UnsupportedOperation
from fluentorm.schema.catalog import CatalogState, describe_difference
from fluentorm.schema.qualified import PUBLIC
from fluentorm.schema.sql_text import quote_identifier, quote_literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from fluentorm.dialects.base import Session
    from fluentorm.dialects.postgres.catalog.reading import Rows

__all__ = ["CatalogState", "describe_difference", "introspect"]

OLDEST = 130000
# What older servers do not have: (text of a query, since, what takes its place before).
_SINCE = (
    ("a.attcompression", 140000, "''"),
    ("LEFT JOIN pg_type m ON m.oid = r.rngmultitypid", 140000, "LEFT JOIN pg_type m ON false"),
    ("pg_get_function_sqlbody(p.oid)", 140000, "NULL::text"),
    ("pg_get_statisticsobjdef_expressions(s.oid)", 140000, "NULL::text[]"),
    ("i.indnullsnotdistinct", 150000, "false"),
    ("k.confdelsetcols", 150000, "NULL::int2[]"),
    ("r.prattrs::int2[]", 150000, "NULL::int2[]"),
    ("pg_get_expr(r.prqual, r.prrelid)", 150000, "NULL::text"),
    (
        "pg_publication_namespace s",
        150000,
        "(SELECT 0::oid AS oid, 0::oid AS pnpubid, 0::oid AS pnnspid WHERE false) s",
    ),
    ("k.conenforced", 180000, "true"),
    ("k.conperiod", 180000, "false"),
)
# What the words of the deparser depend on, and what would make planning costlier than running.
_SETTINGS = (
    ("search_path", "public"),
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
_EVERY = (
    "SELECT n.oid FROM pg_namespace n "
    "WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
)
_DEFINITION = re.compile(r"\bpg_get_(?:trigger|rule)def\([^()]*\)")
_NAMESPACE_NAME = re.compile(r"(?:\b\w+\.)?\bnspname\b(?=::text|\b)")
# The namespace that is read alone, those of tables that its own refer to, and of their parents.
_NEAR = """ARRAY(
    WITH own AS (SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = 'public')
    SELECT n.oid FROM pg_namespace n WHERE n.nspname = 'public'
    UNION SELECT c.relnamespace FROM pg_class c WHERE c.oid IN (
        SELECT k.confrelid FROM pg_constraint k WHERE k.conrelid IN (SELECT oid FROM own)
        UNION ALL SELECT i.inhparent FROM pg_inherits i WHERE i.inhrelid IN (SELECT oid FROM own)
        UNION ALL SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent IN (SELECT oid FROM own)))
"""


def introspect(
    session: Session,
    *,
    namespaces: Collection[str] | None = None,
    inside_transaction: bool = False,
    home: str | None = None,
) -> CatalogState:
    """Read the whole database, or the given namespaces and the extensions.

    Names are as schema.qualified says: those of ``public`` are bare. What a SchemaModel has no
    words for is among ``others``. With ``inside_transaction`` it reads what the caller's open
    transaction sees, and leaves that open. ``home`` is
    the namespace of a tenant, which is read alone, and told as if it were ``public``; what its
    objects need is not told then.

    Raises DatabaseError when the server refuses, UnsupportedOperation before PostgreSQL 13.
    """
    if home is not None:
        namespaces = [PUBLIC]  # which is what it is called then
    chosen = None if namespaces is None else frozenset(namespaces)
    for last in (inside_transaction, False, True):
        try:
            with collector_paused():
                return _read(session, chosen, inside_transaction, home)
        except CatalogChanged:
            if last:
                break
        except DatabaseError as error:
            if last or not may_pass(error):
                raise
    raise changing(session.server)


def _read(
    session: Session,
    chosen: frozenset[str] | None,
    inside_transaction: bool,
    home: str | None,
) -> CatalogState:
    rows: dict[str, Rows] = {}
    with reading(session, inside_transaction=inside_transaction, home=home):
        for name, query in queries(session.server.version, chosen):
            if home is None:
                rows[name] = rows_of(session, name, query)
            elif name != "dependencies":
                rows[name] = rows_of(session, name, at_home(query, home))
    return decode(rows, namespaces=chosen)


def rows_of(session: Session, name: str, query: str) -> Rows:
    """Return the rows of a query. Raises DatabaseError with what it reads and what helps."""
    try:
        return session.query(query)
    except ConnectionFailed:
        raise
    except DatabaseError as error:
        raise explained(error, name, session.server) from error


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the cycle collector from looking again and again at what is read: all of it stays."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def reading(
    session: Session, *, inside_transaction: bool, home: str | None = None
) -> Iterator[None]:
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
    try:
        session.query(begin)
        try:
            session.query(_settings(home))
            yield
        finally:
            session.query(end)  # also takes the settings back
    except Unreadable as error:
        raise named(session, error, inside_transaction=inside_transaction) from error


def _settings(home: str | None) -> str:
    settings = dict(_SETTINGS)
    if home is not None:
        settings["search_path"] = quote_identifier(home)
    calls = (
        f"set_config({quote_literal(k)}, {quote_literal(v)}, true)" for k, v in settings.items()
    )
    return f"SELECT {', '.join(calls)}"


def at_home(query: str, home: str) -> str:
    """Return a query in which a namespace and ``public`` have each other's names.

    Of other namespaces it reads what those tables need that are read.
    """
    query = query.replace(f"ARRAY({_EVERY})", _NEAR)
    own, public = quote_literal(home), quote_literal(PUBLIC)
    # These name the namespace whatever the search path is.
    qualified = f"replace(\\g<0>, {quote_literal(f'{quote_identifier(home)}.')}, 'public.')"
    query = _DEFINITION.sub(qualified, query)
    return _NAMESPACE_NAME.sub(
        rf"(CASE \g<0> WHEN {own} THEN {public} WHEN {public} THEN {own} ELSE \g<0> END)", query
    )


@lru_cache(maxsize=8)
def queries(version: int, chosen: frozenset[str] | None = None) -> tuple[tuple[str, str], ...]:
    """Return the queries by name, in words that this server's version knows."""
    folder = Path(__file__).with_name("catalog")
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.sql")))
    for expression, since, substitute in _SINCE:
        if version < since:
            text = text.replace(expression, substitute)
    for word, meaning in _words(chosen):
        text = text.replace(word, meaning)
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)[1:]
    return tuple(zip(parts[::2], parts[1::2], strict=True))


def _words(chosen: frozenset[str] | None) -> Iterator[tuple[str, str]]:
    """Yield what the words with a colon stand for."""
    some = ""
    if chosen is not None:
        names = ", ".join(quote_literal(name) for name in sorted(chosen)) or "NULL"
        some = f" AND n.nspname IN ({names})"
    yield ":all_namespaces", f"ARRAY({_EVERY})"
    yield ":namespaces", f"ARRAY({_EVERY}{some})"
    yield ":whole", "true" if chosen is None else "false"
