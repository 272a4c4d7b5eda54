"""What two branches did to each object, for those who merged them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.diff.deeds import clashes
from fluentorm.diff.differ import diff
from fluentorm.errors import FluentError, MigrationError
from fluentorm.git import repository
from fluentorm.migrate.branches import forks
from fluentorm.migrate.directory import scan
from fluentorm.migrate.renames import with_renames
from fluentorm.schema.objects import EMPTY
from fluentorm.tasks.lineage import snapshot_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from fluentorm.diff.deeds import Clash
    from fluentorm.git import Repository, Sides
    from fluentorm.migrate.directory import Directory
    from fluentorm.tasks.project import Project

_COMMUTE = "what the branches did does not touch: either may come first"
_MOST = 30
# Before every run only these are looked at: reading thousands takes longer than the run.
_NEWEST = 100


def fork_problems(
    project: Project, directory: Directory, newest: int | None = None
) -> Iterator[MigrationError]:
    """Yield an error for each migration that has two children, with what the branches did."""
    found = list(forks(directory, newest))
    if not found:
        return
    lines = list(_report(project))
    for error in found:
        text = "".join(f"\n  {line}" for line in lines)
        yield MigrationError(f"{error.message}{text}", place=error.place, hint=error.hint)


def forks_note(project: Project) -> str | None:
    """Return what to know before migrating a folder in which two branches met; None if none did."""
    try:
        directory = scan(project.migrations_dir)
        problems = fork_problems(project, directory, _NEWEST)
        return next((str(error) for error in problems), None)
    except FluentError:
        return None  # the run itself says what is wrong with the folder


def _report(project: Project) -> Iterator[str]:
    """Yield a line for each object that both touched; nothing where git does not know it."""
    git = repository(Path())
    for sides in git.sides() if git is not None else ():
        found = _clashes(project, git, sides) if git is not None else None
        if found is None:
            continue
        theirs = sides.theirs_name or "the other branch"
        yield from _lines(found, theirs) if found else (_COMMUTE,)
        return


def _clashes(project: Project, git: Repository, sides: Sides) -> Sequence[Clash] | None:
    """Return what both sides touched; None where they did not both generate."""
    base_revision = git.merge_base(sides.ours, sides.theirs)
    ours = snapshot_at(git, sides.ours, project.snapshot)
    theirs = snapshot_at(git, sides.theirs, project.snapshot)
    if base_revision is None or ours is None or theirs is None:
        return None
    before = snapshot_at(git, base_revision, project.snapshot)
    base, head = (before.model, before.head) if before is not None else (EMPTY, None)
    if head in (ours.head, theirs.head):
        return None
    known = git.files(base_revision, project.migrations_dir)
    try:
        one, other = (
            diff(base, with_renames(model, _new_texts(project, git, revision, known)))
            for model, revision in ((ours.model, sides.ours), (theirs.model, sides.theirs))
        )
        return clashes(one, other, base)
    except FluentError:
        return None


def _new_texts(
    project: Project, git: Repository, revision: str, known: Collection[str]
) -> Iterator[str]:
    """Yield the migrations that a commit has beside those known, in order of version."""
    for name in sorted(set(git.files(revision, project.migrations_dir)).difference(known)):
        if name.endswith(".sql") and not name.endswith("_down.sql"):
            yield git.content(revision, project.migrations_dir / name) or ""


def _lines(found: Sequence[Clash], theirs: str) -> Iterator[str]:
    for clash in found[:_MOST]:
        here, there = " and ".join(clash.ours), " and ".join(clash.theirs)
        yield f"{clash.subject}: this branch {here}, {theirs} {there}"
    if len(found) > _MOST:
        yield f"and {len(found) - _MOST} more objects"
    yield "these do not commute: the schema files must say what is meant in the end"
