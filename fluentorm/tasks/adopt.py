"""Taking a database over from another migration tool.

Its history table says where the database stands, its files what is not applied; the schema itself
is read from the catalogs, as ``db_pull`` does. The baseline carries the other tool's name of the
state, so that further databases are recorded only where they stand at the same.
"""

from __future__ import annotations

import os
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.adopt.files import Comparison, compare, read_files
from fluentorm.adopt.history import History, read_history
from fluentorm.adopt.tools import TOOLS
from fluentorm.dialects.postgres.foreign_history import read_rows, tables_called
from fluentorm.errors import ConfigError
from fluentorm.migrate.baseline import adopted_state, last_baseline
from fluentorm.migrate.directory import scan
from fluentorm.schema.qualified import key_of, qualify, split
from fluentorm.tasks.action import Refusal, WrongUsage, counted, note, say, say_json
from fluentorm.tasks.database import target_session
from fluentorm.tasks.locking import require_complete
from fluentorm.tasks.migrate import baseline
from fluentorm.tasks.project import current_project
from fluentorm.tasks.pull import PullOptions, db_pull
from fluentorm.tasks.runs import RunOptions
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fluentorm.adopt.tools import Tool
    from fluentorm.dialects.base import Session
    from fluentorm.tasks.project import Project

_LISTED = 20
_NOT_LOOKED_INTO = frozenset({"node_modules", "site-packages", "__pycache__"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptOptions:
    """What adopt was told; ``history`` and ``files`` empty are where the tool usually has them."""

    tool: str
    history: str = ""
    files: str = ""
    as_is: bool = False
    style: str = "python"
    sql_bodies: bool = False
    exclude: Sequence[str] = ()
    report_only: bool = False
    force: bool = False
    verify: bool = True
    as_json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What is known of the other tool's work on the target database."""

    tool: Tool
    table: str
    history: History
    files: Comparison | None
    ours: tuple[str, ...]

    @property
    def state(self) -> str:
        """The state in words that fit a header line."""
        return f"{self.tool.name} {self.history.standing}"

    @property
    def open(self) -> tuple[str, ...]:
        """What leaves open which state the database is in."""
        files = self.files or Comparison()
        return (
            *self.history.unfinished,
            *(f"not applied: {file}" for file in files.pending),
            *(f'applied, but no file is there: "{name}"' for name in files.unknown),
        )


def adopt(options: AdoptOptions) -> None:
    """Pull the target database, begin the chain with a baseline, and record that as applied.

    A project that was adopted already records it on a further database in the same state. Refusal
    where the other tool has not finished, or the states differ.
    """
    project = current_project()
    tool = TOOLS.get(options.tool.lower())
    if tool is None:
        said = f'"{options.tool}", which cannot be adopted' if options.tool else "missing"
        raise WrongUsage(
            f"--from is {said}",
            f"it takes {', '.join(TOOLS)}; doit db_pull takes any database over without a history",
        )
    require_complete(project)
    _require_own_folder(project, tool)
    found = _look(project, tool, options)
    if not options.as_json:
        _say_found(found)
    _require_finished(found, as_is=options.as_is)
    began = adopted_state(scan(project.migrations_dir))
    if began is None:
        _require_fresh(project, found)
        _take_over(project, found, options)
    else:
        _require_same(found, began)
    _note_left(found)
    if not options.report_only:
        _record(project, found, options)
    if options.as_json:
        say_json(_as_json(found, recorded=not options.report_only))


def _require_own_folder(project: Project, tool: Tool) -> None:
    """Refuse where our migrations would go into the folder of the other tool."""
    ours = project.migrations_dir.resolve()
    for folder in map(Path, tool.folders):
        theirs = folder.resolve()
        if folder.is_dir() and (theirs == ours or ours in theirs.parents):
            raise Refusal(
                f"{folder}/ holds migrations of {tool.title}, where those of fluentorm would go\n"
                "hint: let them go elsewhere, with a line in .env: FLUENT_MIGRATIONS_DIR=sql"
            )


def _look(project: Project, tool: Tool, options: AdoptOptions) -> _Found:
    with target_session(project) as session:
        table = _history_table(session, tool, options.history)
        history = read_history(tool, read_rows(session, table, tool.columns, tool.order))
        ours = tuple(one.name for one in session.applied())
    if not history.standing and not history.unfinished:
        raise Refusal(
            f'"{table}" is empty: {tool.title} has applied nothing here\n'
            "hint: is it the right database? doit db_pull takes one over without a history"
        )
    files = _files(tool, options.files, history)
    return _Found(tool=tool, table=table, history=history, files=files, ours=ours)


def _history_table(session: Session, tool: Tool, named: str) -> str:
    """Return the key of the table that holds the history; ``named`` is what the user says it is."""
    names = {split(key_of(named))[1]} if named else {one.table for one in TOOLS.values()}
    tables = tables_called(session, names)
    wanted = sorted(
        key for key in tables if (key == key_of(named) if named else split(key)[1] == tool.table)
    )
    if len(wanted) > 1:
        raise ConfigError(
            f"several tables could be {tool.title}'s history: {', '.join(wanted)}",
            hint=f"name one: --history {wanted[0]}",
        )
    if not wanted:
        raise ConfigError(
            f'there is no table "{named or tool.table}", where {tool.title} keeps what it applied',
            hint=_other_history(tables),
        )
    strange = _strange(tool, tables[wanted[0]])
    if strange:
        raise ConfigError(
            f'"{wanted[0]}" is not the table that {tool.title} makes: it {strange}',
            hint="another tool made it; doit db_pull takes a database over without a history",
        )
    return wanted[0]


def _strange(tool: Tool, columns: Sequence[str]) -> str | None:
    """Return why a table with these columns is not the tool's."""
    missing = next((column for column in tool.columns if column not in columns), None)
    if missing:
        return f'lacks the column "{missing}"'
    more = sorted(set(columns) - {*tool.columns, tool.order}) if tool.alone else []
    return f'has a column "{more[0]}"' if more else None


def _other_history(tables: Mapping[str, Sequence[str]]) -> str:
    for tool in TOOLS.values():
        for key, columns in tables.items():
            if split(key)[1] == tool.table and not _strange(tool, columns):
                return f'there is a history of {tool.title}, "{key}": --from {tool.name}'
    return (
        "is it the right database? --history NAMESPACE.TABLE names a table called otherwise; "
        "doit db_pull takes a database over without a history"
    )


def _files(tool: Tool, named: str, history: History) -> Comparison | None:
    """Compare the tool's files with its history; None where there are none to look at."""
    if named and not Path(named).is_dir():
        raise WrongUsage(f'--files is "{named}", which is no folder', "name the folder it is in")
    usual = [folder for folder in tool.folders if folder != "." or Path("manage.py").exists()]
    for folder in [Path(named)] if named else map(Path, usual):
        texts = {path.as_posix(): _text(path) for path in _walk(folder, tool.suffix)}
        found = read_files(tool, texts)
        if found:
            return compare(tool, found, history)
    if named:
        raise ConfigError(f'there are no migrations of {tool.title} in "{named}"')
    return None


def _walk(folder: Path, suffix: str) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if f[0] != "." and f not in _NOT_LOOKED_INTO)
        yield from (Path(place, file) for file in files if file.endswith(suffix))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _say_found(found: _Found) -> None:
    history = found.history
    where = f"it stands at {history.standing}" if history.standing else "nothing is finished"
    say(f'read the history of {found.tool.title} in "{found.table}": {where}')


def _require_finished(found: _Found, *, as_is: bool) -> None:
    if not found.open:
        return
    if as_is:
        for line in _some(found.open):
            note(f"taken over as it is, although: {line}")
        return
    title = found.tool.title
    raise Refusal(
        f"{title} has not finished with this database:\n"
        + "\n".join(f"  {line}" for line in _some(found.open))
        + f"\nhint: let {title} finish ({found.tool.upgrade}), then run this again; "
        "or take the database over as it is: --as-is"
    )


def _require_fresh(project: Project, found: _Found) -> None:
    """Refuse where something of ours began otherwise than by a pull of this database."""
    if found.ours:
        raise Refusal(
            "fluentorm has applied migrations to this database already: "
            f"{found.ours[0]} and so on\n"
            "hint: nothing is left to adopt; doit migrate_status shows where it stands"
        )
    directory = scan(project.migrations_dir)
    if directory.entries and last_baseline(directory) is None:
        raise Refusal(
            f"{project.migrations_dir}/ holds migrations already, and none is a baseline\n"
            "hint: adopt into a project without migrations: fluentorm init FOLDER"
        )


def _require_same(found: _Found, began: str) -> None:
    if began == found.state:
        say("the project begins with this state")
        return
    raise Refusal(
        f"this database stands at {found.state}, the project began with {began}\n"
        f"hint: bring it there with {found.tool.title} first, then run this again"
    )


def _take_over(project: Project, found: _Found, options: AdoptOptions) -> None:
    namespace, name = split(found.table)
    own = (name, *found.tool.others)
    db_pull(
        PullOptions(
            style=options.style,
            sql_bodies=options.sql_bodies,
            exclude=(*options.exclude, *(escape(f"{namespace}.{one}") for one in own)),
            report_only=options.report_only,
            force=options.force,
            verify=options.verify,
            adopted=found.state,
        )
    )


def _record(project: Project, found: _Found, options: AdoptOptions) -> None:
    """Record the baseline, unless the other tool was at work meanwhile."""
    now = _look(project, found.tool, options)
    if now.history != found.history:
        raise Refusal(
            f"{found.tool.title} was at work meanwhile: the database stands at "
            f"{now.history.standing or 'nothing finished'} now\n"
            "hint: remove what was written (git status shows it), and run this again"
        )
    baseline(RunOptions(to=last_baseline(scan(project.migrations_dir))))
    note(
        f'"{found.table}" stays in the database; until it is dropped: '
        f"FLUENT_DRIFT_IGNORE={found.table}"
    )
    note("next: commit what was written; on each other database: the same command")


def _note_left(found: _Found) -> None:
    """Say what a new database will not have, and what is not known."""
    for line in found.history.remarks:
        note(line)
    if found.files is None:
        note(f"no migrations of {found.tool.title} found: whether some are pending is not known")
        note("hint: --files FOLDER")
    elif found.files.filling:
        note("these filled or changed rows, which a new database will not have:")
        for file in _some(found.files.filling):
            note(f"  {file}")
        note("hint: declare what it needs of that as seeds, or write it: doit new_migration")


def _some(lines: Sequence[str]) -> Iterable[str]:
    yield from lines[:_LISTED]
    if len(lines) > _LISTED:
        yield f"and {counted(len(lines) - _LISTED, 'more')}".removesuffix("s")


def _as_json(found: _Found, *, recorded: bool) -> dict[str, object]:
    files = found.files
    return {
        "tool": found.tool.name,
        "history": qualify(*split(found.table)),
        "standing": found.history.standing,
        "applied": len(found.history.applied),
        "unfinished": list(found.history.unfinished),
        "pending": None if files is None else list(files.pending),
        "without_file": None if files is None else list(files.unknown),
        "filled_rows": None if files is None else list(files.filling),
        "remarks": list(found.history.remarks),
        "recorded": recorded,
    }
