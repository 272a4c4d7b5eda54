"""What the rows of other tools' history tables mean."""

import pytest

from fluentorm.adopt.history import dotted, read_history
from fluentorm.adopt.tools import TOOLS


def _read(tool: str, *rows: tuple[object, ...]):
    return read_history(TOOLS[tool], rows)


def test_alembic_with_two_heads_stands_at_both_in_any_order() -> None:
    one = _read("alembic", ("b2",), ("a1",))
    assert one == _read("alembic", ("a1",), ("b2",))
    assert one.standing == "a1, b2"
    assert "2 heads here, a1 and b2" in one.remarks[0]
    assert _read("alembic", ("a1",)).remarks == ()
    assert _read("alembic").standing == ""


def test_django_stands_at_the_last_migration_of_each_app_whatever_the_order() -> None:
    rows = [("shop", "0001_initial"), ("auth", "0001_initial"), ("shop", "0002_prices")]
    found = _read("django", *rows)
    assert found.standing == "auth.0001_initial, shop.0002_prices"
    assert found.applied == ("shop.0001_initial", "auth.0001_initial", "shop.0002_prices")
    assert "Django's own apps (auth)" in found.remarks[0]
    assert _read("django", *reversed(rows)).standing == found.standing
    assert _read("django", ("shop", "0001_initial")).remarks == ()


def test_flyway_versions_are_numbers() -> None:
    found = _read(
        "flyway",
        (None, "SCHEMA", '"app"', True),
        ("1", "BASELINE", "<< Flyway Baseline >>", True),
        ("1.9", "SQL", "V1_9__a.sql", True),
        ("1.10", "SQL", "V1_10__b.sql", True),
        (None, "SQL", "R__views.sql", True),
        (None, "SQL", "R__views.sql", True),
    )
    assert (found.standing, found.floor) == ("1.10", "1")
    assert found.applied == ("1", "1.9", "1.10", "R__views.sql")
    assert found.remarks[0].startswith("1 repeatable migration:")
    assert dotted("1.0") == dotted("1")


def test_flyway_undone_and_failed_migrations_are_not_applied() -> None:
    rows: list[tuple[object, ...]] = [
        ("1", "SQL", "V1__a.sql", True),
        ("2", "SQL", "V2__b.sql", True),
        ("2", "UNDO_SQL", "U2__b.sql", True),
        ("3", "SQL", "V3__c.sql", False),
    ]
    found = _read("flyway", *rows)
    assert (found.standing, found.applied) == ("1", ("1",))
    assert found.unfinished == ('migration "V3__c.sql" failed',)
    again = _read("flyway", *rows, ("3", "SQL", "V3__c.sql", True))
    assert (again.standing, again.unfinished) == ("3", ())


def test_prisma_tells_failed_from_rolled_back_and_repeated() -> None:
    found = _read(
        "prisma",
        ("1_init", "then", None),
        ("2_users", None, "then"),
        ("2_users", "then", None),
        ("3_posts", None, "then"),
        ("4_tags", None, None),
    )
    assert (found.standing, found.applied) == ("2_users", ("1_init", "2_users"))
    assert found.unfinished == ('migration "4_tags" failed or is still running',)
    assert len(found.remarks) == 1
    assert 'migration "3_posts" is marked as rolled back' in found.remarks[0]


@pytest.mark.parametrize("tool", sorted(TOOLS))
def test_an_empty_history_stands_nowhere(tool: str) -> None:
    found = _read(tool)
    assert (found.standing, found.applied, found.unfinished) == ("", (), ())
