"""What the tests that read catalogs share."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import pytest

from fluentorm.dialects.postgres.driver import PostgresSession, connect
from fluentorm.dialects.postgres.introspect import introspect
from fluentorm.schema.sql_text import quote_identifier
from tests.acceptance.git_projects import BEGUN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.schema.objects import SchemaModel


class Catalog:
    """A database of the test's own, with two roles whose names need and do not need quotes."""

    def __init__(self, session: PostgresSession, token: str) -> None:
        self.session = session
        self.reader, self.mixed = f"fluent_{token}", f"fluent {token}"

    def run(self, sql: str) -> None:
        """Run statements; ``{reader}`` and ``{mixed}`` are the roles as SQL writes them."""
        for role in (self.reader, self.mixed):
            word = "{reader}" if role == self.reader else "{mixed}"
            if word in sql:
                self._make(role)
                sql = sql.replace(word, quote_identifier(role))
        self.session.execute(sql)

    def model(self, sql: str = "") -> SchemaModel:
        """Run statements and return the model of the database."""
        self.run(sql)
        return introspect(self.session).model

    def objects(self, sql: str = "") -> dict[str, Any]:
        """Run statements and return the objects that are no tables and enums, by what they are."""
        return {str(ref): value for ref, value in self.model(sql).objects.items()}

    def needs(self, sql: str = "") -> dict[str, set[str]]:
        """Run statements and return what each object needs."""
        depends = self.model(sql).depends or {}
        return {str(ref): set(map(str, needs)) for ref, needs in depends.items()}

    def _make(self, role: str) -> None:
        if not self.session.query("SELECT FROM pg_roles WHERE rolname = %s", (role,)):
            self.session.execute(f"CREATE ROLE {quote_identifier(role)}")

    def drop_roles(self) -> None:
        """Drop the roles, which belong to the whole server."""
        for role in (self.reader, self.mixed):
            if self.session.query("SELECT FROM pg_roles WHERE rolname = %s", (role,)):
                name = quote_identifier(role)
                self.session.execute(f"DROP OWNED BY {name}; DROP ROLE {name}")


@pytest.fixture(scope="session", autouse=True)
def _begun(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Say where repositories are kept that tests begin with."""
    BEGUN.folder = tmp_path_factory.mktemp("begun")


@pytest.fixture
def catalog(database: str) -> Iterator[Catalog]:
    """Give an empty database whose catalogs are read."""
    session = connect(database)
    catalog = Catalog(session, secrets.token_hex(4))
    yield catalog
    catalog.drop_roles()
    session.close()
