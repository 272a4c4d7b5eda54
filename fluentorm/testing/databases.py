"""Databases for tests: copies of a template that the project's migrations made.

The template is the one of the proof: named by a digest over all migrations, kept on the server from
run to run, and shared by all processes.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

from fluentorm.dialects.postgres.scratch import ScratchServer
from fluentorm.tasks.existing import existing_chain
from fluentorm.tasks.scratch import scratch_home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fluentorm.dialects.postgres.scratch import ScratchDatabase
    from fluentorm.tasks.project import Project


class TestDatabases:
    """Makes databases with the schema of the migrations, one for each test."""

    __test__ = False  # no test, whatever pytest takes the name for

    def __init__(self, server: ScratchServer, address: str, project: Project) -> None:
        self._server = server
        self._address = address
        self._project = project
        self._seeded: ScratchDatabase | None = None
        self._stack = contextlib.ExitStack()

    def prepare(self, seed: Callable[[str], object] | None) -> None:
        """Make the template if there is none; let ``seed`` fill a copy that all are copied from.

        Raises VerificationFailed where a migration fails, and whatever ``seed`` raises.
        """
        chain = existing_chain(self._project)
        self._template = chain.digest
        self._build = lambda database: database.run(chain.scripts())
        if seed is None:
            self._server.template(self._template, self._build)
            return
        self._seeded = self._stack.enter_context(self._server.clone(self._template, self._build))
        seed(self.url(self._seeded.name))

    @contextlib.contextmanager
    def database(self) -> Iterator[str]:
        """Give the URL of a new database, which is dropped after the block."""
        if self._seeded is None:
            copy = self._server.clone(self._template, self._build)
        else:
            self._server.await_alone(self._seeded.name)
            copy = self._server.copy_of(self._seeded.name)
        with copy as database:
            yield self.url(database.name)

    def url(self, name: str) -> str:
        """Return the libpq URL of a database of the server."""
        return urlunsplit(urlsplit(self._address)._replace(path=f"/{quote(name, safe='')}"))

    def close(self) -> None:
        """Drop what was seeded."""
        self._stack.close()


@contextlib.contextmanager
def test_databases(project: Project, address: str | None) -> Iterator[TestDatabases]:
    """Give test databases on the server of a URL, or on the project's embedded one.

    Raises EmbeddedError where there is neither, ConnectionFailed where the server does not answer.
    """
    with contextlib.ExitStack() as stack:
        if address is None:
            home = stack.enter_context(scratch_home(project, "for the tests"))
            address = home.url("postgres")
        server = stack.enter_context(ScratchServer(address, str(project.schemas_dir.absolute())))
        databases = TestDatabases(server, address, project)
        stack.callback(databases.close)
        yield databases


test_databases.__test__ = False  # type: ignore[attr-defined]  # nor is this one
