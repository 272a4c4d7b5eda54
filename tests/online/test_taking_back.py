"""Generated files that stopped at any of their steps: taken back, all is as before them."""

from __future__ import annotations

import re

import pytest

from fluentorm.dialects.base import Record, Script, StepKind
from fluentorm.dialects.postgres.introspect import introspect
from fluentorm.dialects.postgres.steps import parse_steps
from fluentorm.dialects.postgres.versions import needed_version
from fluentorm.diff.differ import diff
from fluentorm.diff.operations import inverse
from fluentorm.errors import Failed, Irreversible
from fluentorm.schema.catalog import describe_difference
from fluentorm.schema.objects import EMPTY
from fluentorm.schema.roles import roles_of
from tests.cases.loading import model_of
from tests.cases.place import Place
from tests.cases.test_cases import run
from tests.online.test_online_cases import CASES, HERE, files, helpers, needed

pytestmark = pytest.mark.acceptance

# A statement that fails, in the place of each kind of step.
BROKEN = {
    StepKind.SHORT: "nonsense;\n",
    StepKind.LONG: "nonsense;\n",
    StepKind.BARE: "VACUUM nonsense;\n",
    StepKind.BACKFILL: "UPDATE nonsense SET a = 1 WHERE a IS NULL;\n",
}
# Brought back only by rewriting the table while nobody may use it.
REFUSED = frozenset({"retype/varchar_to_text_under_a_check"})
STEPPED = [
    case
    for case in CASES
    if "-- Step:" in (HERE / case / "up.sql").read_text() + (HERE / case / "down.sql").read_text()
]


@pytest.fixture(scope="module")
def place(server):
    with Place(server) as place:
        yield place


def broken(text, number):
    """Return a file whose step of that number fails."""
    script = Script(path="x.sql", text=text)
    step = parse_steps(script)[number - 1]
    line = re.match(r".*\n", step.text)[0]
    return Script(
        path="x.sql", text=text[: step.start] + line + BROKEN[step.kind] + text[step.end :]
    )


@pytest.mark.parametrize("case", STEPPED)
def test_what_stopped_at_a_step_is_taken_back(place, case):
    old, new = model_of(HERE / case / "old.py"), model_of(HERE / case / "new.py")
    pairs = files(case)
    every = [*diff(EMPTY, old), *map(inverse, diff(EMPTY, new))]
    needs = max([*(n[0] // 10000 for n in map(needed_version, every) if n), needed(pairs)])
    with place.session() as session:
        if session.server.version // 10000 < needs:
            pytest.skip(f"needs PostgreSQL {needs}")
        place.ensure(roles_of(old) + roles_of(new))
        run(session, [diff(EMPTY, old)])
        rows = HERE / case / "rows.sql"
        if rows.exists():
            session.execute(rows.read_text(encoding="utf-8"))
        session.prepare_tracking()
        ups = [(pair.up.name, pair.up.text) for pair in pairs]
        downs = [(pair.down.name, pair.down.text) for pair in reversed(pairs)]
        for name, text in [*ups, *downs]:
            if stop_everywhere(session, name, text, refused=case in REFUSED):
                session.run_script(Script(path=name, text=text))
        run(session, [diff(old, EMPTY)])
        session.execute(
            "DROP TABLE IF EXISTS _fluent_migrations, _fluent_migration_steps, _fluent_backfills"
        )
        assert place.left() == []


def stop_everywhere(session, name, text, *, refused):
    """Let a file stop at each of its steps, and take it back; where that is refused, go on."""
    before = introspect(session)
    left = helpers(session)
    for step in parse_steps(Script(path=name, text=text)):
        script = broken(text, step.number)
        with pytest.raises(Failed):
            session.apply(script, Record(name=name, checksum="x"))
        try:
            session.abort(script, name)
        except Irreversible:
            assert refused
            session.apply(Script(path=name, text=text), Record(name=name, checksum="x"))
            return False
        found = describe_difference(introspect(session), before)
        assert (step.number, found, sorted(helpers(session))) == (step.number, (), sorted(left))
    return True
