"""A fluentorm project with one change, and the commands that a deployment types."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.traffic.database import write_schemas

if TYPE_CHECKING:
    from benchmarks.traffic.changes import Change

_FLUENTORM = Path(sys.executable).parent / "fluentorm"


@dataclass(kw_only=True)
class Span:
    """When something ran, by the clock of the clients."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.end - self.start


class Project:
    """A folder with schema files and migrations, for the database of a URL."""

    def __init__(self, folder: Path, url: str, **settings: str) -> None:
        self.folder = folder
        self._env = {**os.environ, "FLUENT_DB_URL": url, "FLUENT_VERIFY": "0", **settings}

    def run(self, *command: str) -> Span:
        """Run a command. Raises RuntimeError with its output where it fails."""
        start = time.time()
        done = subprocess.run(
            [_FLUENTORM, *command],
            cwd=self.folder,
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"fluentorm {' '.join(command)}\n{done.stdout}{done.stderr}")
        return Span(start=start, end=time.time())

    def first(self) -> None:
        """Write the schema and create its tables."""
        write_schemas(self.folder / "schemas")
        self.run("generate_models")
        self.run("migrate")

    def copy(self, folder: Path, url: str, **settings: str) -> Project:
        """Return a copy of the project for a copy of its database."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("models"))
        return Project(folder, url, **settings)

    def generate(self, change: Change) -> list[Path]:
        """Edit a schema file and write its migrations; return those of the way up, in order."""
        before = set(self._ups())
        write_schemas(self.folder / "schemas", {change.file: (change.before, change.after)})
        self.run("generate_migrations")
        return sorted(set(self._ups()) - before)

    def _ups(self) -> list[Path]:
        files = (self.folder / "migrations").glob("*.sql")
        return [path for path in files if not path.name.endswith("_down.sql")]
