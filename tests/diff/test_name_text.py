"""Names of objects inside SQL text after a rename."""

from __future__ import annotations

import pytest

from fluentorm.diff import name_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT users.id FROM users", "SELECT people.id FROM people"),
        ("SELECT u.users FROM users AS u", "SELECT u.users FROM people AS u"),
        ("SELECT 1 FROM a, users u WHERE users > 1", "SELECT 1 FROM a, people u WHERE users > 1"),
        ("SELECT users(1), 'users' FROM app.users", "SELECT users(1), 'users' FROM app.users"),
        ("ON DELETE TO users DO INSTEAD NOTHING", "ON DELETE TO people DO INSTEAD NOTHING"),
    ],
)
def test_relation(text: str, expected: str) -> None:
    assert name_text.rename_relation(text, "users", "people") == expected


def test_relation_that_moves_keeps_what_it_qualifies() -> None:
    moved = name_text.rename_relation("SELECT users.id FROM users", "users", "app.users")
    assert moved == "SELECT users.id FROM app.users"


def test_relation_of_a_namespace_goes_by_its_whole_name() -> None:
    moved = name_text.rename_relation("SELECT 1 FROM users, app.users", "app.users", "users2")
    assert moved == "SELECT 1 FROM users, users2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'a'::mood || mood", "'a'::app.state || mood"),
        ("CAST(x AS mood[])", "CAST(x AS app.state[])"),
        ("'a'::other.mood", "'a'::other.mood"),
    ],
)
def test_type(text: str, expected: str) -> None:
    assert name_text.rename_type(text, "mood", "app.state") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mood mood, other integer", "mood state, other integer"),
        ("mood[]", "state[]"),
        ("m mood DEFAULT 'ok'", "m state DEFAULT 'ok'"),
        ("SETOF mood", "SETOF state"),
    ],
)
def test_type_of_arguments(text: str, expected: str) -> None:
    assert name_text.rename_argument_type(text, "mood", "state") == expected


def test_routine_is_what_is_called() -> None:
    text = name_text.rename_routine("rank(rank) + app.rank(1)", "rank", "tools.level")
    assert text == "tools.level(rank) + app.rank(1)"


def test_sequence_in_literals() -> None:
    text = "nextval('numbers'::regclass) || 'numbers!'"
    assert name_text.rename_sequence(text, "numbers", "shop.No") == (
        "nextval('shop.\"No\"'::regclass) || 'numbers!'"
    )


def test_namespace_qualifies() -> None:
    text = "SELECT app.f(app.app) FROM app.t WHERE a = nextval('app.s')"
    assert name_text.rename_namespace(text, "app", "My App") == (
        'SELECT "My App".f("My App".app) FROM "My App".t WHERE a = nextval(\'"My App".s\')'
    )


def test_column_of_a_query_that_keeps_its_names() -> None:
    text = "SELECT id, u.name, lower(name) FROM users u WHERE name > '' ORDER BY name"
    assert name_text.rename_column(text, "name", "title", keeps_names=True) == (
        "SELECT id, u.title AS name, lower(title) FROM users u WHERE title > '' ORDER BY title"
    )


def test_column_of_a_query_that_keeps_its_names_goes_back() -> None:
    there = name_text.rename_column("SELECT u.a, b FROM t u", "a", "c", keeps_names=True)
    assert there == "SELECT u.c AS a, b FROM t u"
    back = name_text.rename_column(there, "c", "a", keeps_names=True)
    assert back == "SELECT u.a, b FROM t u"
