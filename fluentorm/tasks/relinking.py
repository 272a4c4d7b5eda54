"""A snapshot that names the migrations of its own branch after the other one squashed theirs.

Nothing has to be generated anew then: this branch's migrations follow what stands for those that
they followed before. Only the head of the snapshot is that of a chain which is no more.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.errors import SnapshotError
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

    from fluentorm.migrate.chain import Link
    from fluentorm.migrate.directory import Directory
    from fluentorm.tasks.project import Project


def relink(
    project: Project, directory: Directory, links: Sequence[Link], mine: Collection[str]
) -> bool:
    """Write the head of the chain as it is into the snapshot; say whether that was needed.

    It is left alone where it fits, where files of this branch are not as they were committed, and
    where the schema files say something else by now. Raises Refusal where the chain does not end in
    the declared schema.
    """
    snapshot, git = load_or_none(project), repository(Path())
    if snapshot is None or git is None or not stand_ins(directory):
        return False
    try:
        check_head(snapshot.head, links, str(project.snapshot))
    except SnapshotError:
        pass
    else:
        return False
    edited = set(git.changed(project.migrations_dir)).intersection(mine)
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
