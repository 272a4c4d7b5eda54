"""Which migrations and which snapshot another branch ends in, as git or the snapshot here knows."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.errors import FluentError, MigrationError, Place
from fluentorm.git import repository, why_none
from fluentorm.migrate.chain import check_head
from fluentorm.migrate.history import resolve
from fluentorm.migrate.replaced import stand_ins
from fluentorm.snapshot.store import load, parse
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fluentorm.git import Repository
    from fluentorm.migrate.chain import Link
    from fluentorm.migrate.directory import Directory, Entry
    from fluentorm.snapshot.store import Snapshot
    from fluentorm.tasks.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Trunk:
    """What the others made: the names of their migrations, and the snapshot these end in.

    ``snapshot`` is None where there is nothing yet; ``told`` names it for messages.
    """

    names: frozenset[str]
    snapshot: Snapshot | None
    told: str


def snapshot_at(git: Repository, revision: str, path: Path) -> Snapshot | None:
    """Return the snapshot of a commit; None where there is none that can be read."""
    text = git.content(revision, path)
    if text is None:
        return None
    try:
        return parse(text, f"{revision}:{path}")
    except FluentError:
        return None


def trunk_at(project: Project, git: Repository, revision: str, links: Sequence[Link]) -> Trunk:
    """Return what a commit had made; all its migrations are here still.

    Raises MigrationError where they are not, or where its snapshot is not theirs.
    """
    there = set(git.files(revision, project.migrations_dir))
    names = [link for link in links if link.name in there]
    snapshot = snapshot_at(git, revision, project.snapshot)
    trunk = _trunk(names, snapshot, revision)
    head = snapshot.head.migration if snapshot is not None else None
    if head is not None and head not in trunk.names:
        raise MigrationError(
            f'"{head}", the last migration of {revision}, is not here',
            place=Place(str(project.migrations_dir)),
            hint=f"merge it first: git merge {revision}",
        )
    _require_whole(trunk, names, str(project.snapshot))
    return trunk


def trunk_of(project: Project, version: str, links: Sequence[Link]) -> Trunk:
    """Return what is made up to a version: of all snapshots known, the one that ends there.

    Raises UnknownVersion, and MigrationError where no such snapshot is known.
    """
    last = resolve(version, [link.name for link in links])
    here = load_or_none(project)
    if here is not None and here.head.migration == last:
        for names in _possible(project, links, last):
            trunk = _trunk(names, here, last)
            if _is_whole(trunk, names):
                return trunk
    git = repository(Path())
    for revision in _revisions(git, project) if git is not None else ():
        found = snapshot_at(git, revision, project.snapshot) if git is not None else None
        if git is not None and found is not None and found.head.migration == last:
            return trunk_at(project, git, revision, links)
    raise MigrationError(
        f'no snapshot is known that ends in "{last}"',
        place=Place(str(project.snapshot)),
        hint=_how_to_know(git),
    )


def load_or_none(project: Project) -> Snapshot | None:
    """Return the snapshot of the folder; None where it is gone, damaged or in conflict."""
    try:
        return load(project.snapshot, str(project.snapshot))
    except FluentError:
        return None


def _possible(project: Project, links: Sequence[Link], last: str) -> Iterator[list[Link]]:
    """Yield what may be the chain that ends in a migration: its ancestors by their headers.

    Those written by hand name no parent always; they belong to it where they are not newer.
    """
    from fluentorm.migrate.directory import scan

    directory = scan(project.migrations_dir)
    stands = stand_ins(directory)
    parents = {
        entry.name: stands.get(parent, parent) if (parent := _parent(directory, entry)) else None
        for entry in directory.entries
    }
    ancestors, name = {last}, parents.get(last)
    while name is not None and name not in ancestors:
        ancestors.add(name)
        name = parents.get(name)
    upto = [link for link in links if link.name <= last or link.name in ancestors]
    yield [link for link in upto if link.name in ancestors or not link.generated]
    yield [link for link in upto if link.name in ancestors]


def _parent(directory: Directory, entry: Entry) -> str | None:
    return directory.source(entry.name).header.parent


def _revisions(git: Repository, project: Project) -> Iterable[str]:
    sides = git.sides()
    newest = git.holding(project.snapshot)
    return dict.fromkeys(
        chain(
            (side.theirs for side in sides),
            (side.ours for side in sides),
            ("HEAD",),
            (newest,) if newest else (),
        )
    )


def _trunk(links: Iterable[Link], snapshot: Snapshot | None, told: str) -> Trunk:
    return Trunk(names=frozenset(link.name for link in links), snapshot=snapshot, told=told)


def _require_whole(trunk: Trunk, links: Sequence[Link], shown: str) -> None:
    if trunk.snapshot is None:
        if any(link.generated for link in links):
            raise MigrationError(
                f"{trunk.told} has migrations and no snapshot that can be read",
                place=Place(shown),
                hint="name the last migration to stay: doit rebase --onto VERSION",
            )
        return
    check_head(trunk.snapshot.head, links, f"{trunk.told}:{shown}")


def _is_whole(trunk: Trunk, links: Sequence[Link]) -> bool:
    try:
        _require_whole(trunk, links, "")
    except FluentError:
        return False
    return True


def _how_to_know(git: Repository | None) -> str:
    if git is None:
        reason, hint = why_none(Path())
        ways = f": {hint}; or " if hint else ": "
        return (
            f"{reason}, where it could be found{ways}put the snapshot that belongs to that "
            "migration in its place, then run it again"
        )
    if git.is_shallow():
        return "this clone holds the last commits only: git fetch --unshallow"
    return "give the version that another branch ends in; doit check names them"
