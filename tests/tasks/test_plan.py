"""What plan says that generate_models and migrate would do; it writes nothing."""

import json
from pathlib import Path

import pytest

UP_TO_DATE = "generate_models: the migrations are up to date\n"
NOT_RUNNING = "the embedded PostgreSQL is not running; what migrate would do there is not shown\n"


def _names(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "migrations").glob("*[!n].sql"))


def test_the_first_generation(blog) -> None:
    before = blog.contents()
    ran = blog.script("plan")
    assert (ran.status, ran.err) == (0, NOT_RUNNING)
    lines = ran.out.splitlines()
    assert lines[0] == "generate_models would write 3 migrations:"
    assert [line.partition("_")[2] for line in lines[1:]] == [
        "create_users.sql",
        "create_posts.sql",
        "posts_add_fk_user_id.sql",
    ]
    assert blog.contents() == before
    assert not (blog.root / "migrations").exists()


def test_nothing_to_do(generated) -> None:
    ran = generated.script("plan")
    assert (ran.status, ran.out, ran.err) == (0, UP_TO_DATE, NOT_RUNNING)


def test_sql_shows_both_ways(generated) -> None:
    generated.replace(
        "schemas/01_users.py",
        "    t.timestamps()",
        '    t.timestamps()\n    t.integer("age", default=0)',
    )
    before = generated.contents()
    ran = generated.script("plan", "--sql")
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert lines[0] == "generate_models would write 1 migration:"
    assert lines[1].endswith("_users_add_column_age.sql")
    assert lines[2:] == [
        (
            "      step 1 short: locks users in ACCESS EXCLUSIVE, "
            "stops reads and writes for an instant"
        ),
        "    -- up",
        "    ALTER TABLE users ADD COLUMN age integer NOT NULL DEFAULT 0;",
        "    -- down",
        "    ALTER TABLE users DROP COLUMN age;",
    ]
    assert generated.contents() == before


def test_json_has_the_texts(blog) -> None:
    ran = blog.script("plan", "--json")
    assert ran.status == 0
    data = json.loads(ran.out)
    assert set(data) == {"generate", "migrate", "migrate_steps"}
    assert data["migrate"] is None  # nobody could be asked
    assert [set(pair) for pair in data["generate"]] == [{"name", "up", "down", "steps"}] * 3
    assert "CREATE TABLE users" in data["generate"][0]["up"]
    assert "DROP TABLE users" in data["generate"][0]["down"]


def test_a_drop_and_an_add_say_what_to_write_for_a_rename(generated) -> None:
    generated.replace("schemas/02_posts.yaml", "  title:", "  heading:")
    ran = generated.script("plan")
    assert ran.status == 1
    assert 'column "heading"' in ran.err
    generated.replace("schemas/02_posts.yaml", "{type: string}", "{type: string, nullable: true}")
    ran = generated.script("plan")
    assert ran.status == 0
    assert 'write renamed_from: "title" for column "heading"' in ran.err


def test_a_database_that_cannot_be_asked_does_not_stop_it(generated) -> None:
    generated.env["FLUENT_DB_URL"] = "postgresql://ann:secret@127.0.0.1:1/x"
    ran = generated.script("plan")
    assert (ran.status, ran.out) == (0, UP_TO_DATE)
    assert ran.err.startswith("what migrate would do cannot be shown: cannot connect to ")
    assert "secret" not in ran.err


def test_no_database_at_all_does_not_stop_it(generated) -> None:
    generated.env["FLUENT_DB_EMBEDDED"] = "0"
    ran = generated.script("plan")
    assert (ran.status, ran.out) == (0, UP_TO_DATE)
    assert "no database is set, and FLUENT_DB_EMBEDDED is 0\nhint: set FLUENT_DB_URL" in ran.err


@pytest.mark.acceptance
def test_pending_migrations_are_named(generated, database: str) -> None:
    generated.env["FLUENT_DB_URL"] = database
    first, *rest = _names(generated.root)
    assert generated.script("migrate", "--steps", "1").status == 0
    ran = generated.script("plan", "--sql")
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert lines[:2] == [UP_TO_DATE.strip(), "migrate would apply 2 migrations:"]
    assert [line[4:] for line in lines if line.startswith("  + ")] == rest
    assert any("ADD CONSTRAINT" in line for line in lines)
    assert json.loads(generated.script("plan", "--json").out)["migrate"] == rest
    assert generated.script("migrate").status == 0
    ran = generated.script("plan")
    assert (ran.out, ran.err) == (f"{UP_TO_DATE}migrate: nothing is pending\n", "")
    assert first not in ran.out
