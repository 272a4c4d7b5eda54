"""Which files of the schemas folder say what: a listing only, since every command needs it.

A schema file is ``NN_name.py``, ``NN_name.yaml`` or ``NN_name.yml`` in the folder itself. A Python
file whose name begins with ``_`` is a helper that schema files may import. Files ``*.sql``, there
or in folders below, hold queries and bodies; beside one of a folder below may stand its options,
``views/active.yaml`` beside ``views/active.sql``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from fluentorm.errors import Place, Problem, SchemaError

_ENDINGS = (".py", ".yaml", ".yml")
_BODIES = (".sql", ".yaml", ".yml")
# What fluentorm itself wrote there, now or in the forerunner.
_GENERATED = frozenset({"registry.py", "runner.py"})
_NUMBERED = re.compile(r"(\d+)_(.*)", re.DOTALL)


def schema_files(folder: Path) -> list[str]:
    """Return the schema files' names in order: by number, 0 where there is none, then by name.

    A folder that does not exist has none. Raises SchemaError for one that cannot be read.
    """
    return sorted(_names(folder, helpers=False), key=_order)


def tracked_files(folder: Path) -> list[str]:
    """Return the paths of all files that the registry is made from, as a task graph wants them."""
    base = str(folder)
    found = [name for helpers in (False, True) for name in _names(folder, helpers=helpers)]
    return [f"{base}/{name}" for name in (*found, *sql_files(folder))]


def helper_files(folder: Path) -> list[str]:
    """Return the helper files' names in order; every schema file may depend on each of them."""
    return sorted(_names(folder, helpers=True))


def sql_files(folder: Path) -> list[str]:
    """Return the SQL files and the files of their options, in order, from the folder.

    Raises SchemaError for a folder that cannot be read.
    """
    found: list[str] = []
    pending = [""]
    while pending:
        below = pending.pop()
        names, folders = _sql_names(folder, below)
        pending += folders
        bodies = {name.removesuffix(".sql") for name in names if name.endswith(".sql")}
        found += (
            name
            for name in names
            if name.endswith(".sql") or (below and name.rpartition(".")[0] in bodies)
        )
    return sorted(found)


def table_name(path: Path | str) -> str:
    """Return the table's name where a file does not say it: the file's less number and ending.

    >>> table_name("schemas/01_users.py")
    'users'
    """
    stem = Path(path).stem
    numbered = _NUMBERED.fullmatch(stem)
    return numbered[2] if numbered else stem


def _order(name: str) -> tuple[int, str]:
    numbered = _NUMBERED.fullmatch(name)
    return (int(numbered[1]) if numbered else 0, name)


def _sql_names(folder: Path, below: str) -> tuple[list[str], list[str]]:
    """Return the files that count in one folder, and the folders in it."""
    names, folders = [], []
    try:
        with os.scandir(folder / below) as entries:
            for entry in entries:
                if entry.name[0] in "_.":
                    continue
                if entry.name.endswith(_BODIES):
                    names += [] if entry.is_dir() else [below + entry.name]
                elif "." not in entry.name and entry.is_dir():
                    folders.append(f"{below}{entry.name}/")
    except (FileNotFoundError, NotADirectoryError):
        return [], []
    except OSError as error:
        raise _unreadable(f"{folder}/{below}".rstrip("/"), error) from error
    return names, folders


def _unreadable(path: str, error: OSError) -> SchemaError:
    reason = (error.strerror or str(error)).lower()
    return SchemaError([Problem(f"cannot be read: {reason}", Place(path))])


def _names(folder: Path, *, helpers: bool) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [
                entry.name
                for entry in entries
                if (_is_helper(entry.name) if helpers else _is_schema(entry.name))
                # Not is_file(): a link to nowhere is reported, not taken for a removed table.
                and not entry.is_dir()
            ]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _unreadable(str(folder), error) from error


def _is_helper(name: str) -> bool:
    return name.startswith("_") and name.endswith(".py") and name != "__init__.py"


def _is_schema(name: str) -> bool:
    return (
        name.endswith(_ENDINGS)
        and not name.startswith(("_", ".", "test_"))
        and name not in _GENERATED
    )
