"""What lint and ``plan`` say of a statement agrees, as far as ``plan`` can know from its words."""

from __future__ import annotations

import pytest

from fluentorm.dialects.postgres.lock_modes import Lock
from fluentorm.dialects.postgres.locks import Facts, effects
from fluentorm.lint.effects import effect
from fluentorm.lint.replay import play, play_change
from fluentorm.lint.source import read
from fluentorm.lint.state import State
from tests.acceptance.test_lint_trace import FIXTURE, NEWER, STATEMENTS

STATE = State()
for _statement in read(FIXTURE, "fixture.sql").statements:
    play(_statement, STATE)
# The lock of the table itself; the indexes are locked more strongly, which is what plan counts.
OF_INDEXES = {"REINDEX TABLE ch"}


@pytest.mark.parametrize("text", [*STATEMENTS.strip().splitlines(), *NEWER.strip().splitlines()])
def test_a_statement_that_names_a_table_locks_it_as_plan_says(text: str) -> None:
    facts = Facts(constrained=frozenset(("posint",)))
    theirs = {item.table: item for item in effects(text, facts)}
    modes: dict[str, Lock] = {}
    rewrites: set[str] = set()
    mark = STATE.mark()
    for statement in read(text, "m.sql").statements:
        for change in statement.changes:
            ours = effect(change, STATE)
            for table, mode in ours.locks.items():
                modes[table] = max(mode, modes.get(table, Lock.NONE))
            rewrites |= ours.rewrites
            play_change(change, statement, STATE)
    STATE.back(mark)
    for table in theirs.keys() & STATE.tables.keys():
        if text not in OF_INDEXES and table in modes:
            assert int(theirs[table].lock) == int(modes[table])
        assert theirs[table].rewrites or table not in rewrites
