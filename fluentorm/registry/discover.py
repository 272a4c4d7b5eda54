"""Which files of the schemas folder say what: a listing only, since every command needs it.

A schema file is ``NN_name.py``, ``NN_name.yaml`` or ``NN_name.yml`` in the folder itself. A Python
file whose name begins with ``_`` is a helper that schema files may import.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from fluentorm.errors import Place, Problem, SchemaError
from fluentorm.schema.qualified import (
    KEY_HINT,
    PUBLIC,
    bare_name,
    canonical_key,
    namespace_of,
    qualify,
)

_ENDINGS = (".py", ".yaml", ".yml")
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
    return [
        f"{base}/{name}" for helpers in (False, True) for name in _names(folder, helpers=helpers)
    ]


def helper_files(folder: Path) -> list[str]:
    """Return the helper files' names in order; every schema file may depend on each of them."""
    return sorted(_names(folder, helpers=True))


def table_name(path: Path | str) -> str:
    """Return the table's name where a file does not say it: the file's less number and ending.

    >>> table_name("schemas/01_users.py")
    'users'
    """
    stem = Path(path).stem
    numbered = _NUMBERED.fullmatch(stem)
    return numbered[2] if numbered else stem


def table_key(name: str, namespace: str | None, place: Place) -> tuple[str | None, Problem | None]:
    """Return the key of a table from its name, which may have its namespace, or what is wrong."""
    key = canonical_key(name)
    if key is None:
        return None, Problem(f'table_name cannot be "{name}"', place, KEY_HINT)
    if namespace is None:
        return key, None
    if namespace_of(key) not in (PUBLIC, namespace):
        hint = "give one of the two"
        text = f'table_name "{name}" is not in namespace "{namespace}"'
        return None, Problem(text, place, hint)
    return qualify(namespace, bare_name(key)), None


def _order(name: str) -> tuple[int, str]:
    numbered = _NUMBERED.fullmatch(name)
    return (int(numbered[1]) if numbered else 0, name)


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
        reason = (error.strerror or str(error)).lower()
        raise SchemaError([Problem(f"cannot be read: {reason}", Place(str(folder)))]) from error


def _is_helper(name: str) -> bool:
    return name.startswith("_") and name.endswith(".py") and name != "__init__.py"


def _is_schema(name: str) -> bool:
    return (
        name.endswith(_ENDINGS)
        and not name.startswith(("_", ".", "test_"))
        and name not in _GENERATED
    )
