"""Ready tests of a project: ``from fluentorm.testing.checks import *`` in a test module."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

from fluentorm.errors import FluentError
from fluentorm.tasks.project import current_project

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fluentorm.tasks.project import Project

__all__ = ["test_models_are_current", "test_single_head", "test_up_down_up"]


def test_single_head(pytestconfig: pytest.Config) -> None:
    """The migrations are one chain that ends where the snapshot says."""
    from fluentorm.snapshot.store import load
    from fluentorm.tasks.check import migration_problems

    with _project(pytestconfig) as project:
        snapshot = load(project.snapshot, str(project.snapshot))
        _require_none(migration_problems(project, snapshot))


def test_models_are_current(pytestconfig: pytest.Config) -> None:
    """Schema files, registry, snapshot, migrations and models agree."""
    from fluentorm.tasks.check import problems_of

    with _project(pytestconfig) as project:
        _require_none(problems_of(project))


def test_up_down_up(pytestconfig: pytest.Config) -> None:
    """Every migration can be applied, taken back exactly, and applied again."""
    from fluentorm.embedded import available
    from fluentorm.migrate.directory import scan
    from fluentorm.migrate.verdicts import VerdictKind
    from fluentorm.schema.objects import EMPTY
    from fluentorm.snapshot.store import load
    from fluentorm.tasks.proof import prove_folder

    if not available():
        pytest.skip("the proof needs a server of its own: pip install 'fluentorm[embedded]'")
    with _project(pytestconfig) as project:
        snapshot = load(project.snapshot, str(project.snapshot))
        model = snapshot.model if snapshot is not None else EMPTY
        report = prove_folder(project, scan(project.migrations_dir), model)
    stuck = [v for v in report.verdicts if v.kind is VerdictKind.IRREVERSIBLE and not v.declared]
    reasons = [f"{verdict.name}: {reason}" for verdict in stuck for reason in verdict.reasons]
    _require_none([*reasons, *report.differences])


@contextlib.contextmanager
def _project(config: pytest.Config) -> Iterator[Project]:
    """Give the project in pytest's root folder; what it refuses fails the test, in its words."""
    try:
        with contextlib.chdir(config.rootpath):
            yield current_project()
    except FluentError as error:
        pytest.fail(str(error), pytrace=False)


def _require_none(problems: Iterable[str]) -> None:
    found = list(problems)
    if found:
        pytest.fail("\n".join(found), pytrace=False)
