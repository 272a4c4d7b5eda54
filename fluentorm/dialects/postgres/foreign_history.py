"""The history tables that other migration tools keep in a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.schema.qualified import qualify, split
from fluentorm.schema.sql_text import quote_identifier

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from fluentorm.dialects.base import Session

_TABLES = """
SELECT n.nspname, c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND c.relname = ANY (%s::text[])
AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
GROUP BY 1, 2 ORDER BY 1, 2
"""


def tables_called(session: Session, names: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the tables of some names in any namespace, by key, each with its columns."""
    rows = session.query(_TABLES, (list(names),))
    return {qualify(namespace, name): tuple(columns) for namespace, name, columns in rows}


def read_rows(
    session: Session, table: str, columns: Sequence[str], order: str
) -> list[tuple[Any, ...]]:
    """Return the rows of a table, which is given by key, sorted by one of its columns.

    Raises DatabaseError where the server refuses it.
    """
    listed = ", ".join(map(quote_identifier, columns))
    # Qualified in public too: the search_path is the user's.
    name = ".".join(map(quote_identifier, split(table)))
    text = f"SELECT {listed} FROM {name} ORDER BY {quote_identifier(order)}"
    return session.query(text)
