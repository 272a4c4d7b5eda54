"""The merge driver of ``init --git``, called by real git."""

import json
from pathlib import Path

import pytest

from tests.acceptance.git_projects import IDENTITY, USERS, begin, branched
from tests.tasks.conftest import Project

pytestmark = pytest.mark.acceptance

SNAPSHOT = "schemas/.fluent_snapshot.json"
NAME = 't.string("name")'
EMAIL = 't.string("email", nullable=True)'


def _begin(root: Path):
    clone = begin(root)
    ran = clone.ok("init", "--git")
    assert "wrote .gitattributes" in ran
    assert "kept .gitattributes" in clone.ok("init", "--git")
    assert (root / ".gitattributes").read_text() == (
        f"{SNAPSHOT} merge=fluentorm-snapshot\n"
        "schemas/registry.py merge=fluentorm-derived\nmodels/*.py merge=fluentorm-derived\n"
    )
    assert not (root / "dodo.py").exists()
    clone.commit("Set up git")
    return clone


def _columns(root: Path) -> list[str]:
    data = json.loads((root / SNAPSHOT).read_text())
    return [field["name"] for field in data["tables"]["users"]["fields"]]


def test_a_rebase_over_branches_that_commute_stops_nowhere(tmp_path: Path) -> None:
    clone = _begin(tmp_path)
    two_lines = (EMAIL, f"{EMAIL}\n    # a\n    # b\n    # c\n    # d")
    clone.replace("schemas/01_users.py", *two_lines)
    clone.ok("generate_models")
    clone.commit("Make room, so that git merges the schema file")
    branched(
        clone,
        (NAME, f'{NAME}\n    t.string("city", nullable=True)'),
        (EMAIL, f'{EMAIL}\n    t.text("bio", nullable=True)'),
    )
    clone.replace(
        "schemas/01_users.py",
        't.string("city", nullable=True)',
        't.string("city", nullable=True)\n    t.text("zip", nullable=True)',
    )
    clone.ok("generate_models")
    clone.commit("More of ours")
    ran = clone.run("git", *IDENTITY, "rebase", "main")
    assert ran.status == 0, ran.out + ran.err
    assert "both branches have new migrations, which do not touch each other" in ran.err
    assert _columns(tmp_path) == ["id", "email", "bio", "name", "city", "zip"]
    assert "doit rebase" in clone.refused("generate_models")
    assert "doit rebase" in clone.refused("check")
    clone.ok("rebase")
    clone.ok("check")
    assert clone.names() == [
        "create_users",
        "users_add_column_bio",
        "users_add_column_city",
        "users_add_column_zip",
    ]


def test_what_both_changed_is_named_and_left_to_the_author(tmp_path: Path) -> None:
    clone = _begin(tmp_path)
    branched(
        clone, (EMAIL, 't.string("email", default="")'), (EMAIL, 't.string("email", default="x")')
    )
    ran = clone.run("git", *IDENTITY, "merge", "main")
    assert ran.status == 1
    assert f"{SNAPSHOT}: both branches changed users.email" in ran.err + ran.out
    assert "<<<<<<< ours" in (tmp_path / SNAPSHOT).read_text()
    assert "a merge is going on" in clone.ok("init", "--git")
    clone.write("schemas/01_users.py", USERS.replace(EMAIL, 't.string("email", default="y")'))
    assert "has a merge conflict" in clone.refused("generate_models")
    clone.ok("rebase")
    clone.commit("Merge")
    clone.ok("check")


def test_what_only_the_models_need_merges_without_a_rebase(tmp_path: Path) -> None:
    clone = _begin(tmp_path)
    branched(
        clone, (NAME, 't.string("name", redacted=True)'), (EMAIL, 't.text("email", nullable=True)')
    )
    assert clone.tries("merge", "--quiet", "main") == 1  # lines side by side in the schema file
    text = USERS.replace(NAME, 't.string("name", redacted=True)')
    clone.write("schemas/01_users.py", text.replace(EMAIL, 't.text("email", nullable=True)'))
    assert f"UU {SNAPSHOT}" not in clone.git("status", "--porcelain")
    before = (tmp_path / SNAPSHOT).read_bytes()
    clone.ok("generate_models")
    assert (tmp_path / SNAPSHOT).read_bytes() == before
    clone.commit("Merge")
    clone.ok("check")


def test_a_snapshot_that_cannot_be_read_is_merged_by_lines(tmp_path: Path) -> None:
    clone = _begin(tmp_path)
    branched(
        clone,
        (NAME, f'{NAME}\n    t.string("city", nullable=True)'),
        (EMAIL, f'{EMAIL}\n    t.text("bio", nullable=True)'),
    )
    path = tmp_path / SNAPSHOT
    path.write_text(path.read_text().replace('"version": 1', '"version": 99'))
    clone.commit("Spoil it")
    ran = clone.run("git", *IDENTITY, "merge", "main")
    assert ran.status == 1
    assert f"{SNAPSHOT}: is of version 99" in ran.err
    assert "Traceback" not in ran.err
    assert "<<<<<<< ours" in path.read_text()


def test_without_a_repository_or_git_nothing_is_written(tmp_path: Path) -> None:
    project = Project(tmp_path)
    ran = project.script("init", "--git", "shop")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == (
        "error: --git sets up a repository, and there is none here\n"
        "hint: git init shop, then this again\n"
    )
    project.env["PATH"] = str(tmp_path)
    assert "error: git is not installed\n" in project.script("init", "--git").err
    assert list(tmp_path.iterdir()) == []
    del project.env["PATH"]
    project.run("git", "init", "--quiet", "shop")
    ran = project.script("init", "shop", "--git")
    assert ran.status == 0, ran.err
    assert "wrote shop/.gitattributes" in ran.out
    assert (tmp_path / "shop" / "dodo.py").exists()
    config = project.run("git", "-C", "shop", "config", "merge.fluentorm-snapshot.driver").out
    assert config.endswith(" -P -m fluentorm.tasks.merge_driver %O %A %B %P\n")
