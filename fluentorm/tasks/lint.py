"""The work behind ``lint``: options in, findings out in the form that was asked for."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm import __version__
from fluentorm.dialects.postgres.parsing import require
from fluentorm.errors import ConfigError, Place
from fluentorm.files import replace_file
from fluentorm.lint.report import as_sarif, for_github, for_machines, for_people
from fluentorm.lint.rule import Level, Severity, explained
from fluentorm.lint.sizes import live_sizes, read_sizes, write_sizes
from fluentorm.migrate.directory import scan
from fluentorm.migrate.replaced import settle
from fluentorm.tasks.action import Refusal, counted, note, say, say_json
from fluentorm.tasks.linting import Request, against_applied, lint_project
from fluentorm.tasks.project import current_project
from fluentorm.tasks.terminal import Cell, Tone, on_terminal, painted, table, wrapped
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fluentorm.lint.findings import Finding
    from fluentorm.lint.reading import Raw
    from fluentorm.lint.sizes import Size
    from fluentorm.tasks.project import Project

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_TONES = {Severity.ERROR: Tone.BAD, Severity.WARNING: Tone.CARE, Severity.INFO: Tone.FAINT}


@dataclass(frozen=True, slots=True, kw_only=True)
class LintOptions:
    """What the user asked for."""

    files: tuple[str, ...] = ()
    level: str = "s"
    severity: str = "warning"
    stats: str = ""
    write_stats: str = ""
    live: bool = False
    style: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Live:
    """What a database told."""

    sizes: Mapping[str, Size]
    server: int = 0
    history: tuple[Raw, ...] = ()


def lint(options: LintOptions) -> None:
    """Print what the rules find in the project's migrations, or in the files named.

    Raises Refusal when there is an error among it, ConfigError for files that do not exist,
    DialectError where the parser is not installed.
    """
    require()
    project = current_project()
    own, more = _chosen(project, options.files)
    live = _ask(project) if options.live or options.write_stats else None
    if options.write_stats and live is not None:
        replace_file(Path(options.write_stats), write_sizes(live.sizes).encode())
        note(f"wrote {options.write_stats}: {counted(len(live.sizes), 'table')}")
    sizes: Mapping[str, Size] | None = _read(options.stats) if options.stats else None
    if live is not None and sizes is None:
        sizes = live.sizes
    level = Level(options.level)
    extra = list(live.history) if live is not None else []
    if level is Level.TRACE:
        from fluentorm.tasks.tracing import trace_project

        extra += trace_project(project, [*own, *more] if options.files else None)
    request = Request(
        level=level,
        sizes=sizes,
        more=more,
        extra=extra,
        server=live.server if live is not None else 0,
    )
    found = lint_project(project, request)
    if options.files:
        found = [finding for finding in found if finding.path in (*own, *more)]
    _say(found, options)


def _chosen(project: Project, files: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the files named that are migrations of the folder, and the others.

    Raises ConfigError for one that does not exist.
    """
    folder = project.migrations_dir.resolve()
    directory = scan(project.migrations_dir)
    known = {
        name: str(directory.place(name))
        for entry in directory.entries
        for name in (entry.name, entry.down)
        if name
    }
    own, more = [], []
    for file in files:
        path = Path(file)
        if not path.is_file():
            raise ConfigError("there is no such file", place=Place(file))
        inside = path.resolve().parent == folder and path.name in known
        if inside:
            own.append(known[path.name])
        else:
            more.append(file)
    return own, more


def _ask(project: Project) -> _Live:
    from fluentorm.tasks.database import target_session

    with target_session(project) as session:
        directory = scan(project.migrations_dir)
        rows = settle(directory, session.applied()).applied
        applied = {item.name: item.checksum for item in rows}
        return _Live(
            sizes=live_sizes(session),
            server=session.server.version,
            history=tuple(against_applied(directory, applied)),
        )


def _read(path: str) -> dict[str, Size]:
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise ConfigError(
            "there is no such statistics file",
            place=Place(path),
            hint=f"write it: fluentorm lint --write-stats {path}",
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError("is no statistics file", place=Place(path)) from error
    return read_sizes(text, path)


def _say(found: Sequence[Finding], options: LintOptions) -> None:
    open_ones = [finding for finding in found if not finding.allowed]
    least = _RANK[Severity(options.severity)]
    shown = [finding for finding in open_ones if _RANK[finding.severity] <= least]
    if options.style == "json":
        say_json(for_machines(found))
    elif options.style == "sarif":
        say_json(as_sarif(found, __version__))
    else:
        for line in for_github(shown) if options.style == "github" else _for_people(shown):
            say(line)
    errors = sum(finding.severity is Severity.ERROR for finding in open_ones)
    told = summary(found)
    if options.style == "text" and len(shown) < len(open_ones):
        told += f" (lint --severity={_lowest(open_ones).value} shows all)"
    if errors:
        raise Refusal(told)
    if options.style == "text":
        say(told)


def _lowest(found: Sequence[Finding]) -> Severity:
    return max((finding.severity for finding in found), key=_RANK.__getitem__)


def _for_people(found: Sequence[Finding]) -> Iterator[str]:
    """Yield lines, or on a terminal a table for each file."""
    if not on_terminal():
        yield from for_people(found)
        return
    for path, group in groupby(found, key=lambda finding: finding.path):
        yield painted(path, Tone.STRONG)
        findings = list(group)
        told: set[str] = set()
        for finding, lines in zip(findings, table(map(_cells, findings), indent=2), strict=True):
            yield from lines
            yield from wrapped(finding.statement.partition("\n")[0], 8)
            if finding.rule not in told:
                yield from wrapped(
                    f"fix: {finding.fix}; see {explained(finding.rule)}", 8, Tone.FAINT
                )
            told.add(finding.rule)
        yield ""


def _cells(finding: Finding) -> tuple[Cell, ...]:
    return (
        Cell(f"{finding.line:>4}", Tone.FAINT),
        Cell(finding.severity.value, _TONES[finding.severity]),
        Cell(finding.rule),
        Cell(finding.message),
    )


def summary(found: Sequence[Finding]) -> str:
    """Return how many findings there are of each severity, in a line."""
    open_ones = [finding for finding in found if not finding.allowed]
    parts = [
        counted(number, noun)
        for severity, noun in (
            (Severity.ERROR, "error"),
            (Severity.WARNING, "warning"),
            (Severity.INFO, "note"),
        )
        if (number := sum(finding.severity is severity for finding in open_ones))
    ]
    allowed = len(found) - len(open_ones)
    if allowed:
        parts.append(f"{allowed} allowed")
    return ", ".join(parts) or "nothing found"
