"""show: everything that is declared, with the place of each part."""

import json

import pytest

from tests.tasks.conftest import Project

FILES = {
    "schemas/01_users.py": """from fluentorm import DatabaseSchema, TableSchema


def build(t: TableSchema) -> None:
    t.comment("who uses it")
    t.big_increments("id", primary_key=True)
    t.string("email", unique=True, collation="C")
    t.string("upper", nullable=True, generated="upper(email)")
    t.index("users_lower", [{"column": "email", "order": "desc"}], where="id > 5")
    t.row_security()
    t.policy("own", command="update", roles="app", using="email = CURRENT_USER")
    t.trigger("touch", "before", ["insert", "update"], "touch()", when="new.id > 1")
    t.grant("select", "app")


def define(db: DatabaseSchema) -> None:
    db.enum("mood", ["sad", "ok"])
    db.view("active", "SELECT id\\n  FROM users", security_barrier=True, comment="those here")
    db.function("touch", returns="trigger", language="plpgsql", body="\\nBEGIN\\nEND\\n")
    db.function("touch", "a int", returns="int", body="SELECT 1")
    db.trigger("watch", "active", "instead_of", "insert", "touch()")
""",
    "schemas/02_events.yaml": """table_name: events
fields:
  at: {type: date}
partition_by: RANGE (at)
partitions:
  events_2024: {start: "2024-01-01", end: "2025-01-01"}
""",
}


@pytest.fixture
def shop(tmp_path) -> Project:
    project = Project(tmp_path)
    for name, text in FILES.items():
        project.write(name, text)
    return project


def test_a_table_with_all_that_belongs_to_it(shop: Project) -> None:
    ran = shop.script("show", "users")
    assert (ran.status, ran.err) == (0, "")
    lines = [line.rstrip() for line in ran.out.splitlines()]
    assert lines[0] == "users (schemas/01_users.py)  -- who uses it"
    text = "\n".join(" ".join(line.split()) for line in lines)
    for part in (
        "id bigint identity schemas/01_users.py:6",
        'email text collate "C" schemas/01_users.py:7',
        "upper text null generated stored (upper(email)) schemas/01_users.py:8",
        "users_lower btree (email desc) where id > 5 schemas/01_users.py:9",
        "details row security true privileges SELECT to app",
        "own update to app using (email = CURRENT_USER) schemas/01_users.py:11",
        "touch before insert or update when new.id > 1: touch() schemas/01_users.py:12",
    ):
        assert part in text.replace("\n", " "), part


def test_partitions_are_shown_with_their_parent(shop: Project) -> None:
    out = shop.script("show", "events").out
    assert "events_2024   FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')" in out


def test_other_objects_by_their_names(shop: Project) -> None:
    assert shop.script("show", "active", "mood").out == (
        'view "active" (schemas/01_users.py:18)  -- those here\n'
        "  options  (security_barrier=true)\n"
        "  query\n"
        "    SELECT id\n"
        "      FROM users\n"
        "\n"
        'enum "mood" (schemas/01_users.py:17)\n'
        "  values  (sad, ok)\n"
    )
    both = shop.script("show", "touch").out
    assert both.count('function "touch"') == 2
    assert "  body\n    BEGIN\n    END\n" in both
    one = shop.script("show", "touch(integer)").out
    assert one.count('function "touch"') == 1
    assert "INSTEAD OF" in shop.script("show", "active.watch").out


def test_everything_without_a_name(shop: Project) -> None:
    out = shop.script("show").out
    heads = [line.partition(" (")[0] for line in out.splitlines() if not line.startswith(" ")]
    assert [head for head in heads if head] == [
        "users",
        "events",
        "events_2024",
        'enum "mood"',
        'view "active"',
        'function "touch"',
        'function "touch"',
        'trigger "watch"',
    ]


def test_the_same_for_machines(shop: Project) -> None:
    data = json.loads(shop.script("show", "--json").out)
    assert data["users"]["fields"][0]["origin"] == "schemas/01_users.py:6"
    assert [item["kind"] for item in data["users"]["attached"]] == ["policy", "trigger"]
    assert data["view active"]["query"] == ["SELECT id", "  FROM users"]
    assert data["function touch(integer)"]["origin"] == "schemas/01_users.py:20"
    assert data["enum mood"]["values"] == ["sad", "ok"]


def test_a_name_that_nothing_has(shop: Project) -> None:
    ran = shop.script("show", "activ")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == (
        'error: nothing that is declared is called "activ"\nhint: did you mean "active"?\n'
    )
