import datetime

import pytest

from fluentorm.dialects.base import AppliedMigration
from fluentorm.errors import (
    ChecksumMismatch,
    Irreversible,
    MigrationError,
    MissingFile,
    OutOfOrder,
    UnknownVersion,
)
from fluentorm.migrate.directory import checksum, scan
from fluentorm.migrate.history import resolve
from fluentorm.migrate.plan import Selection, plan_baseline, plan_down, plan_up
from fluentorm.migrate.status import compare

TIME = datetime.datetime(2024, 12, 2, tzinfo=datetime.UTC)


@pytest.fixture
def directory(tmp_path):
    for name in ("1_a", "2_b", "3_c"):
        (tmp_path / f"{name}.sql").write_text(f"-- up {name}\nSELECT 1;")
        (tmp_path / f"{name}_down.sql").write_text(f"-- down {name}\nSELECT 1;")
    return scan(tmp_path)


def rows(directory, *names, text=None):
    """Return rows of the tracking table for these migrations, in this order of application."""
    return tuple(
        AppliedMigration(
            position=position,
            name=name,
            checksum=checksum(text or f"-- up {name.removesuffix('.sql')}\nSELECT 1;"),
            applied_at=TIME,
        )
        for position, name in enumerate(names, 1)
    )


def names(plan):
    return [step.name for step in plan.steps]


def test_up_takes_pending_in_order_of_version(directory):
    plan = plan_up(directory, rows(directory, "2_b.sql"), Selection())
    assert names(plan) == ["1_a.sql", "3_c.sql"]
    assert plan.out_of_order == ("1_a.sql",)
    assert (
        plan.steps[0].checksum == plan.steps[0].record.checksum == checksum("-- up 1_a\nSELECT 1;")
    )
    assert plan.steps[0].script.path.endswith("1_a.sql")


def test_what_was_not_selected_is_not_reported_as_out_of_order(directory):
    plan = plan_up(directory, rows(directory, "1_a.sql", "3_c.sql"), Selection(to="1"), strict=True)
    assert (plan.steps, plan.out_of_order) == ((), ())


def test_strict_refuses_only_what_would_run(directory):
    with pytest.raises(OutOfOrder):
        plan_up(directory, rows(directory, "2_b.sql"), Selection(), strict=True)
    plan = plan_up(directory, rows(directory, "1_a.sql"), Selection(), strict=True)
    assert names(plan) == ["2_b.sql", "3_c.sql"]


def test_down_takes_applied_in_reverse_order_of_application(directory):
    applied = rows(directory, "2_b.sql", "1_a.sql", "3_c.sql")
    assert names(plan_down(directory, applied, Selection())) == ["3_c.sql"]
    assert names(plan_down(directory, applied, Selection(steps=2))) == ["3_c.sql", "1_a.sql"]
    assert names(plan_down(directory, applied, Selection(to="2"))) == ["3_c.sql", "1_a.sql"]
    everything = plan_down(directory, applied, Selection(everything=True))
    assert names(everything) == ["3_c.sql", "1_a.sql", "2_b.sql"]
    assert everything.steps[0].script.text.startswith("-- down 3_c")


def test_down_of_more_than_there_is_takes_all(directory):
    assert names(plan_down(directory, rows(directory, "1_a.sql"), Selection(steps=9))) == [
        "1_a.sql"
    ]
    assert names(plan_down(directory, (), Selection())) == []


@pytest.mark.parametrize("selection", [{"to": "1", "steps": 1}, {"steps": 1, "everything": True}])
def test_contradicting_selections_are_refused(selection):
    with pytest.raises(MigrationError, match="contradict"):
        Selection(**selection)


def test_changed_files_are_refused_all_at_once(directory):
    applied = rows(directory, "1_a.sql", "2_b.sql", text="other")
    with pytest.raises(ChecksumMismatch) as caught:
        plan_up(directory, applied, Selection())
    assert '"1_a.sql" was changed' in caught.value.message
    assert '"2_b.sql" was changed' in caught.value.message


def test_changed_and_missing_files_are_told_together(directory):
    applied = rows(directory, "0_x.sql", "1_a.sql", text="other")
    with pytest.raises(ChecksumMismatch, match=r'"0_x\.sql" was applied, and its file is gone'):
        plan_up(directory, applied, Selection())


def test_an_allowed_change_is_recorded_anew(directory):
    plan = plan_up(
        directory, rows(directory, "1_a.sql", text="other"), Selection(), allow_changed=["1"]
    )
    assert [record.name for record in plan.accepted] == ["1_a.sql"]
    assert plan.accepted[0].checksum == checksum("-- up 1_a\nSELECT 1;")


def test_allowing_an_unknown_name_is_refused(directory):
    with pytest.raises(UnknownVersion):
        plan_up(directory, (), Selection(), allow_changed=["nope"])


def test_down_looks_at_the_files_it_needs_only(directory):
    applied = rows(directory, "0_x.sql", "1_a.sql")
    assert names(plan_down(directory, applied, Selection())) == ["1_a.sql"]
    with pytest.raises(MissingFile, match=r"0_x\.sql"):
        plan_down(directory, applied, Selection(everything=True))
    with pytest.raises(MissingFile, match="its files are gone"):
        plan_down(directory, applied, Selection(everything=True), allow_changed=["0_x"])


def test_a_migration_without_down_file_is_refused(directory, tmp_path):
    (tmp_path / "3_c_down.sql").unlink()
    with pytest.raises(MissingFile, match="has no down file") as caught:
        plan_down(scan(tmp_path), rows(directory, "3_c.sql"), Selection())
    assert str(caught.value.place).endswith("3_c_down.sql")


def test_an_irreversible_migration_gives_its_reason(directory, tmp_path):
    (tmp_path / "3_c_down.sql").write_text("-- Irreversible: the values are gone\n")
    with pytest.raises(Irreversible, match="the values are gone"):
        plan_down(scan(tmp_path), rows(directory, "3_c.sql"), Selection())


def test_each_file_says_for_itself_whether_it_is_a_transaction(directory, tmp_path):
    (tmp_path / "3_c.sql").write_text("-- Transaction: none\nSELECT 1")
    directory = scan(tmp_path)
    up = plan_up(directory, rows(directory, "1_a.sql"), Selection())
    assert [step.script.transactional for step in up.steps] == [True, False]


def test_baseline_records_what_is_pending_up_to_a_version(directory):
    records = plan_baseline(directory, rows(directory, "1_a.sql"), "2")
    assert [record.name for record in records] == ["2_b.sql"]


def test_status_of_a_changed_and_a_missing_file(directory):
    status = compare(directory, rows(directory, "0_x.sql", "1_a.sql", text="other"))
    assert [state.name for state in status.missing] == ["0_x.sql"]
    assert [state.name for state in status.changed] == ["1_a.sql"]
    assert not status.foreign
    assert compare(directory, rows(directory, "0_x.sql")).foreign
    assert not compare(directory, ()).foreign


NAMES = ["007_a.sql", "20241202103000_create_users.sql", "20241203000000_drop_b.sql"]


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("7", NAMES[0]),
        ("007", NAMES[0]),
        ("20241202103000", NAMES[1]),
        ("20241202103000_create_users", NAMES[1]),
        (" 20241202103000_create_users.sql ", NAMES[1]),
        ("migrations/20241203000000_drop_b.sql", NAMES[2]),
    ],
)
def test_a_migration_is_meant_by_version_or_name(reference, name):
    assert resolve(reference, NAMES) == name


@pytest.mark.parametrize(
    ("reference", "hint"),
    [
        ("create_user", NAMES[1]),
        ("20241202103009", NAMES[1]),
        ("xyz", f'the last one is "{NAMES[2]}"'),
        ("", "the last one is"),
    ],
)
def test_an_unknown_migration_is_told_the_nearest(reference, hint):
    with pytest.raises(UnknownVersion) as caught:
        resolve(reference, NAMES)
    assert hint in caught.value.hint
