"""What can be compared: a database, a folder of schema files, a snapshot, SQL, or nothing at all.

All are read as a server reports them, so that their texts can be compared: what is only declared
is created in a scratch database first.
"""

from __future__ import annotations

import re
from dataclasses import field
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.errors import ConfigError, Place, SnapshotError
from fluentorm.schema.objects import EMPTY
from fluentorm.tasks.action import WrongUsage
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.config import Target
    from fluentorm.schema.objects import SchemaModel
    from fluentorm.tasks.project import Project

_KINDS = "a database URL, a folder of schema files, a snapshot, a .sql file, or: empty"
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.:-]*://")


class SideKind(Enum):
    """What a side is read from."""

    EMPTY = auto()
    DATABASE = auto()
    FOLDER = auto()
    SNAPSHOT = auto()
    SQL = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two things to compare; ``shown`` names it, without a password.

    ``option`` is what gave the URL of a database, where one did.
    """

    kind: SideKind
    shown: str
    path: Path = Path()
    target: Target | None = None
    url: str = field(default="", repr=False)
    option: str = ""

    @property
    def conninfo(self) -> str:
        """The libpq string of a database, with its password: for the driver only."""
        return self.target.conninfo() if self.target is not None else self.url

    @property
    def needs_scratch(self) -> bool:
        """Say whether it is read through a scratch database."""
        return self.kind not in (SideKind.EMPTY, SideKind.DATABASE)


def parse_side(text: str, option: str) -> Side:
    """Return the side that a word on the command line means.

    Raises WrongUsage when it can mean nothing.
    """
    if not text:
        raise WrongUsage(f"{option} is missing", f"{option} takes {_KINDS}")
    if text == "empty":
        return Side(kind=SideKind.EMPTY, shown="empty")
    if _URL.match(text):
        return _database(text, option)
    path = Path(text)
    if path.is_dir():
        return Side(kind=SideKind.FOLDER, shown=text, path=path)
    if not path.exists():
        raise WrongUsage(f'{option} is "{text}", which does not exist', f"{option} takes {_KINDS}")
    kinds = {".json": SideKind.SNAPSHOT, ".sql": SideKind.SQL}
    kind = kinds.get(path.suffix.lower())
    if kind is None:
        raise WrongUsage(
            f'{option} is "{text}", a file that is neither SQL nor a snapshot',
            f"{option} takes {_KINDS}",
        )
    return Side(kind=kind, shown=text, path=path)


def target_side(project: Project) -> Side:
    """Return the project's target database; the embedded server is started for it.

    Raises ConfigError where no database is set and this is no project.
    """
    from fluentorm.tasks.database import target_url

    target = project.config.target()
    url = target_url(project) if target is None else ""
    return Side(kind=SideKind.DATABASE, shown=project.config.shown, target=target, url=url)


def _database(url: str, option: str) -> Side:
    from fluentorm.config import target_of

    try:
        target = target_of(option, url)
    except ConfigError as error:
        raise WrongUsage(error.message, error.hint or f"{option} takes {_KINDS}") from error
    return Side(kind=SideKind.DATABASE, shown=target.shown, target=target, option=option)


def declared_model(side: Side) -> SchemaModel:
    """Return what a folder of schema files or a snapshot declares.

    Raises SchemaError or SnapshotError.
    """
    match side.kind:
        case SideKind.FOLDER:
            from fluentorm.registry.evaluate import evaluate

            return evaluate(side.path, root=Path.cwd()).model
        case SideKind.SNAPSHOT:
            from fluentorm.snapshot.store import load

            snapshot = load(side.path, side.shown)
            if snapshot is None:
                raise SnapshotError("does not exist", place=Place(side.shown))
            return snapshot.model
        case _:
            return EMPTY
