"""The recipes of docs/ci.md can be read, and their commands pass in a sound project."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
import yaml

from fluentorm.embedded import EmbeddedServer, available
from tests.documents import ROOT, blocks
from tests.stories import Session

RECIPES = {
    block.file: yaml.safe_load(block.text)
    for block in blocks(ROOT / "docs" / "ci.md")
    if block.language == "yaml" and block.file
}
GRANT = next(b.text for b in blocks(ROOT / "docs" / "ci.md") if b.language == "sql")
SECRETS = {"${{ secrets.FLUENT_DB_URL }}"}
TEST = """import psycopg
from fluentorm.testing.checks import *


def test_users(fluent_db):
    with psycopg.connect(fluent_db) as connection:
        connection.execute("INSERT INTO users (email) VALUES ('ann@example.org')")
"""


def jobs(file: str) -> Iterator[tuple[str, dict[str, str], list[str]]]:
    """Yield the jobs of a recipe: their names, environments and commands."""
    recipe: dict[Any, Any] = RECIPES[file]
    if file.startswith(".github/"):
        for name, job in recipe["jobs"].items():
            steps = [step["run"] for step in job["steps"] if "run" in step]
            yield name, job.get("env", {}), steps
    elif file == ".gitlab-ci.yml":
        for name, job in recipe.items():
            if isinstance(job, dict):
                yield name, job.get("variables", {}), job["script"]
    else:
        for hook in (hook for repo in recipe["repos"] for hook in repo["hooks"]):
            yield hook["id"], {}, [hook["entry"]]


JOBS = [
    pytest.param(env, commands, id=f"{Path(file).name}-{name}")
    for file in RECIPES
    for name, env, commands in jobs(file)
]


def test_each_tool_has_its_recipe() -> None:
    assert sorted(RECIPES) == [
        ".github/workflows/drift.yml",
        ".github/workflows/migrate.yml",
        ".github/workflows/schema.yml",
        ".gitlab-ci.yml",
        ".pre-commit-config.yaml",
    ]
    assert all(commands for param in JOBS for commands in [param.values[1]])


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A project as a job has it after its checkout, with everything generated."""
    if not available():
        pytest.skip("the recipes need the extra embedded")
    session = Session(tmp_path_factory.mktemp("recipes"))
    session.type("fluentorm init project")
    session.type("cd project")
    session.type("fluentorm generate_models")
    tests = session.folder / "tests"
    tests.mkdir()
    (tests / "test_app.py").write_text(TEST, encoding="utf-8")
    yield session
    for home in session.homes:
        EmbeddedServer(home / ".fluent").remove()


@pytest.mark.acceptance
@pytest.mark.parametrize(("env", "commands"), JOBS)
def test_commands_of_recipes_pass(
    env: dict[str, str], commands: list[str], session: Session, database: str
) -> None:
    ours = [command for command in commands if not command.startswith("pip install ")]
    assert ours
    own = {name: value for name, value in env.items() if value not in SECRETS}
    with contextlib.ExitStack() as stack:
        if "fluentorm drift" in ours:
            own["FLUENT_DB_URL"] = stack.enter_context(seen_by_a_reader(session, database))
        elif env:
            own["FLUENT_DB_URL"] = database
        for command in ours:
            done = session.run(command, **own)
            assert done.returncode == 0, f"{command}: {done.stdout}"


@contextlib.contextmanager
def seen_by_a_reader(session: Session, database: str) -> Iterator[str]:
    """Migrate a database and give its URL for a role that may what the document says."""
    done = session.run("fluentorm migrate", FLUENT_DB_URL=database)
    assert done.returncode == 0, done.stdout
    with psycopg.connect(database, autocommit=True) as connection:
        reader = f"reader_of_{connection.info.dbname}"
        connection.execute(f"CREATE ROLE {reader}")
        connection.execute(GRANT.replace("reader", reader).encode())
        try:
            yield f"{database}&options={quote(f'-c role={reader}')}"
        finally:
            connection.execute(f"DROP OWNED BY {reader}")
            connection.execute(f"DROP ROLE {reader}")
