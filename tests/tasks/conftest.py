"""A small project that real doit commands run in."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.prepared import DOIT, PREPARED, SCRIPT

USERS = """from fluentorm import TableSchema

table_name = "users"


def build(t: TableSchema) -> None:
    t.uuid("id", primary_key=True)
    t.string("email", unique=True)
    t.timestamps()
"""
POSTS = """table_name: posts
fields:
  id: {type: uuid, primary_key: true}
  title: {type: string}
  user_id: {type: uuid}
belongs_to:
  author: {column: user_id, references_table: users, on_delete: cascade}
"""


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit status and output, and the state of each doit task."""

    status: int
    out: str
    err: str

    @property
    def tasks(self) -> dict[str, str]:
        """Task name -> "run" or "up to date", as doit's own lines say."""
        marks = {".  ": "run", "-- ": "up to date"}
        lines = (line for line in self.out.splitlines() if line[:3] in marks)
        return {line[3:]: marks[line[:3]] for line in lines}


@dataclass
class Project:
    """A folder with a dodo.py; ``env`` is added to every command's environment."""

    root: Path
    env: dict[str, str] = field(default_factory=dict)

    def doit(self, *words: str) -> Ran:
        return self._python(DOIT, words)

    def script(self, *words: str) -> Ran:
        return self._python(SCRIPT, words)

    def _python(self, program: str, words: tuple[str, ...]) -> Ran:
        done = PREPARED.run(program, words, cwd=self.root, env=self._environ())
        if done is None:
            return self.run(sys.executable, "-m", program, *words)
        return Ran(done.returncode, done.stdout, done.stderr)

    def _environ(self) -> dict[str, str]:
        outside = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        return {**outside, **self.env}

    def run(self, *command: str) -> Ran:
        done = subprocess.run(
            command,
            cwd=self.root,
            env=self._environ(),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def replace(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def contents(self, *folders: str) -> dict[str, bytes]:
        """Name -> bytes of every file below the folders, all generated ones without folders."""
        found = {}
        for folder in folders or ("schemas", "migrations", "models"):
            for path in sorted((self.root / folder).rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    found[str(path.relative_to(self.root))] = path.read_bytes()
        return found

    def written(self, before: dict[str, bytes]) -> list[str]:
        """Return the files that are new or different, and those that are gone."""
        after = self.contents()
        return sorted(name for name in before | after if before.get(name) != after.get(name))


@pytest.fixture
def blog(tmp_path: Path) -> Project:
    """Two tables, generated without the proof, which has tests of its own."""
    return _blog(tmp_path)


@pytest.fixture
def generated(tmp_path: Path, _generated_once: Path) -> Project:
    """The same, with everything generated and the work of doit remembered."""
    shutil.copytree(_generated_once, tmp_path, dirs_exist_ok=True)
    return Project(tmp_path, {"FLUENT_VERIFY": "0"})


@pytest.fixture(scope="session")
def _generated_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = _blog(tmp_path_factory.mktemp("generated"))
    ran = project.doit("generate_models")
    assert ran.status == 0, ran.out + ran.err
    return project.root


def _blog(root: Path) -> Project:
    project = Project(root, {"FLUENT_VERIFY": "0"})
    project.write("dodo.py", "from fluentorm.tasks import *\n")
    project.write("schemas/01_users.py", USERS)
    project.write("schemas/02_posts.yaml", POSTS)
    return project
