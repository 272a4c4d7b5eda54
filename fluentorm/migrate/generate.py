"""What one generation writes: two models and the folder of migrations in, files and snapshot out.

Pure functions; ``commit`` puts the result on disk.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from fluentorm.dialects.base import StepKind
from fluentorm.diff.changes import changes
from fluentorm.diff.differ import diff
from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterEnum,
    AlterObject,
    CreateEnum,
    CreateObject,
    CreateTable,
    DropColumn,
    inverse,
)
from fluentorm.diff.renames import suggestions
from fluentorm.diff.spent import spent_usings
from fluentorm.migrate.bodies import UNCHECKED, unchecked_bodies
from fluentorm.migrate.chain import head_of, link_of
from fluentorm.migrate.directory import new_versions
from fluentorm.migrate.file import Draft, format_pair, up_name
from fluentorm.migrate.header import Need
from fluentorm.migrate.online import Forms, concluding, contract_draft, needs_of
from fluentorm.schema.sql_text import quote_identifier
from fluentorm.snapshot.codec import render as render_model
from fluentorm.snapshot.store import Snapshot
from fluentorm.values import dataclass

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

    from fluentorm.dialects.base import OnlineForm, Situation, StepText
    from fluentorm.diff.operations import Change, Operation
    from fluentorm.errors import Place
    from fluentorm.migrate.chain import Link
    from fluentorm.migrate.directory import Directory
    from fluentorm.migrate.file import MigrationPair
    from fluentorm.schema.objects import Column, SchemaModel

_MOST_LINES = 50


class Hazards(Protocol):
    """Says what an operation may lose or fail on, one line each."""

    def __call__(
        self,
        operation: Operation,
        *,
        new_tables: Set[str] = frozenset(),
        empty_columns: Set[tuple[str, str]] = frozenset(),
        in_steps: bool = False,
    ) -> tuple[str, ...]:
        """Return the lines; what is made in the same run holds no rows, or only NULL.

        What is done ``in_steps`` writes no table anew.
        """


class Online(Protocol):
    """Says how a change is made while its tables are in use."""

    def __call__(self, change: Change, situation: Situation) -> OnlineForm | None:
        """Return its steps; None where it is one short transaction anyway.

        Raises DiffError where there is no way that stops nobody.
        """


class DownNotes(Protocol):
    """Says what undoing an operation may lose or fail on, one line each."""

    def __call__(
        self,
        operation: Operation,
        *,
        empty_columns: Set[tuple[str, str]] = frozenset(),
        dropped_columns: Mapping[tuple[str, str], DropColumn] = MappingProxyType({}),
    ) -> tuple[str, ...]:
        """Return the lines; the columns come back with the undoing of the same run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderer:
    """A dialect's way from operations to SQL.

    ``render`` gives statements without semicolons, ``down_notes`` what undoing an operation cannot
    bring back, one line each; ``needed_versions`` the versions of the server that an operation
    needs (150000 is 15) and for what, where not every supported one will do. ``version`` is the
    oldest major one that all has to run on. ``online`` turns changes of tables that exist into
    steps; None writes all plainly.
    """

    render: Callable[[Operation], tuple[str, ...]]
    hazards: Hazards
    down_notes: DownNotes
    needed_versions: Callable[[Operation], tuple[tuple[int, str], ...]] = lambda _: ()
    online: Online | None = None
    version: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """What is to be written: the pairs in order, the snapshot and the chain after them.

    ``snapshot`` is None when the one on disk says all of it already.
    """

    operations: tuple[Operation, ...] = ()
    changes: tuple[Change, ...] = ()
    pairs: tuple[MigrationPair, ...] = ()
    snapshot: Snapshot | None = None
    links: tuple[Link, ...] = ()

    @property
    def files(self) -> dict[str, str]:
        """The migration files, name -> text, each up file followed by its down file."""
        return {file.name: file.text for pair in self.pairs for file in (pair.up, pair.down)}


def plan_generation(
    *,
    old: Snapshot | None,
    new: SchemaModel,
    directory: Directory,
    links: Sequence[Link],
    renderer: Renderer,
    now: datetime.datetime,
    grouping: Callable[[Iterable[Operation]], tuple[Change, ...]] = changes,
) -> Generation:
    """Return what turns the last snapshot into the declared model.

    ``links`` are the chain of ``directory``; ``now`` is aware; ``grouping`` says which operations
    share a migration. Raises DiffError for a change that needs a decision, FileFormat when no
    version is left.
    """
    before = old if old is not None else Snapshot()
    operations = diff(before.model, new, version=renderer.version * 10000)
    grouped = grouping(operations)
    written, pairs = _pairs(grouped, directory, before, new, renderer, now)
    chain = (*links, *map(link_of, pairs))
    head = head_of(chain)
    same = old is not None and head == old.head and render_model(new) == render_model(before.model)
    generated_at = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Generation(
        operations=operations,
        changes=written,
        pairs=pairs,
        links=chain,
        snapshot=None if same else Snapshot(model=new, head=head, generated_at=generated_at),
    )


def remarks(generation: Generation) -> Iterator[str]:
    """Yield what the author should know of a generation, and may have meant otherwise."""
    if generation.snapshot is None:
        return
    yield from map(str, suggestions(generation.operations))
    yield from map(str, spent_usings(generation.operations, generation.snapshot.model))


def without_pairs(generation: Generation) -> Generation:
    """Return the generation of the snapshot alone, at the end of the chain as it is."""
    links = generation.links[: len(generation.links) - len(generation.pairs)]
    snapshot = generation.snapshot
    if snapshot is not None:
        snapshot = replace(snapshot, head=head_of(links))
    return Generation(snapshot=snapshot, links=links)


def origin_of(change: Change) -> Place | None:
    """Return where the schema files declare what a change makes; None for what it only drops."""
    return next(filter(None, map(_declared_at, change.operations)), None)


def _declared_at(operation: Operation) -> Place | None:
    origin: Place | None = getattr(_made(operation), "origin", None)
    return origin


def _made(operation: Operation) -> object:
    """Return what an operation makes or changes, as it is then."""
    match operation:
        case (
            CreateTable(table=made)
            | AddColumn(column=made)
            | AlterColumn(after=made)
            | AddConstraint(constraint=made)
            | AddIndex(index=made)
            | CreateEnum(enum=made)
            | AlterEnum(after=made)
            | CreateObject(object=made)
            | AlterObject(after=made)
        ):
            return made
        case _:
            return None


def origins_of(change: Change) -> dict[str, Place]:
    """Return where the parts of a table that is created are declared, by how their line begins."""
    made = (op.table for op in change.operations if isinstance(op, CreateTable))
    return {
        f"{start}{quote_identifier(part.name)} ": part.origin
        for table in made
        for start, parts in (("", table.columns), ("CONSTRAINT ", table.constraints))
        for part in parts.values()
        if part.origin is not None
    }


def texts_of(change: Change) -> list[tuple[str, Place]]:
    """Return the queries and bodies that a change makes, and where each is declared."""
    made = ((_made(operation), _declared_at(operation)) for operation in change.operations)
    return [
        (text, origin)
        for item, origin in made
        for text in (getattr(item, name, None) for name in ("query", "body"))
        if text and origin is not None
    ]


def statements_of(
    change: Change, render: Callable[[Operation], Sequence[str]]
) -> list[tuple[str, Place]]:
    """Return the statements of a change, and where each of them is declared."""
    return [
        (text, origin)
        for operation in change.operations
        if (origin := _declared_at(operation)) is not None
        for text in render(operation)
    ]


def _pairs(
    grouped: Sequence[Change],
    directory: Directory,
    before: Snapshot,
    new: SchemaModel,
    renderer: Renderer,
    now: datetime.datetime,
) -> tuple[tuple[Change, ...], tuple[MigrationPair, ...]]:
    """Return the pairs of files, and the change that each of them is.

    The contract of a change comes right behind it.
    """
    if not grouped:
        return (), ()
    head = before.head.migration
    taken = head.partition("_")[0] if head else None
    versions = iter(new_versions(directory.entries, now, after=taken))
    parent = directory.entries[-1].name if directory.entries else None
    renderer = informed(renderer, grouped)
    forms = Forms(renderer.online, renderer.version, grouped, before.model, new)
    unchecked = unchecked_bodies(grouped, before.model, new)
    changes: list[Change] = []
    pairs: list[MigrationPair] = []
    for number, change in enumerate(grouped):
        version = next(versions)
        form = forms.of(number, up_name(version, change.slug))
        draft = _draft(change, version, parent, renderer, form)
        pair = format_pair(_without_checks(draft, *(number in side for side in unchecked)))
        changes.append(change)
        pairs.append(pair)
        parent = pair.up.name
        if form.contract is not None:
            conclusion = concluding(change)
            draft = contract_draft(conclusion, next(versions), parent, form.contract)
            changes.append(conclusion)
            pairs.append(format_pair(draft))
            parent = pairs[-1].up.name
    return tuple(changes), tuple(pairs)


def _without_checks(draft: Draft, up: bool, down: bool) -> Draft:
    """Let files make functions whose bodies name what comes later (manual, 20.11)."""
    first = (UNCHECKED,)
    return replace(
        draft,
        up=(first if up else ()) + draft.up,
        down=(first if down else ()) + draft.down,
        up_steps=_each_short(draft.up_steps) if up else draft.up_steps,
        down_steps=_each_short(draft.down_steps) if down else draft.down_steps,
    )


def _each_short(steps: Iterable[StepText]) -> tuple[StepText, ...]:
    return tuple(
        replace(step, statements=(UNCHECKED, *step.statements))
        if step.kind is StepKind.SHORT
        else step
        for step in steps
    )


def informed(renderer: Renderer, grouped: Sequence[Change]) -> Renderer:
    """Return a renderer that knows which tables and columns of a run are new, and so empty."""
    operations = [operation for change in grouped for operation in change.operations]
    new_tables = frozenset(o.table.name for o in operations if isinstance(o, CreateTable))
    empty_columns = frozenset(
        (o.table, o.column.name)
        for o in operations
        if isinstance(o, AddColumn | DropColumn) and _holds_null(o.column)
    )
    dropped_columns = {(o.table, o.column.name): o for o in operations if isinstance(o, DropColumn)}
    return replace(
        renderer,
        hazards=partial(renderer.hazards, new_tables=new_tables, empty_columns=empty_columns),
        down_notes=partial(
            renderer.down_notes, empty_columns=empty_columns, dropped_columns=dropped_columns
        ),
    )


def _holds_null(column: Column) -> bool:
    return column.nullable and column.default is None and column.backfill is None


def _needs(steps: Sequence[Operation], renderer: Renderer) -> tuple[Need, ...]:
    found = (need for step in steps for need in renderer.needed_versions(step))
    return tuple(dict.fromkeys(Need(version // 10000, reason) for version, reason in found))


def _draft(
    change: Change, version: str, parent: str | None, renderer: Renderer, form: OnlineForm
) -> Draft:
    steps = change.operations
    undo = [inverse(step) for step in reversed(steps)]
    return Draft(
        version=version,
        slug=change.slug,
        table=change.table,
        kind=change.kind,
        parent=parent,
        adopted=change.adopted,
        up=tuple(line for step in steps for line in renderer.render(step)),
        down=tuple(line for step in undo for line in renderer.render(step)),
        up_steps=form.up,
        down_steps=form.down,
        blocking=form.blocking,
        down_blocking=form.down_blocking,
        up_needs=needs_of(form.up_needs, _needs(steps, renderer)),
        down_needs=needs_of(form.down_needs, _needs(undo, renderer)),
        hazards=_hazards(steps, renderer, form),
        down_notes=()
        if form.hazards is not None
        else _first(line for step in steps for line in renderer.down_notes(step)),
    )


def _hazards(steps: Sequence[Operation], renderer: Renderer, form: OnlineForm) -> tuple[str, ...]:
    if form.hazards is not None:
        return form.hazards
    in_steps = bool(form.up)
    return _first(line for step in steps for line in renderer.hazards(step, in_steps=in_steps))


def _first(lines: Iterable[str]) -> tuple[str, ...]:
    """Return so many lines as somebody may read, each once, and how many there are more."""
    found = tuple(dict.fromkeys(lines))
    if len(found) <= _MOST_LINES:
        return found
    return (*found[:_MOST_LINES], f"and {len(found) - _MOST_LINES} more of these")
