"""One migration in place of many: what is replaced, what stays, and the folder as it is then.

The new migration has the version of the first that it replaces, so that all that stays comes after
it: data steps by hand that are kept, and the migrations that are not squashed. It is generated from
the catalog that the old ones make, so it also holds what migrations by hand defined.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.diff.operations import Change
from fluentorm.errors import MigrationError, Place
from fluentorm.migrate.baseline import as_baseline
from fluentorm.migrate.branches import forks
from fluentorm.migrate.chain import Link, head_of, link_of
from fluentorm.migrate.directory import Directory, Entry
from fluentorm.migrate.file import MigrationFile, MigrationPair
from fluentorm.migrate.generate import plan_generation
from fluentorm.migrate.names import down_name, up_name
from fluentorm.migrate.source import Source, checksum
from fluentorm.migrate.versions import instant
from fluentorm.snapshot.store import Snapshot
from fluentorm.values import dataclass

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterable, Sequence

    from fluentorm.diff.operations import Operation
    from fluentorm.migrate.generate import Renderer
    from fluentorm.schema.objects import SchemaModel

KIND = "squash"
_OWN_LINE = re.compile(r"^(-- (?:Migration|Rollback): ).*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The beginning of a chain that is squashed: which of it goes, and which stays."""

    replaced: tuple[Entry, ...]
    kept: tuple[Entry, ...]
    rest: tuple[Entry, ...]

    @property
    def squashed(self) -> tuple[Entry, ...]:
        """All of the beginning, in order."""
        return tuple(sorted((*self.replaced, *self.kept), key=lambda entry: entry.key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Squash:
    """What is written and removed, and the folder, chain and snapshot as they are then."""

    pair: MigrationPair
    removed: tuple[str, ...]
    directory: Directory
    links: tuple[Link, ...]
    snapshot: Snapshot


def divide(directory: Directory, to: str, kept: Collection[str]) -> Part:
    """Return what is squashed up to a migration, ``kept`` left as they are.

    Raises MigrationError over a branch point, over a contract that is still to come, and where a
    kept one comes first, or there are not two to be replaced.
    """
    names = [entry.name for entry in directory.entries]
    end = names.index(to) + 1
    chosen, rest = directory.entries[:end], directory.entries[end:]
    replaced = tuple(entry for entry in chosen if entry.name not in kept)
    stays = tuple(entry for entry in chosen if entry.name in kept)
    place = Place(directory.path)
    if len(replaced) < 2:
        raise MigrationError(
            f'up to "{to}" there {"is one migration" if replaced else "is none"} to be replaced',
            place=place,
            hint="squash more of them: doit squash --to VERSION" if rest else None,
        )
    if stays and stays[0].key < replaced[0].key:
        raise MigrationError(
            f'"{stays[0].name}" comes before all that is replaced, and cannot come after it',
            place=place,
            hint=f"declare what it did obsolete: --drop-data {stays[0].version}",
        )
    _require_one_line(directory, {entry.name for entry in chosen}, to, rest)
    return Part(replaced=replaced, kept=stays, rest=rest)


def _require_one_line(
    directory: Directory, chosen: Collection[str], to: str, rest: Iterable[Entry]
) -> None:
    for fork in forks(directory):
        raise fork
    for entry in rest:
        source = directory.source(entry.name)
        parent = source.header.parent
        if parent in chosen and parent != to:
            raise MigrationError(
                f'"{entry.name}" was generated after "{parent}", not after "{to}": a branch '
                "begins there",
                place=directory.place(entry.name),
                hint=f"squash up to the branch: --to {parent}; or make one line: doit rebase",
            )
        if source.contract in chosen:
            raise MigrationError(
                f'"{entry.name}" concludes "{source.contract}", which would be replaced',
                place=directory.place(entry.name),
                hint="squash a beginning that holds both or neither: --to VERSION",
            )


def squash(
    directory: Directory,
    links: Sequence[Link],
    part: Part,
    *,
    model: SchemaModel,
    snapshot: Snapshot,
    renderer: Renderer,
    now: datetime.datetime,
) -> Squash:
    """Return what replaces a beginning of the chain; ``model`` is what the beginning makes.

    Raises MigrationError for more than one transaction can hold.
    """
    pair = _pair(directory, part, model, renderer, now)
    sources = {
        file.name: Source(
            path=str(directory.place(file.name)), text=file.text, checksum=checksum(file.text)
        )
        for file in (pair.up, pair.down)
    }
    version = part.replaced[0].version
    first = Entry(pair.up.name, version, instant(version), pair.down.name)
    entries = (first, *part.kept, *part.rest)
    known = {link.name: link for link in links} | {first.name: link_of(pair)}
    chain = tuple(known[entry.name] for entry in entries)
    head = snapshot.head.migration
    names = [link.name for link in chain]
    end = names.index(head) + 1 if head in names else 1 + len(part.kept)
    return Squash(
        pair=pair,
        removed=tuple(file for entry in part.replaced for file in (entry.name, entry.down) if file),
        directory=Directory(path=directory.path, entries=entries, _read=sources),
        links=chain,
        snapshot=Snapshot(
            model=snapshot.model,
            head=head_of(chain[:end]),
            generated_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        ),
    )


def _pair(
    directory: Directory,
    part: Part,
    model: SchemaModel,
    renderer: Renderer,
    now: datetime.datetime,
) -> MigrationPair:
    """Return the files that make a model from nothing and list what they replace."""
    generation = plan_generation(
        old=None,
        new=model,
        directory=Directory(path=directory.path),
        links=(),
        renderer=renderer,
        now=now,
        grouping=_as_one,
    )
    last = part.squashed[-1].version
    name = up_name(part.replaced[0].version, f"{KIND}_to_{last}")
    if not generation.pairs:
        raise MigrationError(
            "these migrations make nothing: there is nothing to put in their place",
            place=Place(directory.path),
        )
    (made,) = generation.pairs
    lines = "".join(
        f"-- Replaces: {entry.name} {directory.checksum(entry.name)}\n" for entry in part.replaced
    )
    kind = f"-- Type: {KIND}\n"
    up = _OWN_LINE.sub(rf"\g<1>{name}", made.up.text, count=1).replace(kind, kind + lines, 1)
    down = _OWN_LINE.sub(rf"\g<1>{name}", made.down.text, count=1)
    return MigrationPair(
        up=MigrationFile(name=name, text=up), down=MigrationFile(name=down_name(name), text=down)
    )


def _as_one(operations: Iterable[Operation]) -> tuple[Change, ...]:
    found = tuple(operations)
    if len(as_baseline(found)) > 1:
        raise MigrationError(
            "they make more than the locks of one transaction allow",
            hint="squash fewer of them: --to VERSION",
        )
    return (Change(slug=KIND, kind=KIND, table="", operations=found),) if found else ()
