"""For the tests of an application: databases that are migrated already, and ready tests.

``fluentorm.testing.plugin`` is the pytest plugin, ``fluentorm.testing.checks`` holds the tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def seeds(environment: str | None = None) -> Callable[[str], None]:
    """Return what ``fluent_seed`` is to return so that databases hold the project's seeds.

    ``environment`` names one with files of its own; by default it is that of FLUENT_SEED_ENV.
    """

    def fill(url: str) -> None:
        from fluentorm.tasks.seed import fill_database

        fill_database(url, environment)

    return fill
