"""A generation that is killed at any moment: the next one finishes it, and nothing is doubled."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.tasks.conftest import Project

TABLES = 60
KILLS = 20
GENERATE = (sys.executable, "-m", "fluentorm.tasks.script", "generate_models")
SNAPSHOT = "schemas/.fluent_snapshot.json"
TABLE = """table_name = "t{0}"


def build(t):
    t.uuid("id", primary_key=True)
    t.string("name")
    t.index(["name"])
"""


@pytest.mark.slow
def test_killed_at_random_moments_the_next_run_makes_it_whole(tmp_path: Path) -> None:
    empty = _project(tmp_path / "empty")
    whole = _copy(empty, tmp_path / "whole")
    start = time.monotonic()
    # As those that are killed: with a Python that starts.
    assert whole.run(*GENERATE).status == 0
    seconds = time.monotonic() - start
    expected = _contents(whole)
    assert len(expected) == TABLES * (1 + 4 + 1) + 4
    chance = random.Random(20_261_122)  # noqa: S311 - moments, no secrets
    for number in range(KILLS):
        project = _copy(empty, tmp_path / f"killed{number}")
        _killed(project, after=chance.uniform(0.4, 1.1) * seconds)
        # Migrations without the snapshot that knows them may be left, but are never used.
        ran = project.script("generate_models", "check")
        assert ran.status == 0, ran.out + ran.err
        assert _contents(project) == expected
        assert not list(project.root.rglob(".*.fluent-tmp"))
        shutil.rmtree(project.root)


def _project(root: Path) -> Project:
    project = Project(root, {"FLUENT_VERIFY": "0"})
    for number in range(TABLES):
        project.write(f"schemas/{number:02}_t{number}.py", TABLE.format(number))
    return project


def _copy(project: Project, root: Path) -> Project:
    shutil.copytree(project.root, root)
    return Project(root, project.env)


def _killed(project: Project, after: float) -> None:
    process = subprocess.Popen(
        GENERATE,
        cwd=project.root,
        env={**os.environ, **project.env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _contents(project: Project) -> list[tuple[str, str]]:
    """Return every generated file, its text without what tells the time of the run."""
    files = project.contents("schemas", "migrations", "models")
    found = []
    for name, data in files.items():
        is_migration = name.startswith("migrations/")
        short = name.partition("_")[2] if is_migration else name
        told_by_time = is_migration or name == SNAPSHOT
        found.append((short, "" if told_by_time else data.decode()))
    return sorted(found)
