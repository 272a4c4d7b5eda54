"""Projects in real git repositories: one origin, and clones of it."""

import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.tasks.conftest import Project

USERS = """from fluentorm import TableSchema

table_name = "users"


def build(t: TableSchema) -> None:
    t.big_increments("id", primary_key=True)
    t.string("email", nullable=True)
    t.string("name")
"""
IGNORED = ".fluent/\n.doit.db*\n__pycache__/\n.*.fluent-tmp\n"
IDENTITY = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false")


@dataclass
class Clone(Project):
    """A project that is a git repository."""

    def git(self, *words: str) -> str:
        done = self.run("git", *IDENTITY, *words)
        assert done.status == 0, done.out + done.err
        return done.out.strip()

    def tries(self, *words: str) -> int:
        """Run git, which may refuse; return its status."""
        return self.run("git", *IDENTITY, *words).status

    def commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def ok(self, *words: str) -> str:
        """Run a command of ours that has to succeed; return its output."""
        ran = self.script(*words)
        assert ran.status == 0, f"{words}: {ran.out}{ran.err}"
        self._wait_for_new_version()
        return ran.out + ran.err

    def _wait_for_new_version(self) -> None:
        """Let the clock pass the last version: two branches rarely generate in one second."""
        last = max(
            (path.name[:14] for path in (self.root / "migrations").glob("*.sql")), default=""
        )
        while time.strftime("%Y%m%d%H%M%S", time.gmtime()) <= last:
            time.sleep(0.05)

    def refused(self, *words: str) -> str:
        ran = self.script(*words)
        assert ran.status == 1, f"{words}: {ran.out}{ran.err}"
        assert "Traceback" not in ran.err
        return ran.out + ran.err

    def names(self) -> list[str]:
        """Return what the up files are about, in order of version."""
        files = sorted(path.stem for path in (self.root / "migrations").glob("*.sql"))
        return [name.partition("_")[2] for name in files if not name.endswith("_down")]


class Begun:
    """Repositories that have begun, kept to be copied; ``folder`` is set before the first test."""

    folder: Path

    def __init__(self) -> None:
        self._made: dict[frozenset[tuple[str, str]], Path] = {}

    def copy(self, settings: dict[str, str], to: Path) -> None:
        """Copy the repository with these settings, which is made when it is needed first."""
        key = frozenset(settings.items())
        if key not in self._made:
            root = self.folder / str(len(self._made))
            _make(Clone(root, settings))
            self._made[key] = root
        shutil.copytree(self._made[key], to, dirs_exist_ok=True)


BEGUN = Begun()


def begin(root: Path, **env: str) -> Clone:
    """Make a repository on "main" with one table, generated and committed."""
    settings = {"FLUENT_VERIFY": "0", "FLUENT_LINT": "0", **env}
    # No generation looks at the database.
    BEGUN.copy({key: settings[key] for key in settings if not key.startswith("FLUENT_DB_")}, root)
    return Clone(root, settings)


def _make(clone: Clone) -> None:
    clone.write("schemas/01_users.py", USERS)
    clone.write(".gitignore", IGNORED)
    clone.git("init", "--quiet", "--initial-branch=main")
    clone.ok("generate_models")
    clone.commit("Begin")


def branched(clone: Clone, ours: tuple[str, str], theirs: tuple[str, str]) -> None:
    """Let "main" and "work" each replace a text in the table and generate; stay on "work"."""
    clone.git("switch", "--quiet", "--create", "work")
    clone.replace("schemas/01_users.py", *ours)
    clone.ok("generate_models")
    clone.commit("Ours")
    clone.git("switch", "--quiet", "main")
    clone.replace("schemas/01_users.py", *theirs)
    clone.ok("generate_models")
    clone.commit("Theirs")
    clone.git("switch", "--quiet", "work")


def merged(clone: Clone, text: str) -> None:
    """Merge "main" into "work", the schema file resolved by hand, and leave the merge open."""
    clone.tries("merge", "--quiet", "main")
    clone.write("schemas/01_users.py", text)


def read_only_copy(clone: Clone, to: Path, *words: str) -> Clone:
    subprocess.run(["git", "clone", "--quiet", *words, clone.root.as_uri(), str(to)], check=True)
    return Clone(to, dict(clone.env))


def ups(clone: Clone) -> list[str]:
    files = (path.name for path in (clone.root / "migrations").iterdir() if path.is_file())
    return sorted(name for name in files if not name.endswith("_down.sql"))


def applied(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT name FROM _fluent_migrations ORDER BY id").fetchall()
        return [name for (name,) in rows]
