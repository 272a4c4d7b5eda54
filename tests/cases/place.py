"""A database that many cases use, one after the other: each leaves it empty."""

from __future__ import annotations

import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import psycopg
from psycopg.sql import SQL, Identifier

from fluentorm.dialects.postgres.driver import connect
from fluentorm.schema.database_objects import Collation, Extension
from tests.conftest import with_database

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from fluentorm.dialects.base import Session
    from fluentorm.schema.database_objects import DatabaseObject

# All that a database made of template0 has is older than the first of its own objects.
_LEFT = " UNION ALL ".join(
    f"SELECT '{catalog} ' || {name}::text FROM {catalog} WHERE oid >= 16384"
    for catalog, name in (
        ("pg_class", "relname"),
        ("pg_type", "typname"),
        ("pg_proc", "proname"),
        ("pg_namespace", "nspname"),
        ("pg_collation", "collname"),
        ("pg_extension", "extname"),
        ("pg_statistic_ext", "stxname"),
        ("pg_publication", "pubname"),
        ("pg_event_trigger", "evtname"),
        ("pg_default_acl", "defaclobjtype"),
    )
)


class Place:
    """A database that is made anew only after a case that failed."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._name: str | None = None
        self._session: Session | None = None

    def __enter__(self) -> Place:
        self._admin = psycopg.connect(self._server, autocommit=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._drop()
        self._admin.close()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give the session to the empty database; what fails with it soils the database."""
        if self._session is None:
            self._name = f"test_{secrets.token_hex(8)}"
            self._admin.execute(
                SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
                    Identifier(self._name)
                )
            )
            self._session = connect(with_database(self._server, self._name))
        try:
            yield self._session
        except Exception:
            self._drop()
            raise

    def ensure(self, roles: Iterable[str]) -> None:
        """Make roles that are missing; other tests may make them at the same time."""
        for role in roles:
            with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
                self._admin.execute(SQL("CREATE ROLE {}").format(Identifier(role)))

    def lacking(self, *objects: DatabaseObject) -> Iterator[str]:
        """Yield what these objects need and the server was built without."""
        for item in objects:
            match item:
                case Extension(name=name):
                    query = "SELECT FROM pg_available_extensions WHERE name = %s"
                    if self._admin.execute(query, [name]).rowcount == 0:
                        yield f"the server has no extension {name}"
                case Collation(provider="icu"):
                    if not self._knows_icu():
                        yield "the server was built without ICU"

    def _knows_icu(self) -> bool:
        create = "CREATE COLLATION pg_temp.of_place (PROVIDER = icu, LOCALE = 'und')"
        try:
            with self._admin.transaction(force_rollback=True):
                self._admin.execute(create)
        except psycopg.errors.FeatureNotSupported:
            return False
        return True

    def left(self) -> list[str]:
        """Return what is in the database, apart from the namespace of temporary objects."""
        names = [name for (name,) in self._session.query(_LEFT)]
        return [name for name in names if "_temp_" not in name]

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None
        if self._name is not None:
            self._admin.execute(
                SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(self._name))
            )
            self._name = None
