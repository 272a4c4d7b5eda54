"""What a squash replaces and refuses, and databases that applied what was replaced."""

import datetime

import pytest

from fluentorm.dialects.base import AppliedMigration
from fluentorm.dialects.postgres.data_steps import writes_rows
from fluentorm.dialects.running import StepRecord, StepState
from fluentorm.errors import ChecksumMismatch, FileFormat, MigrationError
from fluentorm.migrate.directory import scan
from fluentorm.migrate.plan import Selection, plan_up
from fluentorm.migrate.replaced import settle, stand_ins
from fluentorm.migrate.squash import divide
from fluentorm.migrate.status import compare

NOON = datetime.datetime(2024, 1, 1, 12, tzinfo=datetime.UTC)
OLD = {"1_a.sql": "a" * 64, "2_b.py": "b" * 64, "3_c.sql": "c" * 64}
SQUASH = "-- Generated: x\n" + "".join(f"-- Replaces: {n} {c}\n" for n, c in OLD.items())


def row(position: int, name: str, checksum: str) -> AppliedMigration:
    moment = NOON + datetime.timedelta(minutes=position)
    return AppliedMigration(position=position, name=name, checksum=checksum, applied_at=moment)


@pytest.fixture
def folder(tmp_path):
    """A folder in which one migration replaces three, and another comes after it."""
    (tmp_path / "1_squash_to_3.sql").write_text(f"{SQUASH}\nCREATE TABLE t ();\n")
    (tmp_path / "2_kept.sql").write_text("INSERT INTO t DEFAULT VALUES;\n")
    (tmp_path / "4_d.sql").write_text("-- Parent: 3_c.sql\nCREATE TABLE d ();\n")
    return tmp_path


def test_all_of_the_old_ones_are_the_new_one_at_the_place_of_the_first(folder) -> None:
    directory = scan(folder)
    kept = row(2, "2_kept.sql", directory.checksum("2_kept.sql"))
    names = list(OLD)
    rows = [
        row(1, names[0], "a" * 64),
        kept,
        row(3, names[1], "b" * 64),
        row(4, names[2], "c" * 64),
    ]
    steps = StepRecord(script="3_c.sql", number=1, kind="long", sql_hash="", state=StepState.DONE)
    settled = settle(directory, rows, [steps])
    assert [(one.position, one.name) for one in settled.applied] == [
        (1, "1_squash_to_3.sql"),
        (2, "2_kept.sql"),
    ]
    assert settled.applied[0].applied_at == rows[-1].applied_at
    assert settled.records == ()
    (one,) = settled.replacements
    assert one.names == tuple(OLD)
    assert one.record.checksum == directory.checksum("1_squash_to_3.sql")
    plan = plan_up(directory, rows, Selection(), records=[steps])
    assert [step.name for step in plan.steps] == ["4_d.sql"]
    assert stand_ins(directory)["3_c.sql"] == "1_squash_to_3.sql"


def test_a_new_database_and_one_that_recorded_it_are_as_they_are(folder) -> None:
    directory = scan(folder)
    assert settle(directory, []).applied == ()
    rows = [row(1, "1_squash_to_3.sql", directory.checksum("1_squash_to_3.sql"))]
    assert settle(directory, rows).applied == tuple(rows)
    gone = [*rows, row(2, "9_gone.sql", "d" * 64)]
    assert settle(directory, gone).applied == tuple(gone)  # told as missing, as ever
    assert [one.name for one in compare(directory, gone).missing] == ["9_gone.sql"]


def test_a_database_in_the_middle_or_with_another_content_is_told(folder) -> None:
    directory = scan(folder)
    some = [row(1, "1_a.sql", "a" * 64), row(2, "2_b.py", "b" * 64)]
    with pytest.raises(MigrationError, match=r'2 of the 3 .* the next is "3_c\.sql"') as e:
        plan_up(directory, some, Selection())
    assert "bring the old files back from version control" in (e.value.hint or "")
    (folder / "replaced/1_squash_to_3").mkdir(parents=True)
    with pytest.raises(MigrationError) as e:
        settle(directory, some).require()
    assert f"FLUENT_MIGRATIONS_DIR={folder}/replaced/1_squash_to_3 doit mig" in (e.value.hint or "")
    edited = [row(n, name, "e" * 64) for n, name in enumerate(OLD)]
    with pytest.raises(ChecksumMismatch, match=r'"1_a\.sql", "2_b\.py", "3_c\.sql" was appl'):
        plan_up(directory, edited, Selection())
    (folder / "1_squash_to_3.sql").write_text(
        "-- Generated: x\n-- Replaces: 1_a.sql\n\nSELECT 1;\n"
    )
    with pytest.raises(FileFormat, match="which is no name with a checksum"):
        _ = scan(folder).source("1_squash_to_3.sql").replaces


def test_what_is_replaced_and_what_stays(tmp_path) -> None:
    for name in ("1_a.sql", "2_b.py", "3_c.sql", "4_d.sql"):
        (tmp_path / name).write_text("x = 1\n")
    part = divide(scan(tmp_path), "3_c.sql", {"2_b.py"})
    assert [entry.name for entry in part.replaced] == ["1_a.sql", "3_c.sql"]
    assert [entry.name for entry in part.squashed] == ["1_a.sql", "2_b.py", "3_c.sql"]
    assert [entry.name for entry in part.rest] == ["4_d.sql"]
    with pytest.raises(MigrationError, match="there is one migration to be replaced"):
        divide(scan(tmp_path), "1_a.sql", ())
    with pytest.raises(MigrationError, match=r'"1_a\.sql" comes before all that is replaced'):
        divide(scan(tmp_path), "3_c.sql", {"1_a.sql"})


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"3_c": "Parent: 2_b.sql", "4_d": "Parent: 1_a.sql"}, 'after "1_a.sql", not after "2_b'),
        ({"3_c": "Parent: 2_b.sql", "4_d": "Parent: 2_b.sql"}, "two branches were merged"),
        ({"3_c": "Contract: 1_a.sql"}, '"3_c.sql" concludes "1_a.sql", which would be replaced'),
    ],
)
def test_a_branch_point_and_an_open_contract_are_refused(tmp_path, files, told) -> None:
    for name, line in {"1_a": "Type: x", "2_b": "Type: x", **files}.items():
        (tmp_path / f"{name}.sql").write_text(f"-- Generated: x\n-- {line}\n\nSELECT 1;\n")
    with pytest.raises(MigrationError) as caught:
        divide(scan(tmp_path), "2_b.sql", ())
    assert told in caught.value.message


@pytest.mark.parametrize(
    ("text", "writes"),
    [
        ("CREATE TABLE t (a int DEFAULT 1); COMMENT ON TABLE t IS 'insert into';", False),
        ("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$DELETE FROM t$$;", False),
        ("SELECT 1;", False),
        ("CREATE TABLE p PARTITION OF t FOR VALUES IN (1);", False),
        ("ALTER TABLE t ADD b int; GRANT SELECT ON t TO x; SET LOCAL a = 'b';", False),
        ("INSERT INTO t VALUES (1);", True),
        ("WITH x AS (SELECT 1) UPDATE t SET a = 2;", True),
        ("SELECT setval('s', 5);", True),
        ("DO $$BEGIN PERFORM 1; END$$;", True),
        ("CREATE TABLE t AS SELECT 1;", True),
        ("CREATE TEMP TABLE t AS SELECT 1;", True),
        ("TRUNCATE t;", True),
        ("SELECT 'unterminated", True),
    ],
)
def test_which_statements_write_rows(text: str, writes: bool) -> None:
    assert writes_rows(text) is writes
