"""Tables and types that go in two stages: first they are left to old code, then dropped.

A comment marks them meanwhile. What is needed by something that stays for a while stays with it,
whether that was asked for or not: PostgreSQL drops nothing that is used.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from fluentorm.dialects.base import ContractForm, OnlineForm
from fluentorm.dialects.postgres.clauses import comment_on
from fluentorm.dialects.postgres.ddl import down_notes, hazards, render
from fluentorm.dialects.postgres.online.steps import short, written
from fluentorm.diff.operations import (
    DropConstraint,
    DropEnum,
    DropObject,
    DropTable,
    inverse,
)
from fluentorm.diff.uses import enum_of
from fluentorm.schema.helpers import MARK
from fluentorm.schema.objects import Check, ForeignKey
from fluentorm.schema.qualified import bare_name
from fluentorm.schema.refs import OBJECT_TYPES, Kind
from fluentorm.schema.tokens import mentioned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.dialects.postgres.online.steps import Step
    from fluentorm.diff.operations import Operation
    from fluentorm.schema.objects import Column

_Leaving: TypeAlias = DropTable | DropEnum | DropObject
_ON_TABLES = frozenset({Kind.TRIGGER, Kind.POLICY, Kind.RULE, Kind.STATISTICS})
_NEEDED = OBJECT_TYPES | {Kind.FUNCTION, Kind.SEQUENCE}
_LATER = f"{MARK} until the contract drops it"


def leaving(operations: Sequence[Operation], scene: Scene) -> _Leaving | None:
    """Return the drop of a table or a type that is made in two stages, None where none is."""
    staged = scene.declared.staged_drops
    for operation in operations:
        match operation:
            case DropTable(table=table):
                if ("table", table.name) in staged and scene.knows(table.name):
                    return operation
            case DropEnum() | DropObject() if len(operations) == 1:
                if _stays(operation, scene):
                    return operation
            case _:
                pass
    return None


def _stays(drop: DropEnum | DropObject, scene: Scene) -> bool:
    """Say whether an object stays for a while: on a table that does, needed, or asked for."""
    staged = scene.declared.staged_drops
    if isinstance(drop, DropEnum):
        return ("type", drop.enum.name) in staged or drop.enum.name in scene.kept
    item = drop.object
    if item.ref.kind in _ON_TABLES:
        return ("table", getattr(item, "table", "")) in staged
    if item.ref.kind in OBJECT_TYPES and ("type", item.name) in staged:
        return True
    return item.ref.kind in _NEEDED and not scene.kept.isdisjoint({item.name, bare_name(item.name)})


def in_two_stages(
    drop: _Leaving,
    operations: Sequence[Operation],
    up: Scene,
    down: Scene,
    steps_of: Callable[[Sequence[Operation], Scene], list[Step]],
) -> OnlineForm:
    """Return the form of a drop in two stages; ``steps_of`` gives the steps of the rest of it.

    Foreign keys of a table go at once: new code knows nothing of the rows that would hold others.
    """
    keys = [one for one in operations if _is_foreign_key(one)]
    rest = [one for one in operations if one not in keys]
    there = replace(down, before=up.before, fresh=down.fresh - {_table(drop)})
    mark, unmark = _comment(drop, _LATER), _comment(drop, _comment_of(drop))
    return OnlineForm(
        up=written([*steps_of(keys, up), short(_table(drop), mark)]),
        down=written([short(_table(drop), unmark), *steps_of(_inverted(keys), there)]),
        contract=ContractForm(
            up=written(steps_of(rest, up)),
            down=written([*steps_of(_inverted(rest), down), short(_table(drop), mark)]),
            hazards=tuple(dict.fromkeys(line for one in rest for line in hazards(one))),
            down_notes=tuple(dict.fromkeys(line for one in rest for line in down_notes(one))),
        ),
        hazards=(),
        kept=needed(drop),
    )


def needed(drop: _Leaving) -> frozenset[str]:
    """Return the names of types, functions and sequences that what stays may need."""
    match drop:
        case DropTable(table=table):
            checks = (c.expression for c in table.constraints.values() if isinstance(c, Check))
            every = (needed_by_column(column) for column in table.columns.values())
            return frozenset().union(*every, *map(mentioned, checks))
        case DropObject(object=item) if item.ref.kind in _ON_TABLES:
            texts = (getattr(item, name, None) for name in ("call", "when", "using", "check"))
            return frozenset().union(*(mentioned(text) for text in texts if text))
        case _:
            return frozenset()


def needed_by_column(column: Column) -> frozenset[str]:
    """Return the names of what a column may need."""
    made = None if column.generated is None else column.generated.expression
    texts = (text for text in (column.default, made) if text is not None)
    return frozenset({enum_of(column.type)}).union(*map(mentioned, texts))


def _is_foreign_key(operation: Operation) -> bool:
    return isinstance(operation, DropConstraint) and isinstance(operation.constraint, ForeignKey)


def _inverted(operations: Sequence[Operation]) -> list[Operation]:
    return [inverse(operation) for operation in reversed(operations)]


def _table(drop: _Leaving) -> str:
    return (
        drop.table.name
        if isinstance(drop, DropTable)
        else str(getattr(getattr(drop, "object", None), "table", ""))
    )


def _comment_of(drop: _Leaving) -> str | None:
    match drop:
        case DropTable(table=table):
            return table.comment
        case DropEnum(enum=enum):
            return enum.comment
        case DropObject(object=item):
            return getattr(item, "comment", None)


def _comment(drop: _Leaving, text: str | None) -> str:
    return comment_on(render(drop)[0].removeprefix("DROP "), text)
