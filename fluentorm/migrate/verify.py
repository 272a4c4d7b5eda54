"""The proof: migrations run up, down and up again on a scratch database.

What is compared are two states as PostgreSQL itself reprints them: the one the migrations give,
and the one that creating the declared schema from nothing gives, on a copy of the same database
(so that extensions, functions and types of hand-written migrations are there).

Only what schema files declare is held against them (see migrate.compare). The state after the
down must be equal to the state before the up in everything.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Protocol

from fluentorm.errors import DatabaseError, Failed, Place, VerificationFailed
from fluentorm.migrate.compare import (
    changed_parts,
    differed_already,
    expected_model,
    held_against,
)
from fluentorm.schema.catalog import (
    CatalogState,
    describe_difference,
    describe_model_difference,
)
from fluentorm.schema.objects import SchemaModel
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from fluentorm.dialects.base import Script
    from fluentorm.schema.dependencies import Depends

# More lines than this help nobody; the first ones name the cause.
_SHOWN = 20
_NOTHING_WRITTEN = "nothing was written"
_NOT_APPLICABLE = (
    "correct it if no database has it yet; what belongs to the whole server, such as a role, "
    "outlives a scratch database: let it be created only if it does not exist"
)
_CORRECT = "correct what the schema files say there, or write that migration by hand"
# feature_not_supported and dependent_objects_still_exist: what the server says of a column or table
# that a view, a policy or a function's arguments stand on.
_HELD = ("0A000", "2BP01")
# A table, function, type or namespace that is not there.
_MISSING = ("42P01", "42883", "42704", "3F000")
_DECLARE = (
    "where the database has what is missing, declare that too, or make it in a migration by hand "
    "that comes first"
)
_LET_GO = (
    "what stands on it was made by a migration by hand: drop it in another one by hand "
    "(doit new_migration --name make_way), generate, and make it again in a third; "
    "nothing was written"
)
_DONE_BY_HAND = (
    "if a migration by hand made some of these changes already, let the schema files say only "
    "those first: a generation then sees that they are done"
)
_UNPROVEN = "to write it without the proof: doit generate_models --no-verify"


class ScratchDatabase(Protocol):
    """A database that nobody else uses, gone at the end of its context unless it was kept."""

    def run(self, scripts: Sequence[Script]) -> None:
        """Run scripts in order, each all or nothing. Raises Failed for the first that fails."""

    def undo(self, script: Script, expected: CatalogState) -> tuple[str, ...]:
        """Run a down script and return how the state then differs from the expected one.

        Where it does differ, a script that is one transaction is taken back. Raises Failed.
        """

    def introspect(self) -> CatalogState:
        """Return the database's state."""

    def declared(self, replaced: SchemaModel, statements: Sequence[str]) -> SchemaModel:
        """Return what the statements create in place of the replaced tables and enums.

        The database itself stays as it is. Raises DatabaseError.
        """

    def keep(self, digest: str) -> None:
        """Keep the database as the template of that digest; it cannot be used any more."""


class Scratch(Protocol):
    """A server that makes scratch databases."""

    def empty(self) -> AbstractContextManager[ScratchDatabase]:
        """Make an empty database."""

    def clone(
        self, digest: str, build: Callable[[ScratchDatabase], None]
    ) -> AbstractContextManager[ScratchDatabase]:
        """Copy the template of that digest, which is built first when there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """A migration to be proven.

    ``losses`` says what data cannot come back, ``irreversible`` why there is no way back at all;
    both as the headers of the files tell; ``no_way_back`` is the reason where there is simply none.
    ``origin`` is where the schema files ask for a new one, ``origins`` where for single lines of
    it, by their beginning, ``texts`` where for queries and bodies in it, and ``statements`` where
    for statements.
    """

    name: str
    up: Script
    down: Script | None = None
    losses: tuple[str, ...] = ()
    irreversible: str | None = None
    no_way_back: str = "it has no down file"
    origin: Place | None = None
    origins: Mapping[str, Place] = field(default_factory=dict)
    texts: Callable[[], Sequence[tuple[str, Place]]] = tuple
    statements: Callable[[], Sequence[tuple[str, Place]]] = tuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The migrations that exist already; ``scripts`` reads them, when no template is there.

    ``digest`` must change whenever an up file's content does, hand-written ones included;
    ``by_hand`` says that there are some.
    """

    digest: str
    scripts: Callable[[], Sequence[Script]]
    by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """The declared schema, and how to write the statements that create a part of it."""

    model: SchemaModel
    render: Callable[[SchemaModel], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was shown: these migrations go up to the declared schema, and exactly back.

    None are needed where ``done_by_hand``: then the chain ends in the declared schema already.
    """

    names: tuple[str, ...]
    done_by_hand: bool = False


def prove(
    scratch: Scratch,
    *,
    before: Chain,
    after: str,
    new: Sequence[Migration],
    old: SchemaModel,
    declared: Declared,
) -> Proof:
    """Show that new migrations give the declared schema, undo it exactly, and can be repeated.

    ``after`` is the digest of the chain with the new migrations, ``old`` the last snapshot's
    model. What is declared as it was must be as it was; the rest must be what creating it from
    nothing gives. On success the state after becomes a template.

    Raises VerificationFailed with the file and the server's words, or with what differs.
    """
    with (
        _hint_for(before.by_hand),
        scratch.clone(before.digest, partial(_build, before)) as database,
    ):
        start = database.introspect()
        part, problem = _declared(database, old, declared)
        if part is None and before.by_hand:  # what is new may be there, made by hand
            part, _ = _declared(database, old, declared, anew=True)
        if before.by_hand and part is not None and _is_done(start.model, part, old, declared):
            return Proof(names=(), done_by_hand=True)
        _apply_new(database, new, by_hand=before.by_hand)
        if part is None:
            raise VerificationFailed(
                f"the declared schema cannot be created from nothing: {problem}",
                hint=f"correct the schema files; {_UNPROVEN}",
            )
        end = database.introspect()
        _require_no_helpers(end)
        wanted = expected_model(start.model, part, declared.model)
        _compare_with_declared(start.model, end.model, old, wanted)
        _revert_new(database, new)
        _require_equal(database.introspect(), start, "the down files do not give the schema before")
        _apply_new(database, new)
        _require_equal(
            database.introspect(), end, "applied a second time, the migrations give another schema"
        )
        database.keep(after)
    return Proof(names=tuple(migration.name for migration in new))


def dependencies_before(scratch: Scratch, before: Chain) -> Depends | None:
    """Return what depends on what at the end of a chain, as the server knows it.

    Raises VerificationFailed as ``prove`` does.
    """
    return state_after(scratch, before).model.depends


def state_after(scratch: Scratch, chain: Chain) -> CatalogState:
    """Return what a chain of migrations makes of an empty database.

    Raises VerificationFailed as ``prove`` does.
    """
    with (
        _hint_for(chain.by_hand),
        scratch.clone(chain.digest, partial(_build, chain)) as database,
    ):
        return database.introspect()


@contextmanager
def _hint_for(by_hand: bool) -> Iterator[None]:
    """Say what else may be behind a failure when some migrations were written by hand."""
    try:
        yield
    except VerificationFailed as error:
        if by_hand and error.hint is not None and error.hint.startswith(_NOTHING_WRITTEN):
            error.hint = f"{error.hint}; {_DONE_BY_HAND}"
        raise


def _is_done(start: SchemaModel, part: SchemaModel, old: SchemaModel, declared: Declared) -> bool:
    """Say whether the state before is the declared schema already."""
    wanted = expected_model(start, part, declared.model)
    return not describe_model_difference(held_against(start, start, old, wanted), wanted)


def _build(chain: Chain, database: ScratchDatabase) -> None:
    apply_existing(database, chain.scripts())


def apply_existing(database: ScratchDatabase, scripts: Sequence[Script]) -> None:
    """Run migrations that exist already. Raises VerificationFailed for the first that fails."""
    try:
        database.run(scripts)
    except Failed as error:
        raise VerificationFailed(
            f'the migration "{error.file}" cannot be applied on a scratch database: '
            f"{error.message}",
            place=error.place,
            hint=error.hint or _NOT_APPLICABLE,
        ) from error


def _declared(
    database: ScratchDatabase, old: SchemaModel, declared: Declared, *, anew: bool = False
) -> tuple[SchemaModel | None, str]:
    """Return the changed part of the declared schema as the server reprints it.

    With ``anew`` it takes the place of everything that has its names. None and the server's words
    where it refuses.
    """
    before, after = changed_parts(old, declared.model)
    replaced = before
    if anew:
        replaced = SchemaModel(
            tables={**before.tables, **after.tables},
            enums={**before.enums, **after.enums},
            objects={**before.objects, **after.objects},
        )
    try:
        state = database.declared(replaced, declared.render(after))
    except DatabaseError as error:
        return None, str(error)
    return SchemaModel(
        tables={name: state.tables[name] for name in after.tables if name in state.tables},
        enums={name: state.enums[name] for name in after.enums if name in state.enums},
        objects={ref: state.objects[ref] for ref in after.objects if ref in state.objects},
    ), ""


def _apply_new(
    database: ScratchDatabase, new: Sequence[Migration], *, by_hand: bool = False
) -> None:
    try:
        database.run([migration.up for migration in new])
    except Failed as error:
        failed = next(migration for migration in new if migration.up.path == error.file)
        # The detail names what depends; without one, another thing is not supported.
        held = by_hand and error.cause.sqlstate in _HELD and error.cause.detail
        line = _failing_line(failed.up, error.place)
        raise VerificationFailed(
            f'the new migration "{error.file}" cannot be applied: {error.message}'
            + (f"\nin the line: {line}" if line else ""),
            place=_origin(failed, line, error.place),
            hint=_LET_GO if held else f"{_NOTHING_WRITTEN}; {_way_out(error)}; {_UNPROVEN}",
        ) from error


def _way_out(error: Failed) -> str:
    if error.hint is None and error.cause.sqlstate in _MISSING:
        return f"{_CORRECT}; {_DECLARE}"
    return error.hint or _CORRECT


def _failing_line(script: Script, place: Place | None) -> str:
    """Return the line of a file that was not written, to be read in the message."""
    lines = script.text.splitlines()
    number = place.line if place is not None else 0
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def _origin(migration: Migration, line: str, place: Place | None) -> Place | None:
    """Return where the schema files ask for a line of a new migration, or for all of it."""
    number = place.line if place is not None else 0
    inside = _inside(migration, migration.texts(), number)
    if inside is not None:
        origin, offset = inside
        return Place(origin.file, origin.line + offset) if origin.file.endswith(".sql") else origin
    found = (place for start, place in migration.origins.items() if line.startswith(start))
    if (part := next(found, None)) is not None:
        return part
    inside = _inside(migration, migration.statements(), number)
    return migration.origin if inside is None else inside[0]


def _inside(
    migration: Migration, texts: Sequence[tuple[str, Place]], line: int
) -> tuple[Place, int] | None:
    """Return the origin of the text that a line of a migration is in, and the line of that text."""
    for text, origin in texts:
        start = migration.up.text.find(text)
        first = migration.up.text.count("\n", 0, start) + 1
        if start >= 0 and first <= line <= first + text.count("\n"):
            return origin, line - first
    return None


def _revert_new(database: ScratchDatabase, new: Sequence[Migration]) -> None:
    downs = [migration.down for migration in reversed(new) if migration.down is not None]
    try:
        database.run(downs)
    except Failed as error:
        raise VerificationFailed(
            f'the new down file "{error.file}" cannot be applied: {error.message}',
            hint=f"{_NOTHING_WRITTEN}; write that migration by hand; {_UNPROVEN}",
        ) from error


def _compare_with_declared(
    before: SchemaModel, after: SchemaModel, old: SchemaModel, wanted: SchemaModel
) -> None:
    """Raise VerificationFailed unless the state after is the declared schema."""
    lines = describe_model_difference(held_against(after, before, old, wanted), wanted)
    if not lines:
        return
    if differed_already(before, after, wanted):
        hint = (
            "these migrations did not touch it: one written by hand changed it before; "
            f"let the schema files say the same, or change it back by hand; {_UNPROVEN}"
        )
    else:
        hint = f"{_NOTHING_WRITTEN}; write that migration by hand; {_UNPROVEN}"
    raise VerificationFailed(
        _listed("the new migrations do not give the declared schema", lines), hint=hint
    )


def _require_no_helpers(end: CatalogState) -> None:
    """Raise VerificationFailed where migrations with their contracts leave something behind."""
    if end.helpers:
        raise VerificationFailed(
            _listed("the new migrations leave helpers behind", end.helpers),
            hint=f"{_NOTHING_WRITTEN}; write that migration by hand; {_UNPROVEN}",
        )


def _require_equal(actual: CatalogState, expected: CatalogState, message: str) -> None:
    lines = describe_difference(actual, expected)
    if lines:
        raise VerificationFailed(
            _listed(message, lines),
            hint=f"{_NOTHING_WRITTEN}; write that migration by hand; {_UNPROVEN}",
        )


def _listed(message: str, lines: Sequence[str]) -> str:
    shown = [f"  {line}" for line in lines[:_SHOWN]]
    if len(lines) > _SHOWN:
        shown.append(f"  and {len(lines) - _SHOWN} more")
    return "\n".join([f"{message}:", *shown])
