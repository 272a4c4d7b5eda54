"""Roles that a scratch server misses: made for the length of a command.

Roles belong to the whole server. A schema only names them, so a scratch server gets them as bare
names without the right to log in, and loses them when nothing refers to them any more.
"""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from fluentorm.errors import DatabaseError
from fluentorm.schema.sql_text import quote_identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fluentorm.dialects.base import Session

_MISSING = re.compile(r'role "(.+)" does not exist')
_DUPLICATE, _UNIQUE_VIOLATION = "42710", "23505"


def create_missing(session: Session, names: Iterable[str]) -> tuple[str, ...]:
    """Create those of the roles that are not there, and return them."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return ()
    rows = session.query("SELECT rolname::text FROM pg_roles WHERE rolname = ANY(%s)", (wanted,))
    known = {name for (name,) in rows}
    made = []
    for name in wanted:
        if name not in known:
            try:
                session.query(f"CREATE ROLE {quote_identifier(name)}")
            except DatabaseError as error:  # another process may have been faster
                if error.sqlstate not in (_DUPLICATE, _UNIQUE_VIOLATION):
                    raise
            else:
                made.append(name)
    return tuple(made)


def drop_roles(session: Session, names: Sequence[str]) -> None:
    """Drop roles that were created, unless another database uses them by now."""
    for name in names:
        with contextlib.suppress(DatabaseError):
            session.query(f"DROP ROLE IF EXISTS {quote_identifier(name)}")


def missing_role(message: str) -> str | None:
    """Return the role that a message of the server says is missing; its words may be English only.

    >>> missing_role('ERROR:  role "app" does not exist')
    'app'
    """
    match = _MISSING.search(message)
    return match[1] if match else None
