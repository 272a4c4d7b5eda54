import pytest

from fluentorm.dialects.base import StepKind, StepText
from fluentorm.errors import FileFormat
from fluentorm.migrate.file import Draft, down_name, format_pair, parse_header, up_name
from fluentorm.migrate.header import Need

DRAFT = Draft(
    version="20241202103000",
    slug="users_add_column_phone",
    table="users",
    kind="add_column",
    parent="20241202100002_posts_add_fk_user_id.sql",
    up=("ALTER TABLE users ADD COLUMN phone text",),
    down=("ALTER TABLE users DROP COLUMN phone",),
)


def draft(**changes):
    from dataclasses import replace

    return replace(DRAFT, **changes)


def test_up_file_has_header_then_blank_line_then_statements():
    pair = format_pair(DRAFT)
    assert pair.up.name == "20241202103000_users_add_column_phone.sql"
    assert pair.up.text == (
        "-- Migration: 20241202103000_users_add_column_phone.sql\n"
        "-- Generated: 2024-12-02T10:30:00Z\n"
        "-- Table: users\n"
        "-- Type: add_column\n"
        "-- Parent: 20241202100002_posts_add_fk_user_id.sql\n"
        "\n"
        "ALTER TABLE users ADD COLUMN phone text;\n"
    )


def test_down_file_begins_with_rollback():
    pair = format_pair(DRAFT)
    assert pair.down.name == "20241202103000_users_add_column_phone_down.sql"
    assert pair.down.text == (
        "-- Rollback: 20241202103000_users_add_column_phone.sql\n"
        "\n"
        "ALTER TABLE users DROP COLUMN phone;\n"
    )


def test_steps_stand_in_place_of_statements_each_under_its_line():
    steps = (
        StepText(kind=StepKind.SHORT, statements=("SELECT 1", "SELECT 2")),
        StepText(kind=StepKind.BACKFILL, statements=("UPDATE t SET a = 1",), options="deferred"),
        StepText(kind=StepKind.BARE, statements=("VACUUM t",), probe="SELECT\ntrue"),
    )
    text = format_pair(draft(up_steps=steps, contract="1_a.sql", blocking="small")).up.text
    head, _, body = text.partition("\n\n")
    assert head.splitlines()[5:] == ["-- Contract: 1_a.sql", "-- Blocking: small"]
    assert body == (
        "-- Step: 1 short\nSELECT 1;\n\nSELECT 2;\n"
        "\n-- Step: 2 backfill deferred\nUPDATE t SET a = 1;\n"
        "\n-- Step: 3 bare\n-- Probe: SELECT true\nVACUUM t;\n"
    )


def test_first_migration_has_no_parent_line():
    assert "Parent" not in format_pair(draft(parent=None)).up.text


def test_hazards_notes_and_modes_are_header_lines_of_their_own():
    pair = format_pair(
        draft(
            hazards=("takes a lock",),
            down_notes=("loses data in users.phone",),
            transactional=False,
            irreversible="the values are gone",
        )
    )
    up, down = pair.up.text, pair.down.text
    assert (
        "-- Transaction: none\n-- Hazard: takes a lock\n-- Down: loses data in users.phone\n" in up
    )
    assert down.startswith(
        "-- Rollback: 20241202103000_users_add_column_phone.sql\n"
        "-- Transaction: none\n"
        "-- Irreversible: the values are gone\n"
        "-- Down: loses data in users.phone\n\n"
    )


def test_several_statements_are_separated_by_blank_lines():
    assert format_pair(draft(up=("SELECT 1", "SELECT 2"))).up.text.endswith(
        "\n\nSELECT 1;\n\nSELECT 2;\n"
    )


def test_a_line_break_in_a_name_cannot_leave_the_header():
    pair = format_pair(draft(table="users\nDROP TABLE x", kind="add\rcolumn"))
    assert "-- Table: users DROP TABLE x\n" in pair.up.text
    assert "-- Type: add column\n" in pair.up.text


def test_headers_come_back_as_they_were_written():
    pair = format_pair(draft(hazards=("one", "two"), down_notes=("lossy",), transactional=False))
    header = parse_header(pair.up.text, "x.sql")
    assert header.migration == pair.up.name
    assert header.generated == "2024-12-02T10:30:00Z"
    assert (header.table, header.kind, header.parent) == ("users", "add_column", DRAFT.parent)
    assert (header.hazards, header.down_notes) == (("one", "two"), ("lossy",))
    assert not header.transactional
    assert parse_header(pair.down.text, "x.sql").rollback == pair.up.name


def test_needs_of_a_version_come_back_as_they_were_written():
    need = Need(15, "NULLS NOT DISTINCT")
    pair = format_pair(draft(up_needs=(need,)))
    assert "-- Needs: PostgreSQL 15 for NULLS NOT DISTINCT\n" in pair.up.text
    assert parse_header(pair.up.text, "x.sql").needs == (need,)
    assert parse_header(pair.down.text, "x.sql").needs == ()
    with pytest.raises(FileFormat, match=r'x\.sql:1: "Needs" is "15", which means nothing'):
        parse_header("-- Needs: 15\n", "x.sql")


def test_a_file_written_by_hand_needs_no_header():
    header = parse_header("ALTER TABLE x ADD y int;\n-- Transaction: none\n", "x.sql")
    assert header.transactional
    assert header.migration is None


def test_directives_below_the_first_statement_or_in_a_string_mean_nothing():
    assert parse_header("SELECT '\n-- Transaction: none\n';", "x.sql").transactional


def test_header_may_have_blank_lines_prose_and_any_case():
    header = parse_header("\n-- Adds things: many\n\n--transaction:  NONE \nSELECT 1", "x.sql")
    assert not header.transactional


def test_an_unknown_transaction_mode_is_refused_with_its_line():
    with pytest.raises(FileFormat) as caught:
        parse_header("-- a\n-- Transaction: off\nSELECT 1", "m/x.sql")
    assert str(caught.value.place) == "m/x.sql:2"
    assert "-- Transaction: none" in str(caught.value)


def test_irreversible_needs_no_reason():
    assert parse_header("-- Irreversible:\n", "x.sql").irreversible == ""
    assert parse_header("-- Irreversible: data gone\n", "x.sql").irreversible == "data gone"
    assert parse_header("SELECT 1", "x.sql").irreversible is None


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("create_my table", "1_create_my_table.sql"),
        ("create_a/b\\c", "1_create_a_b_c.sql"),
        ("create_über_🙂", "1_create_über_🙂.sql"),
        ('create_a"b', "1_create_a_b.sql"),
    ],
)
def test_file_names_hold_only_what_every_file_system_takes(slug, name):
    assert up_name("1", slug) == name


def test_file_names_stay_below_the_limit_of_file_systems():
    name = down_name(up_name("20241202103000", "x" * 220 + "🙂" * 20))
    assert len(name.encode()) <= 255
