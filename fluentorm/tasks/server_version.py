"""The major version that migrations are written for, where no setting says it.

It is that of the server that a command of this project was connected to last, remembered in
``.fluent/``: what is written then runs there. Before the first connection it is the oldest that
all forms are good for. FLUENT_PG_VERSION says it once for all machines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.files import replace_file

if TYPE_CHECKING:
    from fluentorm.tasks.project import Project

OLDEST_TAKEN = 14
"""What is taken where no server was seen yet."""


def written_for(project: Project) -> int:
    """Return the major version that migrations of this project have to run on."""
    return project.config.pg_version or seen_version(project) or OLDEST_TAKEN


def seen_version(project: Project) -> int | None:
    """Return the major version of the server seen last, None where there was none."""
    try:
        text = project.seen_version.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return int(text) if text.isdecimal() else None


def remember_version(project: Project, version: int) -> None:
    """Keep the version of a server (180006 is 18.6); nothing is kept where that is not possible."""
    major = version // 10000
    if not project.state_dir.is_dir() or seen_version(project) == major:
        return
    try:
        replace_file(project.seen_version, f"{major}\n".encode("ascii"))
    except OSError:  # a folder that cannot be written to: the next run asks again
        return
