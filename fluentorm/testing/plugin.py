"""The pytest plugin: ``fluent_db`` gives each test a database of its own.

pytest finds it by itself where fluentorm is installed. Nothing is imported, started or connected
before a test asks for a fixture.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fluentorm.testing.databases import TestDatabases

    Seed = Callable[[str], object]

TEST_URL = "FLUENT_TEST_URL"


@pytest.fixture(scope="session")
def fluent_seed() -> Seed | None:
    """Say how to fill a database, given its URL, that all of the run are copies of; by default not.

    Override it in conftest.py.
    """
    return None


@pytest.fixture(scope="session")
def _fluent_databases(
    pytestconfig: pytest.Config, fluent_seed: Seed | None
) -> Iterator[TestDatabases]:
    from fluentorm.errors import ConnectionFailed, FluentError
    from fluentorm.tasks.project import current_project
    from fluentorm.testing.databases import test_databases

    address = os.environ.get(TEST_URL) or None
    with contextlib.ExitStack() as stack:
        try:
            with contextlib.chdir(pytestconfig.rootpath):
                databases = stack.enter_context(test_databases(current_project(), address))
                databases.prepare(fluent_seed)
        except FluentError as error:
            if address and isinstance(error, ConnectionFailed):
                error.hint = f"correct {TEST_URL}; without it, the embedded PostgreSQL is taken"
            # What led to it would be shown at length, and says the same.
            reason = f"no test database: {error}"
            raise pytest.fail.Exception(reason, pytrace=False) from None
        yield databases


@pytest.fixture
def fluent_db(_fluent_databases: TestDatabases) -> Iterator[str]:
    """Give the URL of a migrated database of this test's own, for any driver, sync or async."""
    with _fluent_databases.database() as url:
        yield url


@pytest.fixture(scope="session")
def fluent_worker_db(_fluent_databases: TestDatabases) -> Iterator[str]:
    """Give the URL of a migrated database that all tests of this worker share."""
    with _fluent_databases.database() as url:
        yield url
