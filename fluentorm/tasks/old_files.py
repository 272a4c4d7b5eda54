"""The files that a squash put aside, and which databases still need them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.migrate.replaced import KEPT_FOLDER, kept_folder
from fluentorm.tasks.action import counted, some
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fluentorm.migrate.directory import Directory
    from fluentorm.migrate.status import Status
    from fluentorm.tasks.project import Project

_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OldFiles:
    """A folder of old files, the databases that need it, and those of which that is not known."""

    folder: str
    needed_by: tuple[str, ...]
    unknown: tuple[str, ...]

    def told(self, total: int, *, whole: bool) -> str:
        """Return a sentence; ``whole`` says that no database but these ``total`` counts."""
        needed = _named(self.needed_by, total)
        unknown = f"; {_named(self.unknown, total)} cannot be asked" if self.unknown else ""
        if self.needed_by:
            return f"{self.folder}/ is still needed by {needed}{unknown}"
        if self.unknown or not whole:
            return f"{self.folder}/ is needed by none of those asked{unknown}"
        return f"{self.folder}/ is needed by no target any more: delete it, and commit that"

    def as_json(self) -> dict[str, object]:
        """Return it for machines."""
        return {
            "folder": self.folder,
            "needed_by": list(self.needed_by),
            "not_known": list(self.unknown),
        }


def kept_folders(project: Project) -> list[Path]:
    """Return where squashed migrations are kept."""
    folder = project.migrations_dir / KEPT_FOLDER
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def old_files(directory: Directory, states: Mapping[str, Status | None]) -> list[OldFiles]:
    """Return what is kept; ``states`` are all databases, with None for one that is not known."""
    return [
        OldFiles(
            folder=folder,
            needed_by=tuple(n for n, state in states.items() if state and needs(state, name)),
            unknown=tuple(n for n, state in states.items() if state is None),
        )
        for name, folder in _kept(directory)
    ]


def needs(state: Status, name: str) -> bool:
    """Say whether a database may still need the files that the migration ``name`` replaces.

    It does in the middle of them, and until the new name is recorded: a later squash would not
    know the old ones.
    """
    if any(one.record.name == name for one in state.replaced):
        return True
    return state.obstacle is not None and all(item.name != name for item in state.applied)


def _kept(directory: Directory) -> Iterator[tuple[str, str]]:
    for entry in directory.entries:
        folder = kept_folder(directory, entry.name)
        if not entry.python and Path(folder).is_dir():
            yield entry.name, folder


def _named(names: tuple[str, ...], total: int) -> str:
    return f"{len(names)} of {counted(total, 'target')}: {some(names, _NAMED)}"
