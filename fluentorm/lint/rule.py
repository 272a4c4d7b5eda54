"""What a rule is, and what it is given."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING

from fluentorm.dialects.base import StepKind
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from fluentorm.lint.modes import Effect
    from fluentorm.lint.source import Change, SqlFile, Statement, Unit
    from fluentorm.lint.state import State, View


class Severity(Enum):
    """How bad a finding is; the value is its word in outputs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def weaker(self) -> Severity:
        """The next one down."""
        return Severity.WARNING if self is Severity.ERROR else Severity.INFO


class Level(Enum):
    """What a rule has to know: one file, all files before it, or the server's own doing."""

    SYNTAX = "a"
    STATE = "s"
    TRACE = "t"

    @property
    def rank(self) -> int:
        """The place in their order; a level includes those before it."""
        return "ast".index(self.value)


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found; ``line`` is 0 for the statement that it was given."""

    message: str
    table: str = ""
    line: int = 0
    path: str = ""
    fix: str = ""
    declared: bool = False
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the catalogue.

    ``sized`` says that the finding matters as the table is large; ``blocking`` that a file whose
    header says why it may block is let pass; ``intent`` that a generated file does what somebody
    declared, so that the finding there is one severity weaker; ``allowed`` that a line may let it
    pass.
    """

    id: str
    severity: Severity
    level: Level
    summary: str
    reason: str
    fix: str
    sized: bool = False
    blocking: bool = False
    intent: bool = False
    allowed: bool = True

    @property
    def page(self) -> str:
        """The page of the documents about it."""
        return f"docs/lint/{self.id}.md"


def explained(rule: str) -> str:
    """Return what to type to read the page of a rule, by its id."""
    return f"fluentorm explain {rule}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a project says.

    ``minimum`` is the oldest major version of its servers, ``server`` the number of the one that
    is there (140002 is 14.2), 0 where none was asked. ``namespaces`` exist without a migration.
    """

    minimum: int = 14
    server: int = 0
    namespaces: frozenset[str] = frozenset(("public",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a rule looks at: file, unit and statement, and the state before the statement.

    ``before`` are the changes of this unit so far, each with its statement and effect; for rules
    over a file those of the whole file. ``dropped`` are the types of columns that the file dropped,
    ``views_before`` the views as they were before the file.
    """

    file: SqlFile
    unit: Unit
    statement: Statement
    state: State
    settings: Settings
    effect: Effect
    before: Sequence[tuple[Statement, Change, Effect]] = field(default_factory=tuple)
    units_before: Sequence[Unit] = field(default_factory=tuple)
    dropped: Mapping[tuple[str, str], str] = field(default_factory=dict)
    views_before: Mapping[str, View] = field(default_factory=dict)

    def live(self, table: str) -> bool:
        """Say whether a table may be in use: it was not made by this very batch of files."""
        return bool(table) and not self.state.is_new(table)

    @property
    def protected(self) -> bool:
        """Whether the statement stands in a step that runs under short locks."""
        return self.unit.step is StepKind.SHORT


if TYPE_CHECKING:
    Check = Callable[..., Iterator["Found"]]


class Catalogue:
    """All rules by id, and what each looks at: verbs, "unit", "file" or "chain"."""

    def __init__(self) -> None:
        self.rules: dict[str, Rule] = {}
        self.by_verb: dict[str, list[tuple[Rule, Callable[..., Iterator[Found]]]]] = {}

    def add(self, rule: Rule) -> Rule:
        """Put a rule in the catalogue."""
        if rule.id in self.rules:
            raise ValueError(f"two rules {rule.id}")
        self.rules[rule.id] = rule
        return rule

    def check(
        self, rule: Rule, *verbs: str
    ) -> Callable[[Callable[..., Iterator[Found]]], Callable[..., Iterator[Found]]]:
        """Return a decorator for what a rule does on changes of some verbs."""

        def decorate(function: Callable[..., Iterator[Found]]) -> Callable[..., Iterator[Found]]:
            for verb in verbs:
                self.by_verb.setdefault(verb, []).append((rule, function))
            return function

        return decorate


CATALOGUE = Catalogue()
