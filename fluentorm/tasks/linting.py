"""Linting a project's migrations: what to read, what is remembered, what is wrong with the chain.

``check`` and the generation use it too, so nothing here prints.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fluentorm.lint
from fluentorm.derived import keep, recall
from fluentorm.errors import FileFormat, FluentError, MigrationError
from fluentorm.lint.chain import Migration, Text, lint_chain
from fluentorm.lint.findings import settle
from fluentorm.lint.reading import Raw
from fluentorm.lint.rule import Level, Settings
from fluentorm.migrate.directory import scan
from fluentorm.migrate.versions import instant
from fluentorm.stats import folder_stats
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fluentorm.lint.findings import Finding
    from fluentorm.lint.sizes import Size
    from fluentorm.migrate.directory import Directory, Entry
    from fluentorm.tasks.project import Project

_FORMAT = "lint 1"
# Behind every version there can be: a file that is not in the folder comes after the chain.
_LAST = "99991231235959"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What shall be linted: ``more`` are files beside the folder; ``extra`` what others found.

    ``server`` is the version number of a live database. Without ``history`` the chain as a whole is
    not looked at.
    """

    level: Level = Level.STATE
    sizes: Mapping[str, Size] | None = None
    more: Sequence[str] = ()
    extra: Sequence[Raw] = ()
    server: int = 0
    history: bool = True


def lint_project(project: Project, request: Request) -> list[Finding]:
    """Return all findings of a project's migrations.

    Raises DialectError where the parser is not installed and something has to be read, and
    MigrationError where the folder cannot be listed.
    """
    directory = scan(project.migrations_dir)
    unread: list[Raw] = []
    chain = [
        _migration(directory, entry, unread) for entry in directory.entries if not entry.python
    ]
    chain += [Migration(_LAST, Text(path, _outside(path, unread))) for path in request.more]
    remembers = not request.more and request.level is not Level.SYNTAX
    report = lint_chain(
        chain,
        settings=settings_of(project, request.server),
        level=request.level,
        memory=recall(project.lint_cache, _FORMAT) if remembers else None,
        code=_code(),
    )
    if remembers and report.memory is not None:
        keep(project.lint_cache, _FORMAT, report.memory)
    raw = [*unread, *report.raw, *request.extra]
    if request.history and request.level is not Level.SYNTAX:
        raw += _history(project, directory)
    found = settle(raw, {note.path: note for note in report.notes}, request.sizes)
    older = _older(project, directory)
    return [finding for finding in found if finding.path not in older]


def _older(project: Project, directory: Directory) -> set[str]:
    """Return the paths of migrations that FLUENT_LINT_SINCE leaves out."""
    if not project.config.lint_since:
        return set()
    first = instant(project.config.lint_since)
    names = (
        name
        for entry in directory.entries
        if entry.instant < first
        for name in (entry.name, entry.down)
        if name
    )
    return {str(directory.place(name)) for name in names}


def settings_of(project: Project, server: int = 0) -> Settings:
    """Return what the project says about its servers.

    The oldest version is that which generation writes for: FLUENT_PG_VERSION, else the server's
    that was seen last.
    """
    from fluentorm.tasks.server_version import written_for

    return Settings(minimum=written_for(project), server=server)


def _migration(directory: Directory, entry: Entry, unread: list[Raw]) -> Migration:
    up = Text(str(directory.place(entry.name)), _text(directory, entry.name, unread))
    if entry.down is None:
        return Migration(entry.version, up)
    path = str(directory.place(entry.down))
    return Migration(entry.version, up, Text(path, _text(directory, entry.down, unread)))


def _text(directory: Directory, name: str, unread: list[Raw]) -> str:
    """Return a file's text; one that cannot be read is a finding and counts as empty."""
    try:
        return directory.source(name).text
    except MigrationError as error:
        unread.append(_unreadable(error, str(directory.place(name))))
        return ""


def _outside(path: str, unread: list[Raw]) -> str:
    from fluentorm.migrate.source import read_source

    try:
        return read_source(path).text
    except MigrationError as error:
        unread.append(_unreadable(error, path))
        return ""


def _unreadable(error: MigrationError, path: str) -> Raw:
    line = error.place.line if isinstance(error, FileFormat) and error.place else 0
    return Raw(rule="TX000", path=path, line=max(line, 1), message=error.message)


def _history(project: Project, directory: Directory) -> Iterator[Raw]:
    """Yield what is wrong with the chain as a whole."""
    from fluentorm.migrate.branches import forks
    from fluentorm.migrate.chain import check_head
    from fluentorm.migrate.reading import read_chain
    from fluentorm.snapshot.store import load

    try:
        for fork in forks(directory):
            yield Raw(rule="HI001", path=str(fork.place), line=1, message=fork.message)
        snapshot = load(project.snapshot, str(project.snapshot))
        if snapshot is not None:
            _, links = read_chain(project.migrations_dir, project.chain_cache)
            check_head(snapshot.head, links, str(project.snapshot))
    except FluentError as error:
        path = error.place.file if error.place else str(project.snapshot)
        yield Raw(rule="HI001", path=path, line=1, message=error.message)


def against_applied(directory: Directory, applied: Mapping[str, str]) -> Iterator[Raw]:
    """Yield the files that are not what a database applied, and those that it passed over.

    ``applied`` are checksums by name.
    """
    newest = max((entry.key for entry in directory.entries if entry.name in applied), default=None)
    for entry in directory.entries:
        known = applied.get(entry.name)
        message = ""
        if known is not None and known != directory.checksum(entry.name):
            message = "was changed after it was applied"
        elif known is None and newest is not None and entry.key < newest:
            message = "is not applied, but older than what is"
        if message:
            path = str(directory.place(entry.name))
            yield Raw(rule="HI001", path=path, line=1, message=message)


def _code() -> str:
    """Return a digest of the rules' own files: after an upgrade everything is read anew."""
    folder = Path(fluentorm.lint.__file__).parent
    parts: list[Any] = []
    for place in (folder, folder / "rules"):
        parts += sorted((name, *stat) for name, stat in folder_stats(place, (".py",)).items())
    return sha256(repr(parts).encode()).hexdigest()
