"""Two developers edit one schema, merge and rebase at random, and end with the same database.

Real git and real databases. ``FLUENTORM_HISTORIES`` says how many histories are played.
"""

import os
import random
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from fluentorm.dialects.postgres.driver import connect
from fluentorm.dialects.postgres.introspect import introspect
from fluentorm.schema.catalog import CatalogState, describe_difference
from tests.acceptance.git_projects import Clone, begin, read_only_copy
from tests.conftest import with_database

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]
HISTORIES = int(os.environ.get("FLUENTORM_HISTORIES", "1"))
ROUNDS = 4
TABLES = ("users", "posts", "tags")


@pytest.fixture
def databases(server: str) -> Iterator[list[str]]:
    """Give three empty databases: one for each developer, one for who comes last."""
    names = [f"test_{secrets.token_hex(8)}" for _ in range(3)]
    with psycopg.connect(server, autocommit=True) as admin:
        for name in names:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        yield [with_database(server, name) for name in names]
        for name in names:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def state(url: str) -> CatalogState:
    session = connect(url)
    try:
        return introspect(session)
    finally:
        session.close()


class Developer:
    """Somebody who edits, generates, migrates and merges, as the documents say."""

    def __init__(self, name: str, clone: Clone, chance: random.Random) -> None:
        self.name, self.clone, self.chance = name, clone, chance
        self.made = 0
        clone.git("config", "user.name", name)
        clone.git("config", "pull.rebase", "false")

    def edit(self) -> None:
        """Change one of the tables: add, drop, rename or tighten a column of one's own file."""
        path = f"schemas/{self.chance.choice(TABLES)}_{self.name}.yaml"
        file = self.clone.root / path
        table = Path(path).stem.partition("_")[0]
        columns = re.findall(r"^  (\w+): (.*)$", file.read_text(), re.M) if file.exists() else []
        columns = [(name, re.sub(r", renamed_from: \w+", "", text)) for name, text in columns]
        act = self.chance.choice(("add", "add", "drop", "rename", "tighten"))
        self.made += 1
        new = f"{self.name}_{self.made}"
        if act == "add" or not columns:
            columns.append((new, "{type: integer, nullable: true}"))
        elif act == "drop":
            columns.pop(self.chance.randrange(len(columns)))
        else:
            at = self.chance.randrange(len(columns))
            name, text = columns[at]
            if act == "rename":
                columns[at] = (new, text.replace("}", f", renamed_from: {name}}}"))
            else:
                columns[at] = (name, "{type: integer, default: 7}")
        fields = "".join(f"  {name}: {text}\n" for name, text in columns)
        if fields:
            self.clone.write(path, f"table_name: {table}\nfields:\n{fields}")
        elif file.exists():
            file.unlink()

    def work(self) -> None:
        """Edit, generate and, mostly, migrate; the edit may be folded into the last one."""
        self.edit()
        self.clone.ok("generate_models")
        if self.chance.random() < 0.3:
            self.edit()
            self.clone.ok("amend")
        self.clone.git("add", "--all")
        self.clone.tries("commit", "--quiet", "--message", "Work")
        if self.chance.random() < 0.7:
            self.clone.ok("migrate")

    def merge(self) -> None:
        """Take what the other one pushed, put one's own after it, push all."""
        self.clone.git("fetch", "--quiet")
        self.clone.tries("merge", "--quiet", "--no-commit", "origin/main")
        ran = self.clone.script("rebase")
        if ran.status:
            steps = re.search(r"migrate_down --steps (\d+)", ran.err)
            assert steps is not None, ran.out + ran.err
            self.clone.ok("migrate_down", "--steps", steps[1], "--yes")
            self.clone.ok("rebase")
        self.clone.ok("generate_models")
        self.clone.git("add", "--all")
        self.clone.tries("commit", "--quiet", "--no-edit")
        self.clone.ok("check")
        self.clone.git("push", "--quiet", "origin", "HEAD:main")


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_all_end_with_the_same_catalog(tmp_path: Path, databases: list[str], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - histories that can be played again
    first = begin(tmp_path / "first")
    for table in TABLES[1:]:
        first.write(
            f"schemas/{table}.yaml", f"table_name: {table}\nfields:\n  id: {{type: uuid}}\n"
        )
    first.ok("generate_models")
    first.commit("More tables")
    first.git("config", "receive.denyCurrentBranch", "updateInstead")
    first.git("switch", "--quiet", "--detach")
    developers = []
    for name, url in zip(("ann", "bob"), databases, strict=False):
        clone = read_only_copy(first, tmp_path / name)
        clone.git("switch", "--quiet", "main")
        clone.env["FLUENT_DB_URL"] = url
        developers.append(Developer(name, clone, chance))
    for _ in range(ROUNDS):
        for developer in chance.sample(developers, 2):
            for _ in range(chance.randint(0, 2)):
                developer.work()
            if chance.random() < 0.7:
                developer.merge()
    for developer in (*developers, developers[0]):
        developer.merge()
    newcomer = read_only_copy(first, tmp_path / "last", "--branch", "main")
    newcomer.env["FLUENT_DB_URL"] = databases[2]
    for clone in (*(developer.clone for developer in developers), newcomer):
        clone.ok("migrate")
        clone.ok("check")
    wanted = state(databases[2])
    for url in databases[:2]:
        assert describe_difference(state(url), wanted) == ()
    newcomer.ok("migrate_down", "--all")
