"""Two branches that both changed the schema, with real git: reports, rebase, amend."""

import json
from pathlib import Path

import psycopg
import pytest

from tests.acceptance.git_projects import USERS, Clone, begin, branched, merged, read_only_copy
from tests.conftest import lend

pytestmark = pytest.mark.acceptance

PHONE = ('t.string("name")', 't.string("name")\n    t.string("phone", nullable=True)')
CITY = ('t.string("name")', 't.string("name")\n    t.string("city", nullable=True)')
NOT_NULL = ('t.string("email", nullable=True)', 't.string("email", default="")')
RENAMED = (
    't.string("email", nullable=True)',
    't.string("mail", nullable=True, renamed_from="email")',
)
BOTH = USERS + '    t.string("city", nullable=True)\n    t.string("phone", nullable=True)\n'


def columns(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'users'::regclass AND attnum > 0"
            " AND NOT attisdropped ORDER BY attname"
        )
        return [row[0] for row in rows]


def test_check_tells_what_each_branch_did_to_an_object(tmp_path: Path) -> None:
    clone = begin(tmp_path)
    branched(clone, NOT_NULL, RENAMED)
    clone.tries("merge", "--quiet", "--strategy-option=ours", "main")
    out = clone.refused("check")
    assert "users.email: this branch made it NOT NULL and made its default '', main" in out
    assert 'main renamed it to "mail"' in out
    assert "do not commute" in out
    assert "hint: doit rebase puts" in out
    problems = json.loads(clone.script("check", "--json").out)["problems"]
    assert any("users.email: this branch made it NOT NULL" in problem for problem in problems)


def test_check_and_migrate_say_that_branches_commute(tmp_path: Path, database: str) -> None:
    clone = begin(tmp_path, FLUENT_DB_URL=database)
    branched(clone, PHONE, CITY)
    merged(clone, BOTH)
    assert "what the branches did does not touch" in clone.refused("check")
    ran = clone.ok("migrate")
    assert "two branches were merged" in ran
    assert "what the branches did does not touch" in ran


@pytest.mark.parametrize("committed", [False, True])
def test_rebase_puts_our_migrations_after_theirs(
    tmp_path: Path, database: str, committed: bool
) -> None:
    clone = begin(tmp_path, FLUENT_DB_URL=database)
    branched(clone, PHONE, CITY)
    assert clone.names() == ["create_users", "users_add_column_phone"]
    merged(clone, BOTH)
    if committed:
        clone.tries("checkout", "--quiet", "--theirs", "schemas/.fluent_snapshot.json")
        clone.commit("Merge")
    out = clone.ok("rebase")
    assert "users_add_column_phone.sql" in out
    assert clone.names() == ["create_users", "users_add_column_city", "users_add_column_phone"]
    clone.ok("check")
    clone.ok("migrate")
    assert columns(database) == ["city", "email", "id", "name", "phone"]
    clone.ok("migrate_down", "--all")
    assert "nothing to rebase" in clone.ok("rebase")


def test_rebase_in_the_middle_of_a_git_rebase(tmp_path: Path) -> None:
    clone = begin(tmp_path)
    branched(clone, PHONE, CITY)
    clone.tries("rebase", "--quiet", "main")
    clone.write("schemas/01_users.py", BOTH)
    clone.ok("rebase")
    clone.git("add", "--all")
    clone.git("-c", "core.editor=true", "rebase", "--continue")
    assert clone.names() == ["create_users", "users_add_column_city", "users_add_column_phone"]
    clone.ok("check")


def test_rebase_proves_what_it_writes_and_moves_what_was_written_by_hand(
    tmp_path: Path, database: str, scratch: Path
) -> None:
    clone = begin(tmp_path, FLUENT_DB_URL=database)
    clone.git("switch", "--quiet", "--create", "work")
    for name in ("before", "after"):
        clone.ok("new_migration", "--name", f"fill_{name}")
        for path in (clone.root / "migrations").glob(f"*fill_{name}*.sql"):
            with path.open("a") as file:
                file.write(f"\nUPDATE users SET name = '{name}, Parent: x';\n")
        if name == "before":
            clone.replace("schemas/01_users.py", *PHONE)
            clone.ok("generate_models")
    clone.ok("generate_models")
    clone.commit("Ours")
    clone.git("switch", "--quiet", "main")
    clone.replace("schemas/01_users.py", *CITY)
    clone.ok("generate_models")
    clone.commit("Theirs")
    clone.git("switch", "--quiet", "work")
    merged(clone, BOTH)
    clone.env["FLUENT_VERIFY"] = "1"
    lend(scratch, tmp_path)
    out = clone.ok("rebase")
    assert "not proven" not in out
    assert clone.names() == [
        "create_users",
        "users_add_column_city",
        "fill_before",
        "users_add_column_phone",
        "fill_after",
    ]
    files = sorted((clone.root / "migrations").glob("*.sql"))
    after = next(path for path in files if path.stem.endswith("fill_after"))
    lines = after.read_text().splitlines()
    assert lines[0] == f"-- Migration: {after.name}"
    assert "users_add_column_phone.sql" in lines[1]
    assert "UPDATE users SET name = 'after, Parent: x';" in lines
    clone.ok("check")
    clone.ok("migrate")
    clone.ok("migrate_down", "--all")


def test_rebase_refuses_what_does_not_prove(tmp_path: Path, scratch: Path) -> None:
    clone = begin(tmp_path)
    clone.git("switch", "--quiet", "--create", "work")
    clone.ok("new_migration", "--name", "index_email")
    up, down = sorted((clone.root / "migrations").glob("*index_email*.sql"))
    for path, sql in ((up, "CREATE INDEX e ON users (email)"), (down, "DROP INDEX e")):
        path.write_text(f"-- by hand\n{sql};\n")
    clone.replace("schemas/01_users.py", *PHONE)
    clone.ok("generate_models")
    clone.commit("Ours")
    clone.git("switch", "--quiet", "main")
    clone.replace("schemas/01_users.py", *RENAMED)
    clone.ok("generate_models")
    clone.commit("Theirs")
    clone.git("switch", "--quiet", "work")
    text = USERS.replace(*RENAMED) + '    t.string("phone", nullable=True)\n'
    merged(clone, text)
    before = clone.contents("migrations")
    clone.env["FLUENT_VERIFY"] = "1"
    lend(scratch, tmp_path)
    out = clone.refused("rebase")
    assert 'column "email" does not exist' in out
    assert clone.contents("migrations") == before


def test_rebase_refuses_what_a_database_has_applied(tmp_path: Path, database: str) -> None:
    clone = begin(tmp_path, FLUENT_DB_URL=database)
    branched(clone, PHONE, CITY)
    clone.ok("migrate")
    merged(clone, BOTH)
    before = clone.contents("migrations")
    out = clone.refused("rebase")
    assert 'users_add_column_phone.sql", which would be rewritten' in out
    assert "doit migrate_down --steps 1" in out
    assert clone.contents("migrations") == before
    clone.ok("migrate_down", "--steps", "1")
    clone.ok("rebase")
    clone.ok("migrate")
    assert columns(database) == ["city", "email", "id", "name", "phone"]


def test_migrate_offers_the_way_back_to_whoever_had_applied_the_old_ones(
    tmp_path: Path, database: str
) -> None:
    clone = begin(tmp_path / "one", FLUENT_DB_URL=database)
    branched(clone, PHONE, CITY)
    clone.ok("migrate")
    clone.env["FLUENT_DB_URL"] = "postgresql://127.0.0.1:1/none"
    merged(clone, BOTH)
    assert "does not answer" in clone.ok("rebase")
    clone.commit("Merge")
    clone.env["FLUENT_DB_URL"] = database
    other = read_only_copy(clone, tmp_path / "two", "--branch", "work")
    for project in (other, clone):
        out = project.refused("migrate")
        command = out.split("if they were rebased: ")[1].splitlines()[0]
        words = command.replace("doit ", "fluentorm ")
        assert "migrate_down --steps 1" in words
    project.env["PATH"] = _with_fluentorm(tmp_path)
    ran = project.run("sh", "-c", words)
    assert ran.status == 0, ran.out + ran.err
    assert columns(database) == ["city", "email", "id", "name", "phone"]
    project.ok("check")


def _with_fluentorm(folder: Path) -> str:
    import os
    import sys

    program = folder / "bin" / "fluentorm"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m fluentorm.tasks.script "$@"\n')
    program.chmod(0o755)
    return f"{program.parent}{os.pathsep}{os.environ['PATH']}"


def test_without_git_the_others_are_named(tmp_path: Path) -> None:
    import shutil

    clone = begin(tmp_path)
    branched(clone, PHONE, CITY)
    merged(clone, BOTH)
    clone.tries("checkout", "--theirs", "schemas/.fluent_snapshot.json")
    assert "a merge is going on, and amend would take" in clone.refused("amend")
    # As in a container, where root works on the files of another user.
    other = Clone(tmp_path, {**clone.env, "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})
    for command in ("rebase", "amend"):
        said = other.refused(command)
        assert "git does not trust this folder, which belongs to another user" in said
        assert f"git config --global --add safe.directory {tmp_path}" in said
    shutil.rmtree(tmp_path / ".git")
    assert "there is no git repository" in clone.refused("rebase")
    assert "there is no git repository" in clone.refused("amend")
    last = next(
        path.name
        for path in (tmp_path / "migrations").glob("*_city.sql")
        if "down" not in path.name
    )
    clone.ok("rebase", "--onto", last)
    clone.ok("check")
    assert clone.names() == ["create_users", "users_add_column_city", "users_add_column_phone"]


def test_a_shallow_clone_that_does_not_know_the_other_branch(tmp_path: Path) -> None:
    clone = begin(tmp_path / "one")
    branched(clone, PHONE, CITY)
    merged(clone, BOTH)
    clone.tries("checkout", "--theirs", "schemas/.fluent_snapshot.json")
    clone.commit("Merge")
    shallow = read_only_copy(clone, tmp_path / "two", "--depth", "1", "--branch", "work")
    shallow.refused("check")
    out = shallow.refused("rebase")
    assert "git fetch --unshallow" in out
    assert "--onto VERSION" in out


def test_amend_folds_edits_into_what_is_not_committed(tmp_path: Path, database: str) -> None:
    clone = begin(tmp_path, FLUENT_DB_URL=database)
    assert "is committed, and stays as it is" in clone.refused("amend")
    clone.replace("schemas/01_users.py", *PHONE)
    clone.ok("generate_models")
    clone.replace("schemas/01_users.py", '"phone", nullable=True', '"mobile", nullable=True')
    clone.replace("schemas/01_users.py", *CITY)
    clone.ok("amend")
    assert clone.names() == ["create_users", "users_add_column_city", "users_add_column_mobile"]
    clone.ok("check")
    clone.ok("migrate")
    assert "mobile" in columns(database)
    assert "which would be rewritten" in clone.refused("amend")
    clone.write(".fluent/targets", f"gone postgresql://127.0.0.1:1/x\nacme {database}\n")
    fleet = Clone(tmp_path, {"FLUENT_VERIFY": "0", "FLUENT_DB_TARGETS": ".fluent/targets"})
    said = fleet.refused("amend")
    assert "gone does not answer: whether it has applied them was not looked at" in said
    assert "error: acme: the database has applied " in said
    assert "hint: take it back first: doit migrate_down --target acme --steps 2; then" in said
    clone.ok("migrate_down", "--steps", "2")
    clone.write("schemas/01_users.py", USERS)
    out = clone.ok("amend")
    assert "no migration is needed any more" in out
    assert clone.names() == ["create_users"]
    clone.ok("check")
    clone.ok("generate_models")
    assert clone.git("status", "--porcelain") == ""
