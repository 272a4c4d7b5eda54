"""The files of one evaluation, and what it has found out so far."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fluentorm.errors import Place, Problem, SchemaError
from fluentorm.registry.cache import Cache, Definition, FileState, Unit, digest
from fluentorm.registry.discover import table_name
from fluentorm.registry.merge import SchemaFile
from fluentorm.registry.python_file import load
from fluentorm.schema.lazy import TableSource
from fluentorm.schema.objects import Enum, Table
from fluentorm.stats import stat_of
from fluentorm.values import dataclass

if TYPE_CHECKING:
    # Most schemas have tables only; the rest is imported where there is some.
    from fluentorm.registry.definitions import Objects
    from fluentorm.registry.families import Families

# An edit within the grain of the file system's clock would not show in the time of change.
_SETTLED = 50_000_000
_TABLE_NAME = re.compile(rb"""^table_name\s*(?:=|:)\s*["']?([^"'\s#]+)""", re.MULTILINE)


class Source(NamedTuple):
    """A schema file; ``path`` is absolute, ``shown`` as the user would type it.

    ``known`` is its content, None where the file is as it was when the cache last saw it;
    ``member`` its name and the digest of its content.
    """

    path: str
    shown: str
    known: bytes | None
    member: tuple[str, str]

    def text(self) -> tuple[bytes, str]:
        """Return content and path."""
        return self.content, self.shown

    @property
    def content(self) -> bytes:
        """The content."""
        return Path(self.path).read_bytes() if self.known is None else self.known


@dataclass(slots=True)
class Run:
    """What one evaluation has found out so far."""

    cache: Cache
    text_of: Callable[[Table], str] | None
    # Worth it when files are evaluated again as they are, as after an edit of a helper.
    keep_bytecode: bool = False
    files: dict[str, FileState] = field(default_factory=dict)
    loaded: dict[str, SchemaFile] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    # Tables of which a file failed: what others say about them proves nothing.
    doubtful: set[str] = field(default_factory=set)
    sources: dict[str, TableSource] = field(default_factory=dict)
    enums: list[Enum] = field(default_factory=list)
    units: dict[str, Unit] = field(default_factory=dict)
    evaluated: list[str] = field(default_factory=list)
    # What the files declare beside tables: None as long as there is nothing.
    objects: Objects | None = None
    definitions: dict[str, Definition] = field(default_factory=dict)
    families: Families | None = None
    # SQL files and the files of their options by name, and those that schema files name.
    bodies: dict[str, Source] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)


def read_files(folder: Path, names: Iterable[str], shown: str, run: Run) -> list[Source]:
    """Return files by their names in a folder; what cannot be read is reported."""
    sources = []
    settled = time.time_ns() - _SETTLED
    for name in names:
        path = f"{folder}/{name}"
        content = None
        try:
            state = stat_of(path)
            before = run.cache.files.get(name)
            if before is None or before[:2] != state:
                content = Path(path).read_bytes()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            run.problems.append(Problem(f"cannot be read: {reason}", Place(f"{shown}/{name}")))
            run.doubtful.add(table_name(name))
            continue
        if before is None or content is not None:
            before = FileState(*state, digest(content or b""))
        if state[1] < settled:
            run.files[name] = before
        sources.append(Source(path, f"{shown}/{name}", content, (name, before.digest)))
    return sources


def load_file(source: Source, run: Run) -> SchemaFile | None:
    """Load a file once; None where it cannot be, with its problems kept."""
    file: SchemaFile | None = run.loaded.get(source.shown)
    if file is not None:
        return file
    run.evaluated.append(source.shown)
    try:
        if source.path.endswith(".py"):
            file = load(
                Path(source.path), source.shown, source.content, keep_bytecode=run.keep_bytecode
            )
        else:
            from fluentorm.registry.yaml_file import read_yaml  # PyYAML is slow to import

            file = read_yaml(Path(source.path), source.shown)
    except SchemaError as error:
        run.problems += error.problems
        said = _TABLE_NAME.search(source.content)
        name = said[1].decode(errors="replace") if said else table_name(source.path)
        run.doubtful.add(name)
        return None
    run.loaded[source.shown] = file
    return file
