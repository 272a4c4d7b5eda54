"""The chain of migrations: what the snapshot's head vouches for.

The head names the last migration and a digest of all up to it. Files that fluentorm generated
enter with their content, so that an edit is noticed; files written by hand enter with their name
only, because their author keeps working on them until they are applied.
"""

from __future__ import annotations

import contextlib
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from fluentorm.errors import MissingFile, Place, SnapshotError
from fluentorm.files import replace_file
from fluentorm.migrate.file import down_name
from fluentorm.snapshot.store import Head

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from fluentorm.migrate.directory import Directory
    from fluentorm.migrate.file import MigrationPair

_NAMED = 3


class Link(NamedTuple):
    """One migration in the chain; ``digest`` is empty where it was written by hand."""

    name: str
    digest: str

    @property
    def generated(self) -> bool:
        """Whether fluentorm wrote it."""
        return bool(self.digest)


def require_pairs(directory: Directory, links: Sequence[Link]) -> None:
    """Refuse a generated migration whose down file is gone; those by hand may do without.

    Raises MissingFile.
    """
    for entry, link in zip(directory.entries, links, strict=True):
        if entry.down is None and link.generated:
            down = directory.place(down_name(entry.name))
            raise MissingFile(
                "its down file is gone",
                place=directory.place(entry.name),
                hint=f"restore it from version control: git checkout -- {down}",
            )


def link_of(pair: MigrationPair) -> Link:
    """Return the link of a pair that is about to be written."""
    return Link(name=pair.up.name, digest=digest_texts(pair.up.text, pair.down.text))


def head_of(links: Sequence[Link]) -> Head:
    """Return the head that a snapshot states for this chain."""
    if not links:
        return Head()
    return Head(migration=links[-1].name, digest=_chain_digest(links))


def check_head(
    head: Head,
    links: Sequence[Link],
    shown: str,
    memory: Path | None = None,
    allowed: Collection[str] = (),
) -> None:
    """Refuse a snapshot that does not belong to these migrations; ``shown`` names the snapshot.

    Migrations written by hand may stand after the head: they are adopted by the next generation.
    ``memory`` is a file that remembers the last chain that was right, to name what changed since.
    ``allowed`` are generated migrations whose edit is wanted.

    Raises SnapshotError that says what differs.
    """
    names = [link.name for link in links]
    if head.migration is not None and head.migration not in names:
        raise SnapshotError(
            f'belongs to other migrations: its last one, "{head.migration}", does not exist',
            place=Place(shown),
            hint="restore the missing migrations, or the snapshot that belongs to these "
            "(git status shows what changed)",
        )
    end = names.index(head.migration) + 1 if head.migration else 0
    unknown = [link.name for link in links[end:] if link.generated]
    if unknown:
        raise SnapshotError(
            f'does not know the generated migration "{unknown[0]}"',
            place=Place(shown),
            hint="restore the snapshot that was written with it, or delete that pair of files",
        )
    if head.migration is not None and _chain_digest(links[:end]) != head.digest:
        edited, others = _differences(links[:end], memory)
        # Where nothing is remembered, as in a fresh clone, the author's word has to do.
        if others or not allowed or not set(edited) <= set(allowed):
            raise SnapshotError(
                f'does not match the migrations up to "{head.migration}": '
                + (_worded(edited, others) or "a generated file was edited, added or removed"),
                place=Place(shown),
                hint="restore the migrations (git status shows which changed). A change of your "
                "own belongs in a migration of its own (doit new_migration --name my_change); an "
                "edit that nobody has applied yet can stay: "
                f"doit generate_migrations --allow-changed {edited[0] if edited else 'NAME'}",
            )
    if memory is not None and head.migration is not None:
        remember_chain(memory, links[:end])


def _differences(
    links: Sequence[Link], memory: Path | None
) -> tuple[list[str], dict[str, list[str]]]:
    """Return what was edited, and what was added and removed, since the chain was last right.

    All are empty where that is not known.
    """
    before = _recall(memory) if memory is not None else {}
    if not before:
        return [], {}
    now = {link.name: link.digest for link in links}
    edited = [name for name in now if name in before and now[name] != before[name]]
    others = {
        "added": [name for name in now if name not in before],
        "removed": [name for name in before if name not in now],
    }
    return edited, {what: names for what, names in others.items() if names}


def _worded(edited: Sequence[str], others: Mapping[str, Sequence[str]]) -> str:
    found = {"edited": edited, **others} if edited else others
    parts = (
        f"{', '.join(names[:_NAMED])}{' and more' if len(names) > _NAMED else ''} {what}"
        for what, names in found.items()
    )
    return "; ".join(parts)


def remember_chain(memory: Path, links: Sequence[Link]) -> None:
    """Note a chain that is right, to name what changes in it later."""
    text = _chain_text(links)
    try:
        if memory.read_text(encoding="utf-8") == text:
            return
    except (OSError, UnicodeDecodeError):
        pass
    _keep(memory, text)


def _keep(file: Path, text: str) -> None:
    """Write what only saves time, or helps to explain, if it can be written."""
    with contextlib.suppress(OSError):
        replace_file(file, text.encode())


def _recall(memory: Path) -> dict[str, str]:
    """Return the digests by name that were noted last; none where that cannot be read."""
    try:
        lines = memory.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    noted = (line.rpartition(" ") for line in lines)
    return {name: digest for name, _, digest in noted}


def digest_texts(up: str, down: str) -> str:
    """Return the digest of a generated pair."""
    return sha256(f"{up}\0{down}".encode()).hexdigest()


def _chain_digest(links: Iterable[Link]) -> str:
    return sha256(_chain_text(links).encode()).hexdigest()


def _chain_text(links: Iterable[Link]) -> str:
    return "".join([f"{name} {digest}\n" for name, digest in links])
