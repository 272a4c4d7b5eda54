"""What partitions that go or are emptied take along, as far as rules speak of it."""

from __future__ import annotations

from tests.lint.support import last_of, lint

BEFORE = """
CREATE TABLE days (day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE days_2024 PARTITION OF days FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE days_rest PARTITION OF days DEFAULT;
"""


def others_locked(statement: str) -> list[str]:
    found = last_of(lint(BEFORE, f"-- Hazard: loses rows\n\n{statement};\n"))
    return [finding.message for finding in found if finding.rule == "LK018"]


def test_dropping_one_locks_its_parent_and_the_default_partition() -> None:
    told = 'dropping "days_2024" also locks "days", "days_rest"'
    assert others_locked("DROP TABLE days_2024") == [told]


def test_truncating_one_locks_it_alone() -> None:
    assert others_locked("TRUNCATE days_2024") == []
