"""One folder per online form: the exact files of the way there and back, run over rows.

``old.py`` and ``new.py`` are as in ``tests/cases``, ``rows.sql`` is what the tables hold, and
``version`` the oldest server that the files are for (14 where there is none).
FLUENT_REWRITE_CASES=1 writes up.sql and down.sql anew, to be reviewed as code.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from fluentorm.dialects.postgres.announce import Announcer
from fluentorm.dialects.postgres.introspect import introspect
from fluentorm.dialects.postgres.versions import needed_version
from fluentorm.diff.differ import diff
from fluentorm.diff.operations import inverse
from fluentorm.migrate.header import parse_header
from fluentorm.schema.catalog import describe_difference
from fluentorm.schema.objects import EMPTY
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.roles import roles_of
from tests.cases.loading import model_of
from tests.cases.place import Place
from tests.cases.test_cases import as_told, made_at_once, run
from tests.online.running import generated, parts_of, run_file

HERE = Path(__file__).parent / "cases"
CASES = sorted(path.parent.relative_to(HERE).as_posix() for path in HERE.glob("*/*/new.py"))
REWRITE = os.environ.get("FLUENT_REWRITE_CASES") == "1"
# Whose way back cannot bring the values back.
LOSSY = frozenset(
    {
        "drop_column/in_two_stages",
        "drop_column/nullable_in_two_stages",
        "drop_column/with_its_index",
        "drop_table/in_two_stages",
        "drop_types/with_columns_that_stay",
        "not_null/filled_by_a_trigger",
        "not_null/with_backfill",
    }
)


def files(case):
    old, new = model_of(HERE / case / "old.py"), model_of(HERE / case / "new.py")
    version = HERE / case / "version"
    return generated(old, new, int(version.read_text()) if version.exists() else 14)


def is_contract(pair):
    return "\n-- Contract: " in pair.up.text


def joined(texts):
    return "\n".join(texts)


@pytest.mark.parametrize("case", CASES)
def test_files_are_as_reviewed(case):
    pairs = files(case)
    up = joined(pair.up.text for pair in pairs)
    down = joined(pair.down.text for pair in reversed(pairs))
    for name, text in (("up.sql", up), ("down.sql", down)):
        path = HERE / case / name
        if REWRITE:
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_no_statement_stops_others_for_long(case):
    """The table of locks finds nothing long under a strong lock, but where the file says why."""
    old, new = model_of(HERE / case / "old.py"), model_of(HERE / case / "new.py")
    pairs = files(case)
    for texts, start in (
        ([pair.up.text for pair in pairs], old),
        ([pair.down.text for pair in reversed(pairs)], new),
    ):
        announcer = Announcer(start)
        for text in texts:
            stopped = [str(step) for step in announcer.announce(text) if step.stops]
            assert (stopped == []) == (parse_header(text, "x").blocking is None)


@pytest.fixture(scope="module")
def place(server):
    """Give what holds one session to an empty database for all cases, until one soils it."""
    with Place(server) as place:
        yield place


def needed(pairs):
    """Return the version that the files say they need."""
    texts = [text for pair in pairs for text in (pair.up.text, pair.down.text)]
    return max((n.version for text in texts for n in parse_header(text, "x").needs), default=0)


@pytest.mark.acceptance
@pytest.mark.parametrize("case", CASES)
def test_files_lead_there_and_back_over_rows(place, case):
    old, new = model_of(HERE / case / "old.py"), model_of(HERE / case / "new.py")
    pairs = files(case)
    every = [*diff(EMPTY, old), *map(inverse, diff(EMPTY, new))]
    needs = max([*(n[0] // 10000 for n in map(needed_version, every) if n), needed(pairs)])
    with place.session() as session:
        if session.server.version // 10000 < needs:
            pytest.skip(f"needs PostgreSQL {needs}")
        place.ensure(roles_of(old) + roles_of(new))
        expected = made_at_once(session, new)
        run(session, [diff(EMPTY, old)])
        before = introspect(session)
        rows = HERE / case / "rows.sql"
        if rows.exists():
            session.execute(rows.read_text(encoding="utf-8"))
        held = contents(session, old)
        up, down = [p.up.text for p in pairs], [p.down.text for p in reversed(pairs)]
        run_all(session, up)
        assert describe_difference(as_told(introspect(session), expected), expected) == ()
        assert helpers(session) == []
        assert counts(contents(session, new), new) == counts(held, new)
        run_all(session, down)
        assert describe_difference(introspect(session), before) == ()
        assert helpers(session) == []
        after = contents(session, old)
        assert after == held if case not in LOSSY else counts(after, new) == counts(held, new)
        run_all(session, up)
        assert describe_difference(as_told(introspect(session), expected), expected) == ()
        run(session, [diff(new, EMPTY)])
        assert place.left() == []


SEVERAL = [case for case in CASES if len(files(case)) > 2 and is_contract(files(case)[1])]


@pytest.mark.acceptance
@pytest.mark.parametrize("case", SEVERAL)
def test_contracts_may_wait_for_all_that_is_behind_them(place, case):
    """As ``migrate`` leaves them: what comes after a contract must not need it."""
    old, new = model_of(HERE / case / "old.py"), model_of(HERE / case / "new.py")
    pairs = files(case)
    later = [pair for pair in pairs if is_contract(pair)]
    with place.session() as session:
        place.ensure(roles_of(old) + roles_of(new))
        expected = made_at_once(session, new)
        run(session, [diff(EMPTY, old)])
        run_all(session, [pair.up.text for pair in pairs if pair not in later])
        state = introspect(session)
        shown = as_told(replace(state, helpers=()), expected)
        assert describe_difference(shown, expected) == ()
        assert state.helpers
        run_all(session, [pair.up.text for pair in later])
        assert introspect(session).helpers == ()
        run(session, [diff(new, EMPTY)])
        assert place.left() == []


def run_all(session, texts):
    for text in texts:
        try:
            run_file(session, text)
        except Exception as error:
            session.execute("ROLLBACK")
            error.add_note(text)
            raise


def contents(session, model):
    """Return the rows of each table, without order."""
    found = {}
    whole = [n for n, table in model.tables.items() if table.details.partition_by is None]
    for name in whole:
        query = f"SELECT to_jsonb(t) FROM {quote_name(name)} t ORDER BY to_jsonb(t)::text"
        found[name] = [row for (row,) in session.query(query)]
    return found


def counts(held, new):
    """Return how many rows the tables have that are not dropped in stages."""
    gone = {name for kind, name in new.staged_drops if kind == "table"}
    return sum(len(rows) for name, rows in held.items() if name not in gone)


HELPERS = """
SELECT relname::text FROM pg_class WHERE relname ~ '^(zz)?_fl_' UNION ALL
SELECT proname FROM pg_proc WHERE proname ~ '^(zz)?_fl_' UNION ALL
SELECT tgname FROM pg_trigger WHERE tgname ~ '^(zz)?_fl_' UNION ALL
SELECT conname FROM pg_constraint WHERE conname ~ '^(zz)?_fl_' UNION ALL
SELECT typname FROM pg_type WHERE typname ~ '^(zz)?_fl_' UNION ALL
SELECT attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
WHERE attname ~ '^(zz)?_fl_' AND NOT attisdropped AND relkind IN ('r', 'p')
"""


def helpers(session):
    return [name for (name,) in session.query(HELPERS)]


@pytest.mark.parametrize("case", CASES)
def test_steps_are_of_the_kinds_that_there_are(case):
    for pair in files(case):
        for part in (*parts_of(pair.up.text), *parts_of(pair.down.text)):
            assert part.kind in ("short", "long", "bare", "backfill")
            if part.kind in ("bare", "backfill"):
                assert len(part.statements) == 1
