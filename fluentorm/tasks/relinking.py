"""A snapshot that names the migrations of its own branch after the other one squashed theirs.

Nothing has to be generated anew then: this branch's migrations follow what stands for those that
they followed before. Only the head of the snapshot is that of a chain which is no more.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.errors import MigrationError, Place, SnapshotError
from fluentorm.files import replace_file
from fluentorm.git import repository
from fluentorm.migrate.chain import check_head, head_of, remember_chain
from fluentorm.migrate.commit import commit
from fluentorm.migrate.replaced import stand_ins
from fluentorm.snapshot.codec import render as render_model
from fluentorm.snapshot.store import dump
from fluentorm.tasks.action import Refusal, say
from fluentorm.tasks.generate import evaluated
from fluentorm.tasks.lineage import load_or_none
from fluentorm.tasks.proof import prove_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from fluentorm.git import Repository, Sides
    from fluentorm.migrate.chain import Link
    from fluentorm.migrate.directory import Directory
    from fluentorm.snapshot.store import Snapshot
    from fluentorm.tasks.project import Project


def follow_squash(project: Project, directory: Directory, links: Sequence[Link]) -> bool | None:
    """Let what the other branch made follow a squash of this one; say whether that was needed.

    It is the other way round than ever, since the others go on from migrations that are no more.
    None where this branch has no such squash. Raises MigrationError where that cannot be.
    """
    git, stands = repository(Path()), stand_ins(directory)
    if git is None or not stands:
        return None
    here = {link.name for link in links}
    for sides in git.sides():
        theirs = set(git.files(sides.theirs, project.migrations_dir))
        ours = set(git.files(sides.ours, project.migrations_dir))
        mine, new = here & ours - theirs, here & theirs - ours
        if not mine or not new:
            continue
        # Only where these two met: a squash in an earlier merge was followed long ago.
        squashed = {stands[name] for name in theirs & stands.keys()} & mine
        if not squashed:
            return None
        if _is_known(project, links):
            return False
        edited = _edited(project, git, sides.theirs, new)
        if not relink(project, directory, links, edited):
            raise _cannot_follow(project, min(squashed), sides)
        return True
    return None


def _edited(project: Project, git: Repository, revision: str, names: Collection[str]) -> list[str]:
    """Return which migrations are not what they are at a commit."""
    folder = project.migrations_dir
    return [
        name
        for name in sorted(names)
        if git.content(revision, folder / name) != (folder / name).read_text("utf-8")
    ]


def _is_known(project: Project, links: Sequence[Link]) -> bool:
    """Say whether the snapshot fits the chain as it is."""
    snapshot = load_or_none(project)
    return (
        snapshot is not None
        and snapshot.head.migration == links[-1].name
        and _fits(project, snapshot, links)
    )


def _fits(project: Project, snapshot: Snapshot, links: Sequence[Link]) -> bool:
    """Say whether the head of the snapshot is in a chain."""
    try:
        check_head(snapshot.head, links, str(project.snapshot))
    except SnapshotError:
        return False
    return True


def _cannot_follow(project: Project, squashed: str, sides: Sides) -> MigrationError:
    theirs = sides.theirs_name or "the other branch"
    return MigrationError(
        f'this branch put "{squashed}" in place of what {theirs} goes on from',
        place=Place(str(project.snapshot)),
        hint=f"let the snapshot of {theirs} stand, then run this again: "
        f"git checkout {sides.theirs} -- {project.snapshot}; where this branch changed more than "
        "that, take the squash back, merge, and squash again",
    )


def relink(
    project: Project, directory: Directory, links: Sequence[Link], edited: Collection[str]
) -> bool:
    """Write the head of the chain as it is into the snapshot; say whether that was needed.

    It is left alone where it fits, where files that follow the squash are ``edited`` since they
    were committed, and where the schema files say something else by now. Raises Refusal where the
    chain does not end in the declared schema.
    """
    snapshot, git = load_or_none(project), repository(Path())
    if snapshot is None or git is None or not stand_ins(directory):
        return False
    if _fits(project, snapshot, links):
        return False
    if edited or render_model(snapshot.model) != render_model(evaluated(project).model):
        return False
    differences = prove_folder(project, directory, snapshot.model).differences
    if differences:
        raise Refusal(
            "the migrations do not end in the declared schema; nothing was written:\n"
            + "\n".join(f"  {line}" for line in differences)
        )
    names = [link.name for link in links]
    chain = links[: names.index(snapshot.head.migration) + 1] if snapshot.head.migration else links
    text = dump(replace(snapshot, head=head_of(chain)))
    commit(
        migrations_dir=project.migrations_dir,
        files={},
        snapshot_path=project.snapshot,
        snapshot_text=text,
        journal=project.journal,
    )
    replace_file(project.snapshot_copy, text.encode())
    remember_chain(project.chain_memory, chain)
    say(f"wrote {project.snapshot}: this branch's migrations follow what was squashed")
    return True
