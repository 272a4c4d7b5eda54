"""What the linter knows of the files before, and what it makes of steps, headers and batches."""

import pytest

from fluentorm.lint.chain import Migration, Text, lint_chain
from fluentorm.lint.findings import settle
from fluentorm.lint.rule import Level, Settings, Severity
from fluentorm.lint.sizes import Size
from fluentorm.lint.state import State
from tests.lint.support import ids, lint

USERS = "CREATE TABLE users (id bigint PRIMARY KEY, email text, n integer);"
GENERATED = "-- Generated: 2024-01-01T00:00:00Z\n\n"
INDEX = "CREATE INDEX users_n ON users (n);"


def chain(*items: tuple[str, str]) -> list[Migration]:
    return [Migration(version, Text(f"m/{version}.sql", text)) for version, text in items]


def found(*items: tuple[str, str]) -> set[str]:
    return {raw.rule for raw in lint_chain(chain(*items), settings=Settings()).raw}


def test_a_table_of_the_same_batch_is_not_in_use() -> None:
    users, index = f"{GENERATED}{USERS}", f"{GENERATED}{INDEX}"
    assert "LK001" not in found(("20240101000000", users), ("20240101000001", index))
    assert "LK001" in found(("20240101000000", users), ("20240101000002", index))
    assert "LK001" in found(("20240101000000", users), ("20240101000001", INDEX))
    assert "LK001" not in found(("20240101000000", USERS + INDEX))


def test_counters_are_batches_of_their_own() -> None:
    assert "LK001" in found(("1", USERS), ("2", INDEX))


def test_a_table_that_no_file_made_counts_as_in_use() -> None:
    assert "LK001" in ids(INDEX)


def test_a_down_file_changes_nothing_for_what_follows() -> None:
    texts = [
        Migration(
            "20240101000000",
            Text("m/a.sql", USERS),
            Text("m/a_down.sql", "ALTER TABLE users DROP COLUMN n; DROP TABLE users;"),
        ),
        Migration("20240201000000", Text("m/b.sql", "ALTER TABLE users ALTER n TYPE bigint;")),
    ]
    raw = lint_chain(texts, settings=Settings()).raw
    assert {(r.path, r.rule) for r in raw} >= {("m/b.sql", "RW003")}
    assert not [r for r in raw if r.rule == "DL001"]  # it undoes what its up file made


def test_a_rollback_takes_an_index_from_a_table_in_use() -> None:
    up = "-- Step: 1 bare\nCREATE INDEX CONCURRENTLY users_n ON users (n);"
    assert "LK002" in {f.rule for f in lint(USERS, up, down="DROP INDEX users_n;")}


def test_down_files_of_a_batch_are_read_from_the_last_to_the_first() -> None:
    """What was dropped later in the batch is there again, and empty, when the first comes back."""
    key = "ALTER TABLE posts ADD CONSTRAINT k FOREIGN KEY (u) REFERENCES users;"
    posts = "CREATE TABLE posts (id bigint PRIMARY KEY, u bigint);"
    head = GENERATED + "-- Hazard: loses data\n"
    texts = [
        Migration("20240101000000", Text("m/a.sql", GENERATED + USERS + posts + key)),
        Migration(
            "20240201000000",
            Text("m/b.sql", head + "ALTER TABLE posts DROP CONSTRAINT k;"),
            Text("m/b_down.sql", key),
        ),
        Migration(
            "20240201000001",
            Text("m/c.sql", head + "DROP TABLE posts;"),
            Text("m/c_down.sql", posts),
        ),
    ]
    raw = lint_chain(texts, settings=Settings()).raw
    assert [r for r in raw if r.path == "m/b_down.sql"] == []
    raw = lint_chain(texts[:2], settings=Settings()).raw
    assert "LK008" in {r.rule for r in raw if r.path == "m/b_down.sql"}


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("ALTER TABLE t ALTER COLUMN a TYPE varchar(20);", {"RW003", "RW007"}),
        ("ALTER TABLE t ALTER COLUMN a TYPE varchar(200);", set()),
        ("ALTER TABLE t ALTER COLUMN a TYPE text;", set()),
        ("ALTER TABLE t ALTER COLUMN a TYPE text USING a::text;", set()),
        ("ALTER TABLE t ALTER COLUMN a TYPE text USING a || 'x';", {"RW003"}),
        ('ALTER TABLE t ALTER COLUMN a TYPE text COLLATE "C";', {"RW004"}),
        ("ALTER TABLE t ALTER COLUMN a TYPE citext;", {"RW004"}),
        ("ALTER TABLE t ALTER COLUMN b TYPE numeric(12,2);", set()),
        ("ALTER TABLE t ALTER COLUMN b TYPE numeric(12,4);", {"RW003", "RW007"}),
        ("ALTER TABLE t ALTER COLUMN b TYPE numeric;", set()),
        ("ALTER TABLE t ALTER COLUMN b TYPE numeric(8,2);", {"RW003", "RW007"}),
        ("ALTER TABLE t ALTER COLUMN c TYPE bigint;", {"RW003"}),
        ("ALTER TABLE t ALTER COLUMN c TYPE smallint;", {"RW003", "RW007"}),
        ("ALTER TABLE t ALTER COLUMN c TYPE integer;", set()),
        ("ALTER TABLE t ALTER COLUMN d TYPE inet;", set()),
        ("ALTER TABLE t ALTER COLUMN e TYPE time(6);", set()),
        ("ALTER TABLE t ALTER COLUMN e TYPE time(1);", {"RW003", "RW007"}),
        ("ALTER TABLE t ALTER COLUMN f TYPE interval;", set()),
        ("ALTER TABLE t ALTER COLUMN g TYPE varbit;", set()),
        ("ALTER TABLE t ALTER COLUMN h TYPE char(20);", {"RW003"}),
        ("ALTER TABLE t ALTER COLUMN h TYPE text;", {"RW003"}),
        ("ALTER TABLE t ALTER COLUMN i TYPE jsonb USING i::jsonb;", {"RW003"}),
        ("ALTER TABLE t ALTER COLUMN c TYPE plain;", set()),
        ("ALTER TABLE t ALTER COLUMN c TYPE positive;", {"RW003", "RW007"}),
        ("ALTER TABLE t ALTER COLUMN unknown TYPE text;", {"RW003"}),
    ],
)
def test_a_change_of_type_costs_what_was_measured(text: str, rules: set[str]) -> None:
    made = (
        "CREATE DOMAIN plain AS integer; CREATE DOMAIN positive AS integer CHECK (VALUE > 0);"
        "CREATE TABLE t (id bigint PRIMARY KEY, a varchar(50), b numeric(10,2), c integer, d cidr,"
        " e time(3), f interval(3), g varbit(16), h char(10), i json);"
        "CREATE INDEX t_a ON t (a);"
    )
    assert {rule for rule in ids(made, text) if rule.startswith("RW")} == rules


def test_statements_before_the_first_step_line_are_looked_at() -> None:
    text = f"{INDEX}\n-- Step: 1 short\nALTER TABLE users ADD COLUMN x integer;\n"
    assert {"LK001", "TX000"} <= set(ids(USERS, text))


def test_a_header_says_why_a_file_may_block() -> None:
    text = f"-- Blocking: at night, ten rows\n\n{INDEX}\nDROP TABLE users CASCADE;"
    assert "LK001" not in ids(USERS, text)
    assert {"DL001", "DL002"} <= set(ids(USERS, text))
    (finding,) = [f for f in lint(USERS, text) if f.rule == "LK001"]
    assert finding.allowed == "at night, ten rows"


def test_an_allowance_holds_for_its_statement_only() -> None:
    one = "-- fluentorm: allow LK001 small\n"
    other = "CREATE INDEX users_email ON users (email);"
    assert "LK001" not in ids(USERS, one + INDEX)
    assert "LK001" in ids(USERS, one + INDEX + "\n" + other)
    assert "LK001" not in ids(USERS, f"{one}\n{INDEX}\n{other}")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("-- fluentorm: allow LK001", "there is no reason to allow LK001"),
        ("-- fluentorm: allow because", "it names no rule"),
        ("-- fluentorm: allow LK999 because", "there is no rule LK999"),
        ("-- fluentorm: allow LK003 because", "LK003 finds nothing here"),
    ],
)
def test_a_bad_allowance_is_a_finding(line: str, told: str) -> None:
    assert told in [f.message for f in lint(USERS, f"{line}\n{INDEX}") if f.rule == "X001"]


def test_an_allowance_cannot_hide_in_a_string() -> None:
    text = "SELECT '\n-- fluentorm: allow LK001 because\n';\n" + INDEX
    assert "LK001" in ids(USERS, text)


def test_small_tables_make_warnings() -> None:
    def severity(sizes: dict[str, Size]) -> Severity:
        return next(f.severity for f in lint(USERS, INDEX, sizes=sizes) if f.rule == "LK001")

    assert severity({"users": Size(9_999, 1)}) is Severity.WARNING
    assert severity({"users": Size(10_000, 1)}) is Severity.ERROR
    assert severity({}) is Severity.ERROR


def test_what_schema_files_declared_is_weaker_in_a_generated_file() -> None:
    text = "-- Migration: x\n-- Generated: now\n\nALTER TABLE users RENAME COLUMN n TO m;"
    (finding,) = [f for f in lint(USERS, text) if f.rule == "CP001"]
    assert finding.severity is Severity.WARNING
    (finding,) = [f for f in lint(USERS, text.partition("\n\n")[2]) if f.rule == "CP001"]
    assert finding.severity is Severity.ERROR


def test_statements_in_a_block_are_checked_by_all_rules() -> None:
    text = "DO $$ BEGIN IF true THEN CREATE INDEX users_n ON users (n); END IF; END $$;"
    assert {"LK001", "TX004"} <= set(ids(USERS, text))


def test_the_state_survives_being_kept() -> None:
    first = lint_chain(chain(("20240101000000", USERS)), settings=Settings())
    items = chain(
        ("20240101000000", USERS), ("20240201000000", "ALTER TABLE users ALTER n TYPE bigint;")
    )
    again = lint_chain(items, settings=Settings(), memory=first.memory)
    fresh = lint_chain(items, settings=Settings())
    assert again.raw == fresh.raw
    assert again.memory == fresh.memory
    assert State.unpacked(fresh.memory["state"]).packed() == fresh.memory["state"]


def test_what_is_remembered_holds_for_the_same_files_and_settings_only() -> None:
    items = chain(("20240101000000", USERS), ("20240201000000", INDEX))
    first = lint_chain(items, settings=Settings())
    edited = chain(
        ("20240101000000", USERS.replace("n integer", "n bigint")), ("20240201000000", INDEX)
    )
    for other, settings in ((edited, Settings()), (items, Settings(minimum=18))):
        again = lint_chain(other, settings=settings, memory=first.memory)
        assert again.raw == lint_chain(other, settings=settings).raw
        assert again.memory["entries"][0]["digest"] != first.memory["entries"][0]["digest"]


def test_nothing_is_parsed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    items = chain(("20240101000000", USERS), ("20240201000000", INDEX))
    first = lint_chain(items, settings=Settings())
    monkeypatch.setattr("fluentorm.lint.source.parse", None)
    assert lint_chain(items, settings=Settings(), memory=first.memory).raw == first.raw


def test_syntax_alone_knows_no_other_file() -> None:
    assert "RW003" in ids(USERS, "ALTER TABLE users ALTER n TYPE bigint;")
    assert ids(USERS, "ALTER TABLE users ALTER n TYPE bigint;", level=Level.SYNTAX) == []


def test_what_may_block_on_the_way_there_may_on_the_way_back() -> None:
    texts = [
        Migration("20240101000000", Text("m/a.sql", USERS)),
        Migration(
            "20240201000000",
            Text("m/b.sql", "-- Blocking: at night\n\nALTER TABLE users SET UNLOGGED;"),
            Text("m/b_down.sql", "ALTER TABLE users SET LOGGED;"),
        ),
    ]
    report = lint_chain(texts, settings=Settings())
    found = settle(report.raw, {note.path: note for note in report.notes}, None)
    reasons = {f.path: f.allowed for f in found if f.rule == "RW006"}
    assert reasons == {"m/b.sql": "at night", "m/b_down.sql": "at night"}


def test_locks_of_a_generated_way_back_are_warnings() -> None:
    up, down = "-- Step: 1 bare\nCREATE INDEX CONCURRENTLY i ON users (n);", "DROP INDEX i;"
    (by_hand,) = [f for f in lint(USERS, up, down=down) if f.rule == "LK002"]
    (written,) = [f for f in lint(USERS, up, down=f"-- Rollback: x\n\n{down}") if f.rule == "LK002"]
    assert (by_hand.severity, written.severity) == (Severity.ERROR, Severity.WARNING)


@pytest.mark.parametrize(
    ("check", "rules"),
    [
        ("NOT (kind IS NOT NULL AND kind = ANY (ARRAY['c']::text[]))", set()),
        ("kind IS NOT NULL AND NOT (kind = 'c')", set()),
        ("kind <> 'd'", {"LK015"}),
        ("NOT (kind = 'c' AND id > 5)", {"LK015"}),
    ],
)
def test_a_check_keeps_a_bound_out_of_the_default_partition(check: str, rules: set[str]) -> None:
    made = (
        "CREATE TABLE p (id bigint, kind text) PARTITION BY LIST (kind);"
        "CREATE TABLE rest PARTITION OF p DEFAULT;"
        f"ALTER TABLE rest ADD CONSTRAINT k CHECK ({check});"
    )
    text = (
        "CREATE TABLE c (id bigint, kind text);"
        "ALTER TABLE p ATTACH PARTITION c FOR VALUES IN ('c');"
    )
    assert {rule for rule in ids(made, text) if rule == "LK015"} == rules
