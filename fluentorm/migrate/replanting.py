"""Migrations put after others: what a rebase and an amendment write and take away.

Generated migrations are generated anew, from the schema that the others end in to the one that is
declared now. Those written by hand are moved: the same statements under a new version. One that
stood before the first generated one stays before them, any other comes after them.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from fluentorm.migrate.chain import Link, head_of, link_of
from fluentorm.migrate.directory import Directory, Entry, next_version
from fluentorm.migrate.generate import plan_generation
from fluentorm.migrate.names import down_name
from fluentorm.migrate.source import Source, checksum
from fluentorm.migrate.versions import instant
from fluentorm.snapshot.store import Snapshot
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from fluentorm.migrate.generate import Renderer
    from fluentorm.schema.objects import SchemaModel

_OWN_LINE = re.compile(r"^((?:--|#)\s*(?:Migration|Rollback|Parent)\s*:\s*)(.*?)\s*$", re.I | re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanting:
    """What is written and removed, each by file name, and the folder as it is then.

    ``moved`` maps migrations written by hand to their new names, ``made`` are the generated ones.
    """

    files: Mapping[str, str]
    removed: tuple[str, ...]
    directory: Directory
    links: tuple[Link, ...]
    snapshot: Snapshot
    moved: Mapping[str, str]
    made: tuple[str, ...]


def replant(
    *,
    directory: Directory,
    links: Sequence[Link],
    mine: Collection[str],
    base: Snapshot | None,
    new: SchemaModel,
    renderer: Renderer,
    now: datetime.datetime,
) -> Replanting:
    """Return what puts the migrations ``mine`` after all the others.

    ``base`` is the snapshot that the others end in, ``new`` what is declared now. Raises DiffError
    for a change that needs a decision of the author, and FileFormat when no version is left.
    """
    now = _after_all(directory, now)
    pairs = list(zip(directory.entries, links, strict=True))
    others = [(entry, link) for entry, link in pairs if entry.name not in mine]
    own = [(entry, link) for entry, link in pairs if entry.name in mine]
    first = next((n for n, (_, link) in enumerate(own) if link.generated), len(own))
    by_hand = [entry for entry, link in own if not link.generated]
    leading = [entry for entry, _ in own[:first]]
    ground = _Ground(directory, [e for e, _ in others], [link for _, link in others], now)
    for entry in leading:
        ground.move(entry)
    generation = plan_generation(
        old=base,
        new=new,
        directory=ground.directory,
        links=ground.links,
        renderer=renderer,
        now=now,
    )
    for pair in generation.pairs:
        ground.add(pair.up.name, pair.up.text, pair.down.text, link_of(pair))
    for entry in by_hand[len(leading) :]:
        ground.move(entry)
    before = base if base is not None else Snapshot()
    chosen = generation.snapshot or before
    return Replanting(
        files=ground.files,
        removed=tuple(name for entry, _ in own for name in (entry.name, entry.down) if name),
        directory=ground.directory,
        links=tuple(ground.links),
        snapshot=Snapshot(
            model=chosen.model, head=head_of(ground.links), generated_at=chosen.generated_at
        ),
        moved=ground.moved,
        made=tuple(pair.up.name for pair in generation.pairs),
    )


class _Ground:
    """A folder of migrations that grows in memory."""

    def __init__(
        self,
        directory: Directory,
        entries: Sequence[Entry],
        links: Sequence[Link],
        now: datetime.datetime,
    ) -> None:
        self._all = directory
        self._now = now
        self._entries = list(entries)
        self._read: dict[str, Source] = {}
        self.links = list(links)
        self.files: dict[str, str] = {}
        self.moved: dict[str, str] = {}

    @property
    def directory(self) -> Directory:
        return Directory(path=self._all.path, entries=tuple(self._entries), _read=self._read)

    def move(self, entry: Entry) -> None:
        """Put a migration by hand at the end, under the next version."""
        version = next_version(self._entries, self._now)
        name = f"{version}_{entry.name.partition('_')[2]}"
        parent = self._entries[-1].name if self._entries else None
        texts = [
            _renamed(self._all.source(file).text, name, parent)
            for file in (entry.name, entry.down)
            if file
        ]
        self.moved[entry.name] = name
        self.add(name, texts[0], texts[1] if entry.down else None, Link(name, ""))

    def add(self, name: str, up: str, down: str | None, link: Link) -> None:
        version = name.partition("_")[0]
        files = {name: up} if down is None else {name: up, down_name(name): down}
        for file, text in files.items():
            path = str(self._all.place(file).file)
            self._read[file] = Source(path=path, text=text, checksum=checksum(text))
        self.files |= files
        self._entries.append(
            Entry(name, version, instant(version), None if down is None else down_name(name))
        )
        self.links.append(link)


def _after_all(directory: Directory, now: datetime.datetime) -> datetime.datetime:
    """Return a time that no version of the folder has: those that go are not used again."""
    version = next_version(directory.entries, now)
    return datetime.datetime.strptime(version, "%Y%m%d%H%M%S").replace(tzinfo=datetime.UTC)


def _renamed(text: str, name: str, parent: str | None) -> str:
    """Return a file's text with its own header lines naming what they are about now."""
    head, blank, body = text.partition("\n\n")

    def line(match: re.Match[str]) -> str:
        is_parent = "parent" in match[1].lower()
        return f"{match[1]}{parent if is_parent and parent else name}"

    return _OWN_LINE.sub(line, head) + blank + body
