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

_FORMAT = "chain 2"
_SEPARATOR = "/"  # which no file name contains

# Both sizes of a pair as one number, both times of change as one, and the digest of its link.
_State: TypeAlias = tuple[int, int, str]


class _Memory(NamedTuple):
    """What was read last: the sorted names of all files as one text, and the migrations' states."""

    names: str
    states: dict[Entry, _State]


# What this process has stored: a generation adds to what it has just read.
_stored: dict[Path, _Memory] = {}


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
    joined = _SEPARATOR.join(names)
    complete = stats is None
    if joined == memory.names and not complete:
        directory = Directory(path=str(folder), entries=tuple(memory.states))
    else:
        directory = scan(folder, names)
    if stats is None:
        stats = folder_stats(folder) if directory.entries else {}
    states = {
        entry: _state(directory, entry, memory.states.get(entry), stats, complete)
        for entry in directory.entries
    }
    if states != memory.states or joined != memory.names:
        _store(cache, joined, states)
    else:
        _stored[cache.absolute()] = memory
    return directory, tuple([Link(entry.name, state[2]) for entry, state in states.items()])


def remember_pairs(cache: Path, pairs: Iterable[MigrationPair], stats: Mapping[str, Stat]) -> None:
    """Add what was just generated to what is remembered; ``stats`` are those of its files."""
    memory = _stored.get(cache.absolute()) or _load(cache)
    names, states = memory.names.split(_SEPARATOR), dict(memory.states)
    for pair in pairs:
        name, down = pair.up.name, pair.down.name
        names += (name, down)
        version = name.partition("_")[0]
        entry = Entry(name, version, instant(version), down)
        states[entry] = (*_joint(stats, entry), link_of(pair).digest)
    _store(cache, _SEPARATOR.join(sorted(filter(None, names))), states)


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
    if entry.python:
        return ""
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
    names, rows = recall(cache, _FORMAT) or ("", [])
    return _Memory(names, {Entry(*row[:4]): row[4:] for row in rows})


def _store(cache: Path, names: str, states: dict[Entry, _State]) -> None:
    keep(cache, _FORMAT, (names, [entry + state for entry, state in states.items()]))
    _stored[cache.absolute()] = _Memory(names, states)
