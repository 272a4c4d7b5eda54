"""A namespace as the place of one tenant: where its names, its history and its lock are.

The namespace comes first in the search path, and all that migrations name plainly is in it. Others
may follow for what all tenants share, such as the types of extensions; they hold no tables, so that
a name can never mean another's table where the tenant's own is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.errors import DatabaseError
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

# Whether the namespace is there, and a table of a shared one that belongs to no extension.
_LOOK = """
SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = %s), (
    SELECT pg_catalog.format('%%I.%%I', n.nspname, c.relname) FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY (%s) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend AS d WHERE d.classid = 'pg_catalog.pg_class'::regclass
            AND d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1 LIMIT 1)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The namespace of a tenant, and those that it shares with others."""

    namespace: str
    shared: tuple[str, ...] = ()

    @property
    def search_path(self) -> str:
        """The search path, in SQL."""
        return ", ".join(_quoted(name) for name in (self.namespace, *self.shared))


def require_home(query: Callable[..., list[tuple[Any, ...]]], home: Home) -> None:
    """Refuse a namespace that is not there, and shared ones with tables. Raises DatabaseError."""
    ((exists, table),) = query(_LOOK, (home.namespace, list(home.shared)))
    if not exists:
        raise DatabaseError(
            f'the namespace "{home.namespace}" does not exist',
            sqlstate="3F000",
            hint=f"CREATE SCHEMA {_quoted(home.namespace)}",
        )
    if table is not None:
        raise DatabaseError(
            f'a shared namespace holds "{table}", which a migration may take for the tenant\'s own',
            sqlstate="42710",
            hint="share a namespace that holds nothing but extensions",
        )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
