"""Migrations that two branches generated after the same one, as a merge brings them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.errors import MigrationError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.migrate.directory import Directory

_WAY_OUT = (
    "keep the pair that is deployed, delete the other one and what follows it, take the snapshot "
    "of the one you keep, then run: doit generate_models"
)


def forks(directory: Directory) -> Iterator[MigrationError]:
    """Return an error for each migration that two others name as their parent.

    It reads every up file. Raises FileFormat for one that cannot be read.
    """
    children: dict[str, list[str]] = {}
    for entry in directory.entries:
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
