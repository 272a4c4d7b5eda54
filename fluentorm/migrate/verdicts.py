"""Verdicts: how far each migration of a chain can be undone, and whether the chain ends well.

The whole chain runs from empty on a scratch database, hand-written migrations included.
"""

from __future__ import annotations

from contextlib import ExitStack
from enum import StrEnum
from typing import TYPE_CHECKING

from fluentorm.errors import Failed
from fluentorm.migrate.compare import held_against
from fluentorm.migrate.verify import apply_existing
from fluentorm.schema.catalog import describe_model_difference
from fluentorm.schema.objects import SchemaModel, Table
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fluentorm.migrate.verify import Declared, Migration, Scratch, ScratchDatabase
    from fluentorm.schema.catalog import CatalogState


# How notes begin that name a reason why the way back may fail, with nothing lost.
_MAY_FAIL = "fails "


class VerdictKind(StrEnum):
    """How far a migration can be undone."""

    EXACT = "exact"
    DATA_LOST = "data lost"
    IRREVERSIBLE = "irreversible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the proof found about one migration, with its reasons, one line each.

    ``declared`` says that the down file itself calls the migration irreversible.
    """

    name: str
    kind: VerdictKind
    reasons: tuple[str, ...] = ()
    declared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """A verdict per migration, and where the end of the chain is not the declared schema."""

    verdicts: tuple[Verdict, ...]
    differences: tuple[str, ...] = ()


def verify_chain(
    scratch: Scratch,
    migrations: Sequence[Migration],
    *,
    digest: str | None = None,
    declared: Declared | None = None,
    said: Callable[[Verdict], None] | None = None,
) -> ChainReport:
    """Run the whole chain from empty, each migration up, down and up again.

    ``digest`` is the chain's: its end becomes a template. With ``declared`` the end is compared
    with it; objects that only hand-written migrations know are not held against it. ``said`` gets
    each verdict as soon as there is one: a long chain takes minutes.

    Raises VerificationFailed when an up file fails: what follows it cannot be judged.
    """
    verdicts: list[Verdict] = []
    with ExitStack() as stack:
        database = stack.enter_context(scratch.empty())
        state = database.introspect()
        for number, migration in enumerate(migrations, start=1):
            apply_existing(database, (migration.up,))
            verdict, intact = _judge(database, migration, state)
            verdicts.append(verdict)
            if said is not None:
                said(verdict)
            if not intact:
                stack.close()
                database = stack.enter_context(scratch.empty())
                apply_existing(database, [known.up for known in migrations[:number]])
            state = database.introspect()
        differences: tuple[str, ...] = ()
        if declared is not None:
            differences = _differences_at_end(database, state.model, declared)
        if digest is not None:
            database.keep(digest)
    return ChainReport(verdicts=tuple(verdicts), differences=differences)


def _judge(
    database: ScratchDatabase, migration: Migration, before: CatalogState
) -> tuple[Verdict, bool]:
    """Try the way back; say also whether the database is in the state after the up file."""
    name, down = migration.name, migration.down
    if down is None or migration.irreversible is not None:
        reason = migration.irreversible or migration.no_way_back
        declared = migration.irreversible is not None
        verdict = Verdict(
            name=name, kind=VerdictKind.IRREVERSIBLE, reasons=(reason,), declared=declared
        )
        return verdict, True
    try:
        differences = database.undo(down, before)
    except Failed as error:
        what = "the down file fails: " if down.code is None else ""
        reason = f"{what}{_server_words(error)}"
        return _irreversible(name, reason), down.whole
    if differences:
        return _irreversible(name, *differences), down.whole
    try:
        database.run((migration.up,))
    except Failed as error:
        return _irreversible(name, f"fails after its down file: {_server_words(error)}"), False
    lost = any(not note.startswith(_MAY_FAIL) for note in migration.losses)
    kind = VerdictKind.DATA_LOST if lost else VerdictKind.EXACT
    return Verdict(name=name, kind=kind, reasons=migration.losses), True


def _irreversible(name: str, *reasons: str) -> Verdict:
    return Verdict(name=name, kind=VerdictKind.IRREVERSIBLE, reasons=reasons)


def _differences_at_end(
    database: ScratchDatabase, end: SchemaModel, declared: Declared
) -> tuple[str, ...]:
    names = declared.model.tables.keys() & end.tables.keys()
    replaced = SchemaModel(
        tables={name: end.tables[name] for name in end.tables if name in names},
        enums={name: enum for name, enum in end.enums.items() if name in declared.model.enums},
        objects={ref: item for ref, item in end.objects.items() if ref in declared.model.objects},
    )
    wanted = database.declared(replaced, declared.render(declared.model))
    # No generated migration left anything but what is declared.
    known = SchemaModel(tables={name: Table(name=name, columns={}) for name in names})
    return describe_model_difference(held_against(end, end, known, wanted), wanted)


def _server_words(error: Failed) -> str:
    if not error.statement:
        return error.message
    detail = f" ({error.cause.detail})" if error.cause.detail else ""
    return f"statement {error.statement}: {error.cause.message}{detail}"
