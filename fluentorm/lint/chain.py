"""Linting a chain of migrations, with what was found before kept for the next run.

A migration's findings depend on its own files, those before it, and the settings: their digest is
the key. The state at the end is kept too, so that new migrations cost nothing but themselves.
"""

from __future__ import annotations

import dataclasses
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from fluentorm.lint.batches import batches, mark_of
from fluentorm.lint.rule import Level, Settings
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.lint.reading import FileNotes, Raw
    from fluentorm.lint.state import State


@dataclass(frozen=True, slots=True)
class Text:
    """A file: its path as the user would type it, and its text."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Migration:
    """The files of one migration, and the digits of its version."""

    version: str
    up: Text
    down: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """What the rules found, what the files say to it, and what to remember of the run."""

    raw: tuple[Raw, ...]
    notes: tuple[FileNotes, ...]
    memory: Any = None


def lint_chain(
    migrations: Sequence[Migration],
    *,
    settings: Settings,
    level: Level = Level.STATE,
    memory: Any = None,
    code: str = "",
) -> ChainReport:
    """Run the rules over a chain.

    ``memory`` is what an earlier run returned, ``code`` names the version of the rules.
    Raises DialectError where the parser is not installed and something has to be read.
    """
    if level is Level.SYNTAX:
        return _each_alone(migrations, settings)
    digests = list(_digests(migrations, f"{code} {dataclasses.astuple(settings)!r}"))
    known = _known(memory, digests)
    if known == len(migrations) and memory is not None and len(memory["entries"]) == known:
        return ChainReport(
            raw=tuple(_unpacked_raw(memory)), notes=tuple(_unpacked_notes(memory)), memory=memory
        )
    return _lint_rest(migrations, digests, memory, known, settings)


def _digests(migrations: Sequence[Migration], start: str) -> Iterator[str]:
    digest = sha256(start.encode()).hexdigest()
    for item in migrations:
        down = item.down.text if item.down else ""
        whole = f"{digest}\0{item.up.path}\0{item.up.text}\0{down}"
        digest = sha256(whole.encode(errors="surrogatepass")).hexdigest()
        yield digest


def _known(memory: Any, digests: Sequence[str]) -> int:
    """Return how many migrations at the beginning have been read before, with the state after."""
    if not memory:
        return 0
    kept = [entry["digest"] for entry in memory["entries"]]
    return len(kept) if digests[: len(kept)] == kept else 0


def _each_alone(migrations: Sequence[Migration], settings: Settings) -> ChainReport:
    from fluentorm.dialects.postgres.parsing import require
    from fluentorm.lint.reading import lint_text
    from fluentorm.lint.state import State

    require()
    raw: list[Raw] = []
    notes: list[FileNotes] = []
    for item in migrations:
        for file, down in ((item.up, False), (item.down, True)):
            if file is not None:
                found, said = lint_text(
                    file.text, file.path, State(), settings, Level.SYNTAX, down=down
                )
                raw.extend(found)
                notes.append(said)
    return ChainReport(raw=tuple(raw), notes=tuple(notes))


def _lint_rest(
    migrations: Sequence[Migration],
    digests: Sequence[str],
    memory: Any,
    known: int,
    settings: Settings,
) -> ChainReport:
    from fluentorm.dialects.postgres.parsing import require
    from fluentorm.lint.reading import lint_chain_end
    from fluentorm.lint.state import State

    require()
    state = State.unpacked(memory["state"]) if known else State()
    marks = [mark_of(item.version, item.up.text) for item in migrations[max(known - 1, 0) :]]
    previous = marks.pop(0) if known else None
    rest = migrations[known:]
    numbers = batches(marks, state.batch, previous)
    entries = list(memory["entries"]) if known else []
    numbered = zip(numbers, rest, digests[known:], strict=True)
    for number, group in groupby(numbered, key=itemgetter(0)):
        state.batch = number
        batch = list(group)
        found = lint_batch([item for _, item, _ in batch], state, settings)
        for (_, _, digest), (raw, notes) in zip(batch, found, strict=True):
            entries.append(
                {
                    "digest": digest,
                    "raw": [dataclasses.astuple(item) for item in raw],
                    "notes": [dataclasses.astuple(note) for note in notes],
                }
            )
    end = [dataclasses.astuple(found) for found in lint_chain_end(state, settings)]
    kept = {"entries": entries, "state": state.packed(), "end": end}
    return ChainReport(
        raw=tuple(_unpacked_raw(kept)), notes=tuple(_unpacked_notes(kept)), memory=kept
    )


def lint_batch(
    items: Sequence[Migration], state: State, settings: Settings
) -> list[tuple[list[Raw], list[FileNotes]]]:
    """Return what the rules find in each migration of a batch; the state is then the one after it.

    The down files are read as they would run, from the last to the first: what the batch made, and
    what comes back empty on the way, is not in use.
    """
    from fluentorm.lint.reading import lint_text

    found: list[tuple[list[Raw], list[FileNotes]]] = []
    for item in items:
        raw, notes = lint_text(item.up.text, item.up.path, state, settings, Level.STATE)
        found.append((raw, [notes]))
    mark = state.mark()
    for item, (known, said) in zip(reversed(items), reversed(found), strict=True):
        if item.down is not None:
            down = item.down
            raw, notes = lint_text(down.text, down.path, state, settings, Level.STATE, down=True)
            known.extend(raw)
            # Why a migration may block stands in its up file.
            blocking = notes.blocking or said[0].blocking
            said.append(dataclasses.replace(notes, blocking=blocking))
    state.back(mark)
    return found


def _unpacked_raw(memory: Any) -> Iterator[Raw]:
    from fluentorm.lint.reading import Raw

    names = [field.name for field in dataclasses.fields(Raw)]
    for entry in memory["entries"]:
        for values in entry["raw"]:
            yield Raw(**dict(zip(names, values, strict=True)))
    for values in memory["end"]:
        yield Raw(**dict(zip(names, values, strict=True)))


def _unpacked_notes(memory: Any) -> Iterator[FileNotes]:
    from fluentorm.lint.reading import FileNotes

    names = [field.name for field in dataclasses.fields(FileNotes)]
    for entry in memory["entries"]:
        for values in entry["notes"]:
            yield FileNotes(**dict(zip(names, values, strict=True)))
