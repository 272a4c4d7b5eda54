"""Commands that rewrite files, killed at any of their writes: typed again, they finish the work."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.acceptance.git_projects import Clone, begin, branched, merged
from tests.conftest import lend

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]

# Runs a command, and ends as kill -9 would at its n-th call that changes a file or a name.
DYING = """
import os, signal, sys
left = int(sys.argv.pop(1))

def dying(function, counts=lambda *_: True):
    def call(*args, **options):
        global left
        left -= counts(*args)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **options)
    return call

os.open = dying(os.open, lambda _, flags=0, *rest: bool(flags & os.O_CREAT))
for name in ("replace", "rename", "unlink", "rmdir"):
    setattr(os, name, dying(getattr(os, name)))
from fluentorm.tasks.script import main
sys.exit(main(sys.argv[1:]))
"""
MORE = 't.string("name", nullable=True)'


def _dies(clone: Clone, at: int, *words: str) -> bool:
    """Run a command that dies at one of its writes; say whether it did."""
    ran = subprocess.run(
        [sys.executable, "-c", DYING, str(at), *words],
        cwd=clone.root,
        env={**os.environ, **clone.env},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode in (0, -signal.SIGKILL), ran.stdout + ran.stderr
    return ran.returncode != 0


def _ends_alike(
    clone: Clone, to: Path, again: Callable[[Clone], None], *words: str, step: int
) -> None:
    """Kill a command at every ``step``-th of its writes, each time in a copy, until it ends."""
    whole = _copy(clone, to / "whole")
    whole.ok(*words)
    again(whole)
    expected = whole.names()
    at, died = 1, True
    while died:
        copy = _copy(clone, to / f"at{at}")
        died = _dies(copy, at, *words)
        copy.script(*words)  # which may have nothing left to do
        again(copy)
        assert copy.names() == expected, f"killed at write {at}"
        shutil.rmtree(copy.root)
        at += step
    assert at > 4 * step


def _copy(clone: Clone, to: Path) -> Clone:
    shutil.copytree(clone.root, to, symlinks=True)
    return Clone(to, dict(clone.env))


def _check(clone: Clone) -> None:
    ran = clone.script("generate_models", "check")  # and no wait for the clock as after "ok"
    assert ran.status == 0, ran.out + ran.err


def test_amend(tmp_path: Path) -> None:
    clone = begin(tmp_path / "project", FLUENT_DB_URL="postgresql://127.0.0.1:1/nowhere")
    clone.replace("schemas/01_users.py", 't.string("name")', MORE)
    clone.ok("generate_models")
    clone.replace("schemas/01_users.py", MORE, f'{MORE}\n    t.integer("n", nullable=True)')
    _ends_alike(clone, tmp_path, _check, "amend", step=3)


def test_rebase(tmp_path: Path) -> None:
    clone = begin(tmp_path / "project", FLUENT_DB_URL="postgresql://127.0.0.1:1/nowhere")
    other = 't.string("email")'
    branched(clone, ('t.string("name")', MORE), ('t.string("email", nullable=True)', other))
    text = (clone.root / "schemas/01_users.py").read_text()
    merged(clone, text.replace('t.string("email", nullable=True)', other))
    _ends_alike(clone, tmp_path, _check, "rebase", step=3)


def test_squash(tmp_path: Path, scratch: Path) -> None:
    clone = begin(tmp_path / "project", FLUENT_DB_URL="postgresql://127.0.0.1:1/nowhere")
    clone.replace("schemas/01_users.py", 't.string("name")', MORE)
    clone.ok("generate_models")
    clone.commit("More")
    old = clone.contents("migrations")
    shutil.rmtree(clone.root / ".fluent")
    lend(scratch, clone.root)

    def once(copy: Clone) -> None:
        """Look for the old files in one place only."""
        _check(copy)
        (folder,) = (copy.root / "migrations/replaced").iterdir()
        assert {f"migrations/{path.name}" for path in folder.iterdir()} == set(old)
        assert not set(old) & set(copy.contents("migrations"))

    _ends_alike(clone, tmp_path, once, "squash", step=5)


def test_adopt(tmp_path: Path, scratch: Path, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num text)")
        connection.execute("INSERT INTO alembic_version VALUES ('ae1027a6acf')")
        connection.execute("CREATE TABLE users (id int PRIMARY KEY, name text)")
        clone = Clone(tmp_path / "project", {"FLUENT_DB_URL": database, "FLUENT_VERIFY": "0"})
        clone.write("dodo.py", "from fluentorm.tasks import *\n")
        lend(scratch, clone.root)

        def recorded(copy: Clone) -> None:
            """Look for the baseline in the database, and make that forget it."""
            _check(copy)
            rows = connection.execute("SELECT count(*) FROM _fluent_migrations").fetchall()
            assert rows == [(1,)]
            connection.execute("DROP TABLE _fluent_migrations")

        _ends_alike(clone, tmp_path, recorded, "adopt", "--from", "alembic", step=6)
