"""What is around each change of a generation, for those who write it in steps; and contracts.

A contract is a migration of its own, right behind the one that it concludes: it takes away what was
left for the code of before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.base import OnlineForm, Situation
from fluentorm.diff.operations import (
    AlterEnum,
    AlterObject,
    Change,
    CreateObject,
    CreateTable,
    DropEnum,
    DropObject,
    DropTable,
    RenameTable,
)
from fluentorm.diff.slugs import slug
from fluentorm.migrate.file import Draft
from fluentorm.migrate.header import Need

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fluentorm.dialects.base import ContractForm
    from fluentorm.diff.operations import Operation
    from fluentorm.diff.state import State
    from fluentorm.migrate.generate import Online
    from fluentorm.schema.objects import SchemaModel

PLAIN = OnlineForm()
_ANYWHERE = (
    *(AlterEnum, AlterObject, CreateObject, DropObject),
    *(CreateTable, DropTable, DropEnum, RenameTable),
)


class Forms:
    """The forms of the changes of one generation, asked for in their order.

    The schema between two changes is worked out only where there are several, and one of them is
    about something that exists.
    """

    def __init__(
        self,
        online: Online | None,
        version: int,
        changes: Sequence[Change],
        old: SchemaModel,
        new: SchemaModel,
    ) -> None:
        every = [operation for change in changes for operation in change.operations]
        self._online = online
        self._version = version
        self._changes = changes
        self._created = frozenset(o.table.name for o in every if isinstance(o, CreateTable))
        self._dropped = frozenset(o.table.name for o in every if isinstance(o, DropTable))
        self._old, self._new = old, new
        self._kept: frozenset[str] = frozenset()
        self._state: State | None = None
        self._reached = 0

    def of(self, number: int, name: str) -> OnlineForm:
        """Return the form of a change, whose up file has this name. Raises DiffError."""
        change = self._changes[number]
        if self._online is None or not any(map(self._touches, change.operations)):
            return PLAIN
        before, after = self._around(number)
        situation = Situation(
            name=name,
            before=before,
            after=after,
            declared=self._new,
            created=self._created,
            dropped=self._dropped,
            version=self._version,
            kept=self._kept,
        )
        form = self._online(change, situation) or PLAIN
        self._kept |= form.kept
        return form

    def _touches(self, operation: Operation) -> bool:
        """Say whether an operation may be about a table that exists."""
        if isinstance(operation, _ANYWHERE):
            return bool(self._old.tables)
        table = getattr(operation, "table", None)
        return isinstance(table, str) and table not in self._created

    def _around(self, number: int) -> tuple[SchemaModel, SchemaModel]:
        """Return the schema before and after a change."""
        if len(self._changes) == 1:
            return self._old, self._new
        from fluentorm.diff.apply import advance
        from fluentorm.diff.state import State

        if self._state is None:
            self._state = State(self._old)
        for change in self._changes[self._reached : number]:
            advance(self._state, change.operations)
        before = self._state.model()
        advance(self._state, self._changes[number].operations)
        self._reached = number + 1
        return before, self._state.model()


def concluding(change: Change) -> Change:
    """Return the change that concludes another one; it does nothing to the declared schema."""
    return Change(
        slug=slug(change.slug, "contract"), kind="contract", table=change.table, operations=()
    )


def contract_draft(change: Change, version: str, expand: str, form: ContractForm) -> Draft:
    """Return the contract of a migration, whose up file is ``expand``."""
    return Draft(
        version=version,
        slug=change.slug,
        table=change.table,
        kind=change.kind,
        parent=expand,
        up_steps=form.up,
        down_steps=form.down,
        hazards=form.hazards,
        down_notes=form.down_notes,
        down_needs=needs_of(form.down_needs, ()),
        contract=expand,
    )


def needs_of(found: Iterable[tuple[int, str]], others: Iterable[Need]) -> tuple[Need, ...]:
    """Return what a form and its operations need, each once."""
    own = [Need(version // 10000, reason) for version, reason in found]
    return tuple(dict.fromkeys([*others, *own]))
