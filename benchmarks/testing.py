"""How soon the tests of a project with a thousand migrations begin."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.measure import best, run
from benchmarks.report import Row
from benchmarks.server import database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MIGRATIONS = 1000


def from_the_template(folder: Path) -> Iterator[Row]:
    """One test with a database of its own, once the template is there, against one without."""
    (folder / "schemas").mkdir()
    migrations = folder / "migrations"
    migrations.mkdir()
    for number in range(MIGRATIONS):
        name = f"{20200101000000 + number:014}_table_{number}"
        sql = f"CREATE TABLE table_{number} (id int PRIMARY KEY);\n"
        (migrations / f"{name}.sql").write_text(sql)
    (folder / "test_with.py").write_text("def test_it(fluent_db): pass\n")
    (folder / "test_without.py").write_text("def test_it(): pass\n")
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    with database(folder) as url:
        environment = {"FLUENT_TEST_URL": url, "FLUENT_LINT": "0"}
        run([*pytest, "test_with.py"], folder, environment)
        ours, bare = best(
            5,
            partial(run, [*pytest, "test_with.py"], folder, environment),
            partial(run, [*pytest, "test_without.py"], folder, environment),
        )
    what = f"first test, {MIGRATIONS} migrations"
    yield Row(what=f"{what} / 2 s", ours=ours.seconds, theirs=2, goal=1)
    yield Row(what=f"{what} / pytest alone", ours=ours.seconds, theirs=bare.seconds, goal=4)
