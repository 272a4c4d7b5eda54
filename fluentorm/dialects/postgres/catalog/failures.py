"""Catalogs that cannot be read: what it means, and what to do about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.errors import DatabaseError
from fluentorm.schema.sql_text import quote_identifier

if TYPE_CHECKING:
    from fluentorm.dialects.base import Server

_NO_PRIVILEGE, _INTERNAL = "42501", "XX000"
_RELATION = re.compile(r"\bpg_\w+")


class Unreadable(DatabaseError):
    """A query of the catalogs that failed for what one of its rows is about."""

    def __init__(self, error: DatabaseError, query: str, server: Server) -> None:
        super().__init__(
            f'the {query.replace("_", " ")} of "{server.database}" cannot be read: {error.message}',
            sqlstate=error.sqlstate,
            hint="one of them needs something that is gone: drop it, or make it anew",
        )
        self.query = query


class CatalogChanged(Exception):
    """What a row names is gone.

    The rows are of one snapshot, but the functions that put expressions into words look at what is
    there now.
    """


def told(text: str | None) -> str:
    """Return what the server says about something that is there. Raises CatalogChanged."""
    if text is None:
        raise CatalogChanged
    return text


def may_pass(error: DatabaseError) -> bool:
    """Say whether a failure may come from a change at the same time: a lookup that failed."""
    return error.sqlstate == _INTERNAL


def explained(error: DatabaseError, query: str, server: Server) -> DatabaseError:
    """Return the error for a query that failed, which is called by what it reads."""
    where = f'"{server.database}"'
    if error.sqlstate == _NO_PRIVILEGE:
        named = _RELATION.search(error.message)
        hint = "use a user who may read the system catalogs"
        if named is not None:
            user = quote_identifier(server.user)
            hint = f"as a superuser: GRANT SELECT ON pg_catalog.{named[0]} TO {user}"
        return DatabaseError(
            f'user "{server.user}" may not read the catalogs of {where}: {error.message}',
            sqlstate=error.sqlstate,
            hint=hint,
        )
    if error.sqlstate == _INTERNAL:
        return Unreadable(error, query, server)
    return error


def changing(server: Server) -> DatabaseError:
    """Return the error for a database that never stood still."""
    return DatabaseError(
        f'"{server.database}" was changed again and again while its catalogs were read',
        hint="try again when nothing changes it",
    )
