"""What check names when files do not agree; it needs no server and changes nothing."""

import json

import pytest

REGENERATE = "hint: run: doit generate_models"
SNAPSHOT = "schemas/.fluent_snapshot.json"


def test_all_agree(generated) -> None:
    ran = generated.script("check")
    told = "schema files, registry, snapshot, migrations and models agree\n"
    assert (ran.status, ran.out, ran.err) == (0, told, "")
    ran = generated.script("check", "--json")
    assert (ran.status, json.loads(ran.out)) == (0, {"ok": True, "problems": []})


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (
            ("schemas/01_users.py", "    t.timestamps()", "    t.timestamps()\n    t.text('x')"),
            [
                "schemas/registry.py: is not what the schema files say",
                'schemas/01_users.py:10: new column "x" of table "users" is not null',
                "models/users.py: is not what the schema says",
            ],
        ),
        (
            ("schemas/01_users.py", "unique=True", "unique=True, comment='of the person'"),
            [f"{SNAPSHOT}: no migration yet for users_comment_email (users)"],
        ),
        (
            ("schemas/01_users.py", "unique=True", "unique=True, redacted=True"),
            [f"{SNAPSHOT}: model options changed since the last generation"],
        ),
        (("schemas/registry.py", "users", "user"), ["schemas/registry.py: is not what the schema"]),
        (("models/users.py", "class ", "class  "), ["models/users.py: is not what the schema say"]),
        ((SNAPSHOT, '"text"', '"citext"'), [f"{SNAPSHOT}: was changed by hand: "]),
        (
            ("schemas/02_posts.yaml", "type: string", "type: strin"),
            ['schemas/02_posts.yaml:4:17: field "title" has the unknown type "strin"'],
        ),
    ],
    ids=["column", "comment", "model option", "registry", "model", "snapshot", "schema error"],
)
def test_an_edit_is_named(generated, edit, told: list[str]) -> None:
    generated.replace(*edit)
    before = generated.contents()
    ran = generated.script("check")
    assert ran.status == 1
    assert [text for text in told if text not in ran.out] == [], ran.out
    assert "out of step" in ran.err
    assert "Traceback" not in ran.err
    data = json.loads(generated.script("check", "--json").out)
    assert data["ok"] is False
    assert "\n".join(data["problems"]).replace(f"\n{REGENERATE}", "") in _without_hints(ran.out)
    assert generated.contents() == before


def _without_hints(text: str) -> str:
    return text.replace(f"\n{REGENERATE}", "")


@pytest.mark.parametrize("name", ["schemas/registry.py", "models/posts.py", "models/__init__.py"])
def test_a_file_that_is_gone_is_named(generated, name: str) -> None:
    (generated.root / name).unlink()
    ran = generated.script("check")
    assert (ran.status, ran.out) == (1, f"{name}: does not exist\n{REGENERATE}\n")
    assert ran.err == "error: 1 thing out of step\n"


def test_a_hint_that_several_share_is_said_once(blog) -> None:
    ran = blog.script("check")
    assert ran.status == 1
    assert [line.partition(":")[0] for line in ran.out.splitlines()] == [
        "schemas/registry.py",
        SNAPSHOT,
        "models/users.py",
        "models/posts.py",
        "models/registry.py",
        "models/__init__.py",
        "hint",
    ]
    assert ran.err == "error: 6 things out of step\n"


def test_a_model_of_no_table_is_named(generated) -> None:
    stale = generated.root / "models/users.py"
    (generated.root / "models/stale.py").write_text(stale.read_text())
    ran = generated.script("check")
    assert (ran.status, ran.out) == (1, f"models/stale.py: belongs to no table\n{REGENERATE}\n")


def test_a_module_written_by_hand_in_models_is_left_alone(generated) -> None:
    generated.write("models/mine.py", "x = 1\n")
    assert generated.script("check").status == 0


def test_models_that_cannot_be_read_do_not_hide_the_rest(blog) -> None:
    blog.write("models", "")
    ran = blog.script("check")
    assert ran.status == 1
    assert f"{SNAPSHOT}: does not exist" in ran.out
    assert "models: cannot read models: not a directory" in ran.out


def test_an_edited_migration_is_named(generated) -> None:
    path = next((generated.root / "migrations").glob("*_create_users.sql"))
    path.write_text(f"{path.read_text()}-- edited\n")
    ran = generated.script("check")
    assert ran.status == 1
    assert f"{path.name} edited\nhint: restore the migrations" in ran.out


def test_a_migration_by_hand_without_down_file_is_named(generated) -> None:
    generated.write("migrations/20990101000000_mine.sql", "SELECT 1;\n")
    ran = generated.script("check")
    assert ran.status == 1
    told = "migrations/20990101000000_mine.sql: has no down file\nhint: write one, or one that says"
    assert ran.out.startswith(told)


def test_two_branches_that_both_generated_are_named(generated) -> None:
    last = max((generated.root / "migrations").glob("*_posts_add_fk_user_id.sql"))
    down = last.with_name(f"{last.stem}_down.sql")
    for path in (last, down):
        text = path.read_text().replace(last.name, "20990101000000_other.sql")
        path.with_name(path.name.replace(last.stem, "20990101000000_other")).write_text(text)
    ran = generated.script("check")
    assert ran.status == 1
    assert f'"{last.name}" (table "posts"), "20990101000000_other.sql" (table "posts")' in ran.out
    assert "were both generated after" in ran.out
    assert "two branches were merged\nhint: doit rebase puts" in ran.out
    assert "hint: restore" not in ran.out, "what git merged is not to be restored"
    ran = generated.script("generate_models")
    assert ran.status == 1
    assert "two branches were merged\nhint: doit rebase puts" in ran.err


def test_a_generation_that_was_cut_short_is_undone_first(generated) -> None:
    journal = {
        "migrations_dir": "migrations",
        "files": ["20990101000000_half.sql"],
        "snapshot": SNAPSHOT,
        "sha256": "0",
    }
    generated.write("migrations/20990101000000_half.sql", "-- Generated: x\nSELECT 1;\n")
    generated.write(".fluent/journal.json", json.dumps(journal))
    ran = generated.script("check")
    assert ran.status == 0, ran.out
    assert ran.err == "an earlier generation was cut short; removed 1 file that it left\n"
    assert not (generated.root / "migrations/20990101000000_half.sql").exists()
