"""The chain of migrations: what the snapshot's head vouches for.

The head names the last migration and a digest of all up to it. Files that fluentorm generated
enter with their content, so that an edit is noticed; files written by hand enter with their name
only, because their author keeps working on them until they are applied.

Reading ten thousand files at every generation would cost more than everything else, so what was
read is remembered with each file's size and time of change.
"""

from __future__ import annotations

import contextlib
import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from fluentorm.errors import MissingFile, Place, SnapshotError
from fluentorm.files import replace_file
from fluentorm.migrate.file import down_name
from fluentorm.snapshot.store import Head
from fluentorm.stats import GONE, folder_stats

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from fluentorm.migrate.directory import Directory, Entry
    from fluentorm.migrate.file import MigrationPair
    from fluentorm.stats import Stat

_NAMED = 3
# Both sizes of a pair as one number, both times of change as one, and the digest.
_State: TypeAlias = list[Any]


class Link(NamedTuple):
    """One migration in the chain; ``digest`` is empty where it was written by hand."""

    name: str
    digest: str

    @property
    def generated(self) -> bool:
        """Whether fluentorm wrote it."""
        return bool(self.digest)


def read_links(
    directory: Directory, cache: Path, stats: Mapping[str, Stat] | None = None
) -> tuple[Link, ...]:
    """Return a link for each migration of the folder, in order.

    ``cache`` remembers the digests of files that did not change; ``stats`` are the size and the
    time of change in ns of the files to be looked at, for a caller that knows them: what is
    remembered of others is believed. Raises FileFormat and MissingFile for a file that cannot be
    read.
    """
    known = _load_cache(cache)
    states: dict[str, _State] = {}
    partial = stats is not None
    if stats is None:
        stats = folder_stats(directory.path) if directory.entries else {}
    for entry in directory.entries:
        state = known.get(entry.name)
        if partial and state is not None and entry.name not in stats:
            states[entry.name] = state
            continue
        size, changed = _joint(stats, entry)
        if state is None or state[0] != size or state[1] != changed:
            state = [size, changed, _digest(directory, entry)]
        states[entry.name] = state
    if states != known:
        _keep(cache, json.dumps(states, separators=(",", ":")))
    return tuple(Link(name, state[2]) for name, state in states.items())


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
    return Link(name=pair.up.name, digest=_digest_texts(pair.up.text, pair.down.text))


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


def _digest(directory: Directory, entry: Entry) -> str:
    """Return a generated pair's digest; empty when the up file was written by hand."""
    up = directory.source(entry.name)
    if up.header.generated is None:
        return ""
    return _digest_texts(up.text, directory.source(entry.down).text if entry.down else "")


def _digest_texts(up: str, down: str) -> str:
    return sha256(f"{up}\0{down}".encode()).hexdigest()


def _chain_digest(links: Iterable[Link]) -> str:
    return sha256(_chain_text(links).encode()).hexdigest()


def _chain_text(links: Iterable[Link]) -> str:
    return "".join([f"{name} {digest}\n" for name, digest in links])


def _joint(stats: Mapping[str, Stat], entry: Entry) -> Stat:
    """Return one size and time for both files of a pair."""
    size, changed = stats.get(entry.name, GONE)
    down_size, down_changed = stats.get(entry.down, GONE) if entry.down else GONE
    return size * 1_000_003 + down_size, changed ^ (down_changed << 1)


def _load_cache(cache: Path) -> dict[str, _State]:
    try:
        data = json.loads(cache.read_bytes())
    except (OSError, ValueError):
        return {}
    # It is only a memory: whatever is wrong with it, the files are read again.
    sound = isinstance(data, dict) and all(type(s) is list and len(s) == 3 for s in data.values())
    return data if sound else {}
