"""Reading the folder of migrations as a chain, and remembering what was read.

Reading ten thousand files at every generation would cost more than everything else. So what was
read is remembered with each file's size and time of change, and while the folder holds the same
names not even those are taken apart again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from fluentorm.derived import keep, recall
from fluentorm.migrate.chain import Link, digest_texts, link_of
from fluentorm.migrate.directory import Directory, Entry, list_names, scan
from fluentorm.migrate.versions import instant
from fluentorm.stats import GONE, folder_stats

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from fluentorm.migrate.file import MigrationPair
    from fluentorm.stats import Stat

_FORMAT = "chain 1"

# Both sizes of a pair as one number, both times of change as one, and the digest of its link.
_State: TypeAlias = tuple[int, int, str]


class _Memory(NamedTuple):
    """What was read last: the sorted names of all files, the migrations, and their states."""

    names: list[str]
    entries: list[Entry]
    states: dict[str, _State]


def read_chain(
    folder: Path,
    cache: Path,
    names: Sequence[str] | None = None,
    stats: Mapping[str, Stat] | None = None,
) -> tuple[Directory, tuple[Link, ...]]:
    """Return the migrations of a folder, and a link for each of them, in order.

    ``cache`` remembers what was read. For a caller that knows them ``names`` are those of all
    files, sorted, and ``stats`` size and time of change in ns of the files to be looked at: what is
    remembered of others is believed. Raises what ``scan`` does, and FileFormat and MissingFile
    for a file that cannot be read.
    """
    memory = _load(cache)
    if names is None:
        names = sorted(name for name in list_names(folder) if name[0] != ".")
    if names == memory.names and stats is not None:
        directory = Directory(path=str(folder), entries=tuple(memory.entries))
    else:
        directory = scan(folder, names)
    found = stats
    if found is None:
        found = folder_stats(folder) if directory.entries else {}
    states = {
        entry.name: _state(directory, entry, memory.states.get(entry.name), found, stats is None)
        for entry in directory.entries
    }
    if states != memory.states or names != memory.names:
        _store(cache, _Memory(list(names), list(directory.entries), states))
    return directory, tuple([Link(name, state[2]) for name, state in states.items()])


def remember_pairs(cache: Path, pairs: Iterable[MigrationPair], stats: Mapping[str, Stat]) -> None:
    """Add what was just generated to what is remembered; ``stats`` are those of its files."""
    names, entries, states = _load(cache)
    for pair in pairs:
        name, down = pair.up.name, pair.down.name
        names += (name, down)
        version = name.partition("_")[0]
        entry = Entry(name, version, instant(version), down)
        entries.append(entry)
        states[name] = (*_joint(stats, entry), link_of(pair).digest)
    _store(cache, _Memory(sorted(names), entries, states))


def _state(
    directory: Directory,
    entry: Entry,
    known: _State | None,
    stats: Mapping[str, Stat],
    complete: bool,
) -> _State:
    if known is not None and not complete and entry.name not in stats:
        return known
    size, changed = _joint(stats, entry)
    if known is not None and known[0] == size and known[1] == changed:
        return known
    return size, changed, _digest(directory, entry)


def _digest(directory: Directory, entry: Entry) -> str:
    """Return a generated pair's digest; empty when the up file was written by hand."""
    up = directory.source(entry.name)
    if up.header.generated is None:
        return ""
    return digest_texts(up.text, directory.source(entry.down).text if entry.down else "")


def _joint(stats: Mapping[str, Stat], entry: Entry) -> Stat:
    """Return one size and time for both files of a pair."""
    size, changed = stats.get(entry.name, GONE)
    down_size, down_changed = stats.get(entry.down, GONE) if entry.down else GONE
    return size * 1_000_003 + down_size, changed ^ (down_changed << 1)


def _load(cache: Path) -> _Memory:
    names, entries, states = recall(cache, _FORMAT) or ([], [], {})
    return _Memory(names, [Entry(*entry) for entry in entries], states)


def _store(cache: Path, memory: _Memory) -> None:
    keep(cache, _FORMAT, (memory.names, [tuple(entry) for entry in memory.entries], memory.states))
