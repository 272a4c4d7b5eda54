"""A thousand migration files linted, against PostgreSQL's parser reading the same."""

from __future__ import annotations

import itertools
import sys
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.measure import Cost, best, run
from benchmarks.peers import BIN
from benchmarks.report import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PAIRS = 500
_BARE = """
import sys
from pathlib import Path
from postgast import parse
for path in Path("migrations").iterdir():
    parse(path.read_text())
"""
# What a project does to a table over the years, up and down; {t} is the table, {c} a column.
_STORY = (
    (
        (
            "CREATE TABLE {t} (\n    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n"
            "    name text NOT NULL,\n    parent_id bigint,\n    price numeric(10,2) NOT NULL,\n"
            "    seen timestamptz NOT NULL DEFAULT now(),\n    CHECK (price >= 0)\n);\n"
            "CREATE INDEX {t}_parent ON {t} (parent_id);\n"
        ),
        "-- Down: loses every row of {t}\nDROP TABLE {t};\n",
    ),
    (
        "ALTER TABLE {t} ADD COLUMN note text;\n",
        "-- Down: loses data in {t}.note\nALTER TABLE {t} DROP COLUMN note;\n",
    ),
    (
        "-- Step: 1 bare\nCREATE INDEX CONCURRENTLY {t}_note ON {t} (note);\n",
        "-- Step: 1 bare\nDROP INDEX CONCURRENTLY {t}_note;\n",
    ),
    (
        (
            "-- Step: 1 short\nALTER TABLE {t} ADD CONSTRAINT {t}_parent_fk FOREIGN KEY "
            "(parent_id)\n"
            "    REFERENCES {t} (id) NOT VALID;\n"
            "-- Step: 2 long\nALTER TABLE {t} VALIDATE CONSTRAINT {t}_parent_fk;\n"
        ),
        "ALTER TABLE {t} DROP CONSTRAINT {t}_parent_fk;\n",
    ),
    (
        (
            "-- Step: 1 backfill\nUPDATE {t} SET note = '' WHERE note IS NULL;\n"
            "-- Step: 2 short\nALTER TABLE {t} ADD CONSTRAINT note_set CHECK (note IS NOT NULL) "
            "NOT "
            "VALID;\n"
            "-- Step: 3 long\nALTER TABLE {t} VALIDATE CONSTRAINT note_set;\n"
            "-- Step: 4 short\nALTER TABLE {t} ALTER COLUMN note SET NOT NULL;\n"
            "ALTER TABLE {t} DROP CONSTRAINT note_set;\n"
        ),
        "ALTER TABLE {t} ALTER COLUMN note DROP NOT NULL;\n",
    ),
)


def linted(folder: Path) -> Iterator[Row]:
    """Lint all files, all of them again, and with one more."""
    migrations = _write(folder)
    lint = [str(BIN / "fluentorm"), "lint", "--severity", "error"]
    numbers = itertools.count(1)

    def anew() -> Cost:
        (folder / ".fluent" / "lint.cache").unlink(missing_ok=True)
        return run(lint, folder)

    def one_more() -> Cost:
        text = f"ALTER TABLE table_001 ADD COLUMN more_{next(numbers)} text;\n"
        (migrations / "20990101000000_more.sql").write_text(text)
        return run(lint, folder)

    run(lint, folder)
    bare: Callable[[], Cost] = partial(run, [sys.executable, "-c", _BARE], folder)
    first, parsed = best(5, anew, bare)
    files = f"{2 * PAIRS} files"
    yield Row(
        what=f"lint, {files} / bare parsing", ours=first.seconds, theirs=parsed.seconds, goal=5
    )
    yield Row(what=f"lint, {files} / 2 s", ours=first.seconds, theirs=2, goal=1)
    again, more = best(5, partial(run, lint, folder), one_more)
    yield Row(
        what=f"lint again, {files} / bare parsing",
        ours=again.seconds,
        theirs=parsed.seconds,
        goal=2,
    )
    yield Row(
        what=f"lint with one more file, {files} / bare parsing",
        ours=more.seconds,
        theirs=parsed.seconds,
        goal=3,
    )


def _write(folder: Path) -> Path:
    migrations = folder / "migrations"
    migrations.mkdir()
    (folder / ".fluent").mkdir()
    for number in range(PAIRS):
        table = f"table_{number // len(_STORY):03}"
        up, down = _STORY[number % len(_STORY)]
        name = f"{20200101000000 + number * 100:014}_{table}_{number}"
        (migrations / f"{name}.sql").write_text(up.format(t=table))
        (migrations / f"{name}_down.sql").write_text(down.format(t=table))
    return migrations
