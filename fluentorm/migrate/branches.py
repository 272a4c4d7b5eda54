"""Migrations that two branches generated after the same one, as a merge brings them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.errors import MigrationError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.migrate.directory import Directory

_WAY_OUT = (
    "doit rebase puts what only this branch has after the other's; where git does not tell whose "
    "is what: doit rebase --onto VERSION, the last migration to stay as it is"
)


def forks(directory: Directory, newest: int | None = None) -> Iterator[MigrationError]:
    """Return an error for each migration that two others name as their parent.

    It reads every up file, or only so many of the newest. Raises FileFormat for one that cannot
    be read.
    """
    children: dict[str, list[str]] = {}
    for entry in directory.entries[-newest:] if newest else directory.entries:
        parent = directory.source(entry.name).header.parent
        if parent is not None:
            children.setdefault(parent, []).append(entry.name)
    for parent, names in children.items():
        if len(names) > 1:
            about = ", ".join(
                f'"{name}" (table "{directory.source(name).header.table}")' for name in names
            )
            yield MigrationError(
                f'{about} were both generated after "{parent}": two branches were merged',
                place=Place(directory.path),
                hint=_WAY_OUT,
            )
