"""The database that is changed: a large table, a small one that it refers to, a partitioned one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from pathlib import Path

TEAMS = 1000
EVENT_DAYS = 700  # from 2023 on
FILES = {
    "01_teams.py": """
def build(t):
    t.big_int("id", primary_key=True)
    t.string("name")
""",
    "02_accounts.py": """
def build(t):
    t.big_int("id", primary_key=True)
    t.integer("code")
    t.string("email")
    t.integer("n", nullable=True)
    t.varchar("note", 50, nullable=True)
    t.big_int("team_id", nullable=True)
    t.date("joined", nullable=True)
    t.enum("state", ["new", "open", "gone"], default="new")
    t.index("by_note", "note")
""",
    "03_events.py": """
def build(t):
    t.big_int("id")
    t.date("day")
    t.string("note", nullable=True)
    t.index("events_by_id", "id")
    t.partition_by("range", ["day"])
    t.partition("events_2022", start="2022-01-01", end="2023-01-01")
    t.partition("events_2023", start="2023-01-01", end="2024-01-01")
    t.partition("events_2024", start="2024-01-01", end="2025-01-01")
""",
    "04_summary.py": """
def define(db):
    db.materialized_view(
        "events_a_day", "SELECT day, count(*) AS events FROM events GROUP BY day"
    )
""",
}
_FILL = """
CREATE TABLE bystander (id bigint PRIMARY KEY, n bigint NOT NULL DEFAULT 0);
INSERT INTO bystander SELECT generate_series(1, 1000);
INSERT INTO teams SELECT i, 'team ' || i FROM generate_series(1, {teams}) AS i;
INSERT INTO accounts (id, code, email, n, note, team_id, joined)
SELECT i, i, 'user' || i || '@example.com', i % 1000, 'note ' || i, i % {teams} + 1,
    date '2020-01-01' + i % 1000 FROM generate_series(1, {rows}) AS i;
INSERT INTO events SELECT i, date '2023-01-01' + (i % {days})::int, 'event ' || i
FROM generate_series(1, {rows} / 5) AS i;
"""


def fill(url: str, rows: int) -> None:
    """Put rows into the tables."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in _FILL.format(teams=TEAMS, rows=rows, days=EVENT_DAYS).split(";\n"):
            connection.execute(statement.encode())
        connection.execute("REFRESH MATERIALIZED VIEW events_a_day")
        connection.execute("VACUUM ANALYZE")


def write_schemas(folder: Path, edits: dict[str, tuple[str, str]] | None = None) -> None:
    """Write the schema files, with one text of each named file replaced by another."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        before, after = (edits or {}).get(name, ("", ""))
        if before not in text:
            raise ValueError(f"{name} has no {before!r}")
        (folder / name).write_text(text.replace(before, after, 1) if before else text + after)
