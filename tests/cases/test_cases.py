"""One folder per behaviour: from old.py to new.py, with the exact SQL of the way there and back.

What old.py and new.py may hold is ``loading.model_of``'s. ``rows.sql`` is what the tables hold
when the migration comes.
FLUENT_REWRITE_CASES=1 writes up.sql and down.sql anew, to be reviewed as code.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from fluentorm.dialects.postgres.ddl import down_notes, hazards, render
from fluentorm.dialects.postgres.introspect import introspect
from fluentorm.dialects.postgres.versions import needed_version
from fluentorm.diff.changes import changes
from fluentorm.diff.differ import diff
from fluentorm.diff.operations import Operation, inverse
from fluentorm.errors import DatabaseError
from fluentorm.migrate.bodies import UNCHECKED, unchecked_bodies
from fluentorm.migrate.generate import Renderer, informed
from fluentorm.schema.catalog import describe_difference
from fluentorm.schema.objects import EMPTY
from fluentorm.schema.roles import roles_of
from fluentorm.schema.untold import without_untold
from tests.cases.loading import model_of
from tests.cases.place import Place

HERE = Path(__file__).parent
CASES = sorted(path.parent.relative_to(HERE).as_posix() for path in HERE.glob("*/*/new.py"))
# What the server itself cannot undo, and what it says then.
NO_WAY_BACK = {"extensions/update_version": "no update path"}
# What does not work yet.
WRONG = dict(
    line.split(": ", 1) for line in (HERE / "wrong.txt").read_text(encoding="utf-8").splitlines()
)
REWRITE = os.environ.get("FLUENT_REWRITE_CASES") == "1"


def changes_of(case):
    return changes(diff(model_of(HERE / case / "old.py"), model_of(HERE / case / "new.py")))


def up_sql(found):
    says = informed(Renderer(render=render, hazards=hazards, down_notes=down_notes), found)
    parts = []
    for change in found:
        notes = [f"Hazard: {line}" for o in change.operations for line in says.hazards(o)]
        notes += [f"Down: {line}" for o in change.operations for line in says.down_notes(o)]
        parts.append(text(change.slug, notes, change.operations))
    return "\n".join(parts)


def down_sql(found):
    return "\n".join(text(change.slug, [], undo(change)) for change in reversed(found))


def undo(change):
    return [inverse(operation) for operation in reversed(change.operations)]


def text(slug, notes, operations):
    lines = [f"-- {line}" for line in (slug, *notes)]
    lines += (f"{statement};" for step in operations for statement in render(step))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("case", CASES)
def test_sql_is_as_reviewed(case):
    if case in WRONG:
        pytest.skip(WRONG[case])
    found = changes_of(case)
    for name, sql in (("up.sql", up_sql(found)), ("down.sql", down_sql(found))):
        path = HERE / case / name
        if REWRITE:
            path.write_text(sql, encoding="utf-8")
        assert sql == path.read_text(encoding="utf-8")


def test_every_kind_of_operation_has_a_case():
    seen = {
        type(step) for case in CASES for change in changes_of(case) for step in change.operations
    }
    assert seen == set(get_args(Operation))


def test_nothing_hides_a_wrong_picture_of_the_database():
    for path in HERE.glob("*/*/*.sql"):
        text = path.read_text(encoding="utf-8")
        assert "EXISTS" not in text
        assert "CASCADE" not in re.sub("ON (DELETE|UPDATE) CASCADE", "", text)


@pytest.fixture(scope="module")
def place(server):
    """Give what holds one session to an empty database for all cases, until one soils it."""
    with Place(server) as place:
        yield place


@pytest.mark.acceptance
@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=pytest.mark.xfail(reason=WRONG[case], strict=True))
        if case in WRONG
        else case
        for case in CASES
    ],
)
def test_sql_leads_there_and_back_on_a_server(place, case):
    """Up gives the catalog of a database made from new.py, down that of one made from old.py.

    At last everything is dropped, and nothing is left.
    """
    old, new = model_of(HERE / case / "old.py"), model_of(HERE / case / "new.py")
    there = diff(old, new)
    every = [*diff(EMPTY, old), *there, *map(inverse, there), *diff(EMPTY, new)]
    needs = max(filter(None, map(needed_version, every)), default=(0, ""))
    with place.session() as session:
        if session.server.version < needs[0]:
            pytest.skip(f"needs PostgreSQL {needs[0] // 10000}: {needs[1]}")
        for lacking in place.lacking(*old.objects.values(), *new.objects.values()):
            pytest.skip(lacking)
        place.ensure(roles_of(old) + roles_of(new))
        expected = made_at_once(session, new)
        rows = HERE / case / "rows.sql"
        there_and_back(session, case, expected, rows if rows.exists() else None)
        run(session, [diff(new, EMPTY)])
        assert place.left() == []


def made_at_once(session, model):
    """Return the catalog of a database that is made from nothing, and leave nothing of it."""
    run(session, [diff(EMPTY, model)], unchecked={0})
    state = introspect(session)
    run(session, [diff(model, EMPTY)])
    return state


def there_and_back(session, case, expected, rows):
    old, new = (model_of(HERE / case / name) for name in ("old.py", "new.py"))
    run(session, [diff(EMPTY, old)], unchecked={0})
    before = introspect(session)
    if rows:
        session.execute(rows.read_text(encoding="utf-8"))
    found = changes_of(case)
    up = [change.operations for change in found]
    unchecked, unchecked_back = unchecked_bodies(found, old, new)
    run(session, up, unchecked)
    assert describe_difference(as_told(introspect(session), expected), expected) == ()
    down = [undo(change) for change in reversed(found)]
    if case in NO_WAY_BACK:
        with pytest.raises(DatabaseError, match=NO_WAY_BACK[case]):
            run(session, down)
        session.execute("ROLLBACK")
        return
    run(session, down, {len(found) - 1 - number for number in unchecked_back})
    assert describe_difference(introspect(session), before) == ()
    run(session, up, unchecked)
    if rows:
        assert describe_difference(as_told(introspect(session), expected), expected) == ()


def as_told(state, expected):
    """Return a state without the names that PostgreSQL made up and that a rename left behind."""
    wanted = expected.model.tables
    tables = {
        name: without_untold(table, wanted[name], wanted) if name in wanted else table
        for name, table in state.model.tables.items()
    }
    return replace(state, model=replace(state.model, tables=tables))


def run(session, groups, unchecked=()):
    """Run each group of operations in one transaction, as a migration file is.

    The server does not look at the bodies of functions in groups whose number is ``unchecked``.
    """
    for number, operations in enumerate(groups):
        beginning = ["BEGIN", *([UNCHECKED] if number in unchecked else [])]
        statements = [statement for step in operations for statement in render(step)]
        session.execute(";\n".join([*beginning, *statements, "COMMIT"]))
