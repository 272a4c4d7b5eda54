"""The migrations that exist, as what a scratch database is made by.

Apart from the proof: whoever only wants such a database need not load what compares schemas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.migrate.directory import chain_digest, scan
from fluentorm.migrate.verify import Chain

if TYPE_CHECKING:
    from fluentorm.tasks.project import Project


def existing_chain(project: Project, *, by_hand: bool = True) -> Chain:
    """Return the chain of the folder of migrations as it is.

    ``by_hand`` says that some of them are written by hand.
    """
    directory = scan(project.migrations_dir)
    return Chain(
        digest=chain_digest(directory.chain()),
        scripts=lambda: [directory.source(entry.name).script for entry in directory.entries],
        by_hand=by_hand,
    )
