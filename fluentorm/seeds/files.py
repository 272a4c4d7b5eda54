"""Which seed files there are, and in which order: those of all environments, then those of one.

``seeds/*.yaml``, ``*.sql`` and ``*.py`` are for every environment, ``seeds/NAME/*`` for that one.
Files are in the order of their numbers and names; what begins with ``_`` or a dot is a helper.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.errors import Place, Problem, SeedError
from fluentorm.schema.nearest import nearest

if TYPE_CHECKING:
    from pathlib import Path

_ENDINGS = (".yaml", ".yml", ".sql", ".py")
_NUMBER = re.compile(r"\d+")


def seed_files(folder: Path, environment: str | None) -> list[Path]:
    """Return the files of an environment, in order; those for all alone without one.

    Raises SeedError for an environment that has no folder, and for a folder that cannot be read.
    """
    found = _files(folder)
    if environment is None:
        return found
    own = folder / environment
    if environment not in environments(folder):
        raise SeedError([_unknown(folder, environment)])
    return found + _files(own)


def environments(folder: Path) -> list[str]:
    """Return the environments that have a folder, in order."""
    if not folder.is_dir():
        return []
    return sorted(
        path.name for path in folder.iterdir() if path.is_dir() and path.name[0] not in "_."
    )


def helpers(folder: Path) -> list[Path]:
    """Return the modules that Python files of a folder may import."""
    return sorted(folder.glob("_*.py")) if folder.is_dir() else []


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    try:
        names = [
            path
            for path in folder.iterdir()
            if path.name.endswith(_ENDINGS) and path.name[0] not in "_." and not path.is_dir()
        ]
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SeedError([Problem(f"cannot be read: {reason}", Place(str(folder)))]) from error
    return sorted(names, key=_order)


def _order(path: Path) -> tuple[int, str]:
    number = _NUMBER.match(path.name)
    return (int(number[0]) if number else 0, path.name)


def _unknown(folder: Path, environment: str) -> Problem:
    known = environments(folder)
    near = nearest(environment, known)
    if near:
        hint = f'did you mean "{near}"?'
    elif known:
        hint = f"{folder}/ has: {', '.join(known)}"
    else:
        hint = f"make the folder {folder / environment}, or leave --env out"
    message = f'there are no seeds for the environment "{environment}"'
    return Problem(message, Place(str(folder)), hint)
