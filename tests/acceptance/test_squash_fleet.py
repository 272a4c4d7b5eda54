"""A squash while many databases stand at different places: who can follow, who needs old files."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from fluentorm.embedded import available
from tests.acceptance.git_projects import Clone, applied, begin, ups
from tests.conftest import with_database

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not available(), reason="a squash needs the embedded server"),
]

NAMES = ("new", "past", "middle", "ahead", "gap")
GONE = "gone postgresql://ann:topsecret@127.0.0.1:1/gone\n"


@pytest.fixture
def urls(server: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give the URLs of five empty databases."""
    token = re.sub(r"\W", "_", tmp_path.parent.name[-8:]).lower()
    names = {name: f"test_fleet_{name}_{token}" for name in NAMES}
    with psycopg.connect(server, autocommit=True) as admin:
        for name in names.values():
            admin.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        yield {name: with_database(server, database) for name, database in names.items()}
        for name in names.values():
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def clone(proven: Path, urls: dict[str, str]) -> Clone:
    """Give a project of three migrations, and the databases: none, two, one, all, a gap."""
    clone = begin(proven, FLUENT_ONLINE="0", FLUENT_DB_TARGETS="targets")
    for table in ("posts", "tags"):
        clone.write(
            f"schemas/{table}.yaml", f"table_name: {table}\nfields:\n  id: {{type: uuid}}\n"
        )
        clone.ok("generate_models")
    first, second, _ = ups(clone)
    other = clone.root / "other"
    shutil.copytree(clone.root / "migrations", other)
    for path in other.glob(f"{second[:14]}*"):
        path.unlink()
    clone.commit("Grow")
    targets(clone, urls)
    clone.ok("migrate", "--target", "past", "--to", second)
    clone.ok("migrate", "--target", "middle", "--to", first)
    clone.ok("migrate", "--target", "ahead")
    clone.env["FLUENT_MIGRATIONS_DIR"] = "other"
    clone.ok("migrate", "--target", "gap")
    del clone.env["FLUENT_MIGRATIONS_DIR"]
    shutil.rmtree(other)
    return clone


def targets(clone: Clone, urls: dict[str, str], *names: str, more: str = "") -> None:
    lines = "".join(f"{name} {urls[name]}\n" for name in names or NAMES)
    clone.write("targets", lines + more)


def typed(clone: Clone, command: str) -> None:
    """Run a command as a hint gives it."""
    settings, _, words = command.partition("doit ")
    given = dict(one.split("=", 1) for one in settings.split())
    Clone(clone.root, {**clone.env, **given}).ok(*words.split())


def test_all_follow_with_the_commands_that_hints_give(clone: Clone, urls: dict[str, str]) -> None:
    first, second, third = ups(clone)
    # In the middle of what is squashed: told before anything is written, with what to type.
    said = clone.refused("squash", "--to", second)
    assert "2 of 5 targets cannot follow:\n  middle: it has applied 1 of these 2" in said
    assert f'  gap: it has applied 1 of these 2 migrations; the next is "{second}"' in said
    assert "hint: bring them past what is squashed first: doit migrate --target middle" in said
    assert " --target gap" in said
    assert ups(clone) == [first, second, third]

    # One that cannot be asked, and two that nobody told of.
    targets(clone, urls, "new", "past", "ahead", more=GONE)
    ran = clone.script("squash", "--to", second, "--json")
    assert ran.status == 0, ran.err
    done = json.loads(ran.out)
    squashed = f"{first[:14]}_squash_to_{second[:14]}.sql"
    folder = f"migrations/replaced/{squashed[:-4]}"
    assert done == {
        "wrote": f"migrations/{squashed}",
        "replaces": [first, second],
        "kept": [],
        "old_files": folder,
        "rows": [],
    }
    assert "gone: whether it is past them was not looked at" in ran.err
    assert "topsecret" not in ran.out + ran.err
    clone.commit("Squash")

    # Who needs the old files.
    targets(clone, urls, more=GONE)
    ran = clone.script("migrate_status")
    assert ran.status == 1
    assert (
        f"{folder}/ is still needed by 4 of 6 targets: past, middle, ahead, gap; 1 of 6" in ran.out
    )
    assert ran.out.count("! in the middle of what was squashed") == 2
    assert "2 targets cannot follow a squash yet\nmiddle: " in ran.err
    status = json.loads(clone.script("migrate_status", "--json").out)
    assert status["old_files"] == [
        {
            "folder": folder,
            "needed_by": ["past", "middle", "ahead", "gap"],
            "not_known": ["gone"],
        }
    ]
    obstacles = {one["name"]: one["obstacle"] for one in status["targets"] if "obstacle" in one}
    assert [name for name, told in obstacles.items() if told] == ["middle", "gap"]

    # All but those in the middle follow; these follow with what their hints say.
    ran = clone.script("migrate", "--max-failures", "9")
    assert ran.status == 1
    assert "3 targets failed: middle, gap, gone" in ran.err
    for name in ("middle", "gap"):
        told = obstacles[name]
        command = re.search(r"old files: (FLUENT_MIGRATIONS_DIR=.*); then (doit .*)$", told)
        assert command is not None, told
        assert f"doit migrate --target {name}" in command[2]
        assert (f"--allow-changed {third[:14]}" in command[1]) is (name == "gap")
        typed(clone, command[1])
        typed(clone, command[2])
    targets(clone, urls)
    clone.ok("migrate")
    for name in NAMES:
        assert sorted(applied(urls[name])) == [squashed, third]
    told = clone.script("migrate_status", "--target", "gap").out
    assert f"{folder}/ is needed by none of those asked" in told
    said = clone.ok("migrate_status")
    assert f"{folder}/ is needed by no target any more: delete it" in said
