"""Running the rules over one file, on top of a state."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import fluentorm.lint.rules  # noqa: F401 - importing them fills the catalogue
from fluentorm.lint.effects import effect
from fluentorm.lint.modes import NOTHING
from fluentorm.lint.replay import play_change
from fluentorm.lint.rule import CATALOGUE, Level, Scene, Settings
from fluentorm.lint.source import Statement, Unit, read
from fluentorm.lint.state import Origin
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.lint.modes import Effect
    from fluentorm.lint.rule import Check, Found, Rule
    from fluentorm.lint.source import Change, SqlFile
    from fluentorm.lint.state import State, View

_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """What a rule found, before sizes and allowances are looked at."""

    rule: str
    path: str
    line: int
    message: str
    table: str = ""
    statement: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNotes:
    """What a file says about its findings: ``allows`` are rules, reason, line, and the lines meant.

    ``blocking`` is the reason in its header, "" where there is none.
    """

    path: str
    generated: bool = False
    down: bool = False
    blocking: str = ""
    allows: tuple[tuple[tuple[str, ...], str, int, int, int], ...] = ()


def lint_text(
    text: str, path: str, state: State, settings: Settings, level: Level, *, down: bool = False
) -> tuple[list[Raw], FileNotes]:
    """Return what the rules find in a file; the state is then the one after it."""
    file = read(text, path, down=down)
    state.origin = Origin(path, 0, state.batch)
    reading = _Reading(file, state, settings, level)
    return list(reading.findings()), _notes(file)


@lru_cache(maxsize=512)
def _checks(verb: str, level: Level) -> tuple[tuple[Rule, Check], ...]:
    """Return what looks at a verb, of the rules that a level has.

    VE002 needs no more of a server than its version, which may be known without a trace.
    """
    return tuple(
        (rule, check)
        for rule, check in CATALOGUE.by_verb.get(verb, ())
        if rule.level.rank <= level.rank or rule.id == "VE002"
    )


class _Reading:
    """One pass over a file."""

    def __init__(self, file: SqlFile, state: State, settings: Settings, level: Level) -> None:
        self._file = file
        self._state = state
        self._settings = settings
        self._level = level
        self._done: list[tuple[Statement, Change, Effect]] = []
        self._units: list[Unit] = []
        self._dropped: dict[tuple[str, str], str] = {}
        self._views: dict[str, View] = dict(state.views)

    def findings(self) -> Iterator[Raw]:
        for unit in self._file.units:
            before: list[tuple[Statement, Change, Effect]] = []
            for statement in unit.statements:
                for change in statement.changes:
                    yield from self._change(unit, statement, change, before)
            if unit.statements:
                scene = self._scene(unit, unit.statements[-1], NOTHING, before)
                yield from self._of("unit", scene)
            self._units.append(unit)
            self._done.extend(before)
        if self._file.units and self._done:
            last = self._done[-1][0]
            yield from self._of("file", self._scene(self._units[-1], last, NOTHING, self._done))
        elif self._file.troubles:
            yield from self._of("file", self._empty_scene())

    def _change(
        self,
        unit: Unit,
        statement: Statement,
        change: Change,
        before: list[tuple[Statement, Change, Effect]],
    ) -> Iterator[Raw]:
        found = effect(change, self._state)
        scene = self._scene(unit, statement, found, before)
        for rule, check in _checks(change.verb, self._level):
            for item in check(change.node, change, scene):
                yield self._raw(rule, item, scene)
        if change.verb == "AT_DropColumn":
            column = self._state.column(change.table, change.node.name)
            if column is not None:
                self._dropped[change.table, column.name] = str(column.type)
        play_change(change, statement, self._state)
        before.append((statement, change, found))

    def _of(self, verb: str, scene: Scene) -> Iterator[Raw]:
        for rule, check in _checks(verb, self._level):
            for item in check(scene):
                yield self._raw(rule, item, scene)

    def _scene(
        self,
        unit: Unit,
        statement: Statement,
        found: Effect,
        before: list[tuple[Statement, Change, Effect]],
    ) -> Scene:
        return Scene(
            file=self._file,
            unit=unit,
            statement=statement,
            state=self._state,
            settings=self._settings,
            effect=found,
            before=before,
            units_before=self._units,
            dropped=self._dropped,
            views_before=self._views,
        )

    def _empty_scene(self) -> Scene:
        from fluentorm.dialects.postgres.parsing import Parsed

        nothing = Parsed("", None, 0, 0)
        statement = Statement(number=0, parsed=nothing, line=1, text="", changes=())
        return self._scene(Unit(number=1, statements=()), statement, NOTHING, [])

    def _raw(self, rule: Rule, item: Found, scene: Scene) -> Raw:
        statement = scene.statement
        if item.line:
            same = (s for s in self._file.statements if s.line == item.line)
            statement = next(same, statement)
        return Raw(
            rule=rule.id,
            path=item.path or self._file.path,
            line=item.line or statement.line,
            message=item.message,
            table=item.table,
            statement=statement.text[:_LONGEST],
            severity=item.severity.value if item.severity else "",
        )


def _notes(file: SqlFile) -> FileNotes:
    ends = {s.number: (s.line, s.line + s.text.count("\n")) for s in file.statements}
    allows = []
    for allow in file.allows:
        first, last = ends.get(allow.statement, (0, 0))
        allows.append((allow.rules, allow.reason, allow.line, first, last))
    return FileNotes(
        path=file.path,
        generated=file.generated,
        down=file.down,
        blocking=" ".join(file.header.get("blocking", ())),
        allows=tuple(allows),
    )


def lint_chain_end(state: State, settings: Settings) -> list[Raw]:
    """Return what is unfinished or missing at the end of a chain."""
    return [
        Raw(
            rule=rule.id,
            path=item.path,
            line=item.line,
            message=item.message,
            table=item.table,
        )
        for rule, check in CATALOGUE.by_verb.get("chain", ())
        for item in check(state, settings)
    ]
