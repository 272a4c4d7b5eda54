"""Every statement that is generated for any case: what it does is what was announced.

What others wait for must be told: a lock that stops writes, and what reads or rewrites the table
under it. That a table of which nothing is known may be rewritten is told too, so more may be
announced than comes.
"""

from __future__ import annotations

import os

import psycopg
import pytest

from fluentorm.dialects.base import Script, StepKind
from fluentorm.dialects.postgres import splitter
from fluentorm.dialects.postgres.announce import Announcer
from fluentorm.dialects.postgres.ddl import render
from fluentorm.dialects.postgres.lock_modes import Lock
from fluentorm.dialects.postgres.steps import parse_steps
from fluentorm.dialects.postgres.versions import needed_version
from fluentorm.diff.differ import diff
from fluentorm.diff.operations import inverse
from fluentorm.migrate.header import parse_header
from fluentorm.schema.objects import EMPTY
from fluentorm.schema.roles import roles_of
from tests.acceptance.observed_locks import Seen, alone, in_transaction, relations
from tests.cases.loading import model_of
from tests.cases.place import Place
from tests.cases.test_cases import CASES as PLAIN
from tests.cases.test_cases import HERE as PLAIN_CASES
from tests.cases.test_cases import NO_WAY_BACK, WRONG, changes_of, run, undo
from tests.online.running import generated
from tests.online.test_online_cases import CASES as ONLINE
from tests.online.test_online_cases import HERE as ONLINE_CASES

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif("FLUENT_TEST_URL" in os.environ, reason="about the embedded server"),
]


@pytest.fixture(scope="module")
def place(server):
    with Place(server) as place:
        yield place


class Watcher:
    """Runs files step by step and notes what was not announced."""

    def __init__(self, url: str, old: set[int]) -> None:
        self.url = url
        self.surprises: list[str] = []
        self._old = old

    def run(self, text: str, announcer: Announcer) -> None:
        told = announcer.announce(text)
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("SET check_function_bodies = off")
            for number, kind, statements in _steps(text):
                mine = [one for one in told if one.number == number]
                known = relations(connection)
                names = self._named(connection, mine)
                if kind is StepKind.BARE:
                    (statement,) = statements
                    seen = alone(connection, self.url, statement)
                    self._compare(known, names, mine, seen, statements)
                else:
                    with in_transaction(connection, statements) as seen:
                        names |= self._named(connection, mine)
                        self._compare(known, names, mine, seen, statements)

    def _named(self, connection, told):
        """Return the numbers of the relations that are announced, by their names."""
        found = {}
        for one in told:
            query = "SELECT to_regclass(%s)::oid::int"
            try:
                ((oid,),) = connection.execute(query, (one.table,)).fetchall()
            except psycopg.Error:
                continue
            if oid is not None:
                found[oid] = one.table
        return found

    def _compare(self, known, names, told, seen, statements):
        by_table = {}
        for oid, name in names.items():
            for one in told:
                if one.table == name:
                    table = known[oid].table if oid in known else oid
                    by_table.setdefault(table, []).append(one)
        anything = [one for one in told if not one.known or one.table == ""]
        for oid, what in seen.items():
            if oid not in self._old or (what.lock < Lock.SHARE and not what.rewrites):
                continue
            covers = [
                one for number in (oid, *known[oid].above) for one in by_table.get(number, [])
            ] + anything
            if _told(what, covers):
                continue
            said = "; ".join(map(str, covers)) or "nothing"
            self.surprises.append(
                f"{known[oid].name}: {what}, announced: {said}\n    "
                + "\n    ".join(" ".join(one.split())[:200] for one in statements)
            )


def _told(seen: Seen, covers) -> bool:
    if not covers:
        return False
    if any(not one.known for one in covers):
        return True
    lock = max(one.lock for one in covers)
    rewrites = any(one.rewrites for one in covers)
    scans = any(one.scans for one in covers)
    return (
        lock >= seen.lock
        and (rewrites or not seen.rewrites)
        and (scans or rewrites or not seen.scans)
    )


def _steps(text):
    steps = parse_steps(Script(path="x.sql", text=text))
    if steps:
        return [(step.number, step.kind, step.sqls) for step in steps]
    statements = tuple(text[one.start : one.end] for one in splitter.split(text))
    return [(1, StepKind.SHORT, statements)]


def _started(session, old, rows):
    run(session, [diff(EMPTY, old)], unchecked={0})
    if rows.exists():
        session.execute(rows.read_text(encoding="utf-8"))


def _url(session, server):
    from tests.conftest import with_database

    return with_database(server, session.server.database)


def _known(url):
    with psycopg.connect(url) as connection:
        return set(relations(connection))


@pytest.mark.parametrize("case", ONLINE)
def test_steps_do_what_is_announced(place, server, case):
    folder = ONLINE_CASES / case
    old, new = model_of(folder / "old.py"), model_of(folder / "new.py")
    version = folder / "version"
    pairs = generated(old, new, int(version.read_text()) if version.exists() else 14)
    texts = [text for pair in pairs for text in (pair.up.text, pair.down.text)]
    every = [*diff(EMPTY, old), *map(inverse, diff(EMPTY, new))]
    needs = max(
        [
            0,
            *(n[0] // 10000 for n in map(needed_version, every) if n),
            *(n.version for text in texts for n in parse_header(text, "x").needs),
        ]
    )
    with place.session() as session:
        if session.server.version // 10000 < needs:
            pytest.skip(f"needs PostgreSQL {needs}")
        place.ensure(roles_of(old) + roles_of(new))
        _started(session, old, folder / "rows.sql")
        url = _url(session, server)
        watcher = Watcher(url, _known(url))
        announcer = Announcer(old)
        for pair in pairs:
            watcher.run(pair.up.text, announcer)
        watcher._old = _known(url)
        announcer = Announcer(new)
        for pair in reversed(pairs):
            watcher.run(pair.down.text, announcer)
        run(session, [diff(old, EMPTY)])
        assert place.left() == []
    assert not watcher.surprises, "\n".join(watcher.surprises)


@pytest.mark.parametrize("case", [case for case in PLAIN if case not in WRONG])
def test_plain_statements_do_what_is_announced(place, server, case):
    folder = PLAIN_CASES / case
    old, new = model_of(folder / "old.py"), model_of(folder / "new.py")
    there = diff(old, new)
    every = [*diff(EMPTY, old), *there, *map(inverse, there), *diff(EMPTY, new)]
    needs = max(filter(None, map(needed_version, every)), default=(0, ""))
    with place.session() as session:
        if session.server.version < needs[0]:
            pytest.skip(f"needs PostgreSQL {needs[0] // 10000}: {needs[1]}")
        for lacking in place.lacking(*old.objects.values(), *new.objects.values()):
            pytest.skip(lacking)
        place.ensure(roles_of(old) + roles_of(new))
        _started(session, old, folder / "rows.sql")
        url = _url(session, server)
        watcher = Watcher(url, _known(url))
        found = changes_of(case)
        announcer = Announcer(old)
        for change in found:
            watcher.run(_text(change.operations), announcer)
        if case in NO_WAY_BACK:
            run(session, [diff(new, EMPTY)])
            return
        watcher._old = _known(url)
        announcer = Announcer(new)
        for change in reversed(found):
            watcher.run(_text(undo(change)), announcer)
        run(session, [diff(old, EMPTY)])
        assert place.left() == []
    assert not watcher.surprises, "\n".join(watcher.surprises)


def _text(operations):
    return "\n".join(f"{statement};" for one in operations for statement in render(one))
