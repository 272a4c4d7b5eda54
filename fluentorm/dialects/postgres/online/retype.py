"""Another type for a column in use: expand by a column beside it, swap, and contract later.

A type that changes itself is made anew beside the old one, and takes its name in the swap. Between
swap and contract a trigger keeps the old column filled, so that the way back loses nothing.
Whatever stands on the column moves over in the one transaction of the swap: views, policies and
the like are dropped before and made after it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.base import ContractForm
from fluentorm.dialects.postgres.clauses import alter_table, bare, comment_on, qualified
from fluentorm.dialects.postgres.column_clauses import (
    USUAL_NOT_NULL,
    add_not_null,
    alter,
    identity,
)
from fluentorm.dialects.postgres.columns import changed_sequence_privileges, identity_sequence
from fluentorm.dialects.postgres.ddl import render
from fluentorm.dialects.postgres.items import drop_item
from fluentorm.dialects.postgres.online import rules, shadow
from fluentorm.dialects.postgres.online.not_null import is_later
from fluentorm.dialects.postgres.online.shadow import Shadow
from fluentorm.dialects.postgres.online.steps import backfill, long, short, written
from fluentorm.dialects.postgres.online.surroundings import (
    Reference,
    owned_sequences,
    referencing,
    statistics_over,
)
from fluentorm.dialects.postgres.privileges import changed_column_privileges
from fluentorm.diff.operations import AlterColumn, CreateObject, DropObject
from fluentorm.diff.uses import enum_of
from fluentorm.schema.objects import ForeignKey, PrimaryKey
from fluentorm.schema.privileges import NO_PRIVILEGES
from fluentorm.schema.qualified import quote_name, sibling
from fluentorm.schema.sql_text import quote_identifier as quote
from fluentorm.schema.sql_text import quote_literal
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.dialects.postgres.online.steps import Step
    from fluentorm.dialects.postgres.online.sync import Sync
    from fluentorm.dialects.postgres.online.types import TypeSwap
    from fluentorm.diff.operations import Operation
    from fluentorm.schema.objects import Column, Constraint, Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Retype:
    """A change of types of one table: its columns, and what else the change does.

    Where ``types`` change places with it, the columns on both sides are of their other names.
    """

    table: str
    altered: tuple[AlterColumn, ...]
    dropped: tuple[DropObject, ...]
    created: tuple[CreateObject, ...]
    types: TypeSwap | None = None

    @property
    def kept(self) -> frozenset[str]:
        """The types that the old columns are of, which stay for a while."""
        return frozenset(enum_of(one.before.type) for one in self.altered)

    def shadows(self, scene: Scene) -> tuple[Shadow, ...]:
        """Return the columns that are made beside the others."""
        return tuple(
            Shadow(
                table=self.table,
                before=one.before,
                after=one.after,
                name=scene.helper(f"column {self.table}.{one.after.name}"),
                kept=shadow.old_name(self.table, one.after.name, scene),
            )
            for one in self.altered
        )


def expand(change: Retype, scene: Scene) -> Iterator[Step]:
    """Yield the steps up to the swap; the old columns stay, and are kept filled."""
    shadows = change.shadows(scene)
    yield from _prepare(change, shadows, scene)
    keep = _backward(shadows, scene)
    gone = shadow.forward(shadows, scene)
    yield _swap(change, shadows, scene, before=gone.drop(), after=keep.create())


def at_once(change: Retype, scene: Scene) -> Iterator[Step]:
    """Yield the steps of a way back that nothing was kept for: the old columns go at its end."""
    shadows = change.shadows(scene)
    yield from _prepare(change, shadows, scene)
    gone = shadow.forward(shadows, scene)
    yield _swap(change, shadows, scene, before=gone.drop(), after=())
    yield short(change.table, *_drop_columns(change, [one.kept for one in shadows]))


def swap_back(change: Retype, scene: Scene, up: Scene) -> Iterator[Step]:
    """Yield the steps of the way back while the old columns are still there."""
    forth = change.shadows(up)
    shadows = tuple(
        Shadow(
            table=one.table,
            before=one.after,
            after=replace(one.before, using=None),
            name=one.kept,
            kept=one.name,
        )
        for one in forth
    )
    table = change.table
    values = [(one.name, one.value) for one in shadows]
    if change.types is not None:
        types = change.types.turned()
        change = replace(change, types=types)
        yield from types.proven(change.altered, back=True)
    yield backfill(table, shadow.fill_all(table, values))
    yield from _build(change, shadows, scene)
    keep = _backward(forth, up)
    yield _swap(change, shadows, scene, before=keep.drop(), after=())
    yield short(table, *_drop_columns(change, [one.kept for one in shadows]))


def contract(change: Retype, scene: Scene) -> ContractForm:
    """Return the migration that takes the old columns away."""
    shadows, table = change.shadows(scene), change.table
    keep = _backward(shadows, scene)
    gone = short(table, *keep.drop(), *_drop_columns(change, [one.kept for one in shadows]))
    clauses = [f"ADD COLUMN {quote(one.kept)} {_type(one.before)}" for one in shadows]
    values = [(one.kept, shadow.returned(one)) for one in shadows]
    types = () if change.types is None else change.types.create_old()
    back = (
        short(table, *types, alter_table(table, clauses), *keep.create()),
        backfill(table, shadow.fill_all(table, values)),
    )
    return ContractForm(up=written([gone]), down=written(back))


def _type(column: Column) -> str:
    collation = "" if column.collation is None else f" COLLATE {column.collation}"
    return f"{column.type}{collation}"


def _backward(shadows: Sequence[Shadow], scene: Scene) -> Sync:
    return shadow.backward(shadows, scene.helper(f"backward {shadows[0].table}"))


def _drop_columns(change: Retype, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the statements that drop the old columns, and the type that only they were of."""
    gone = alter_table(change.table, [f"DROP COLUMN {quote(column)}" for column in columns])
    return (gone, *(() if change.types is None else change.types.drop_old()))


def _prepare(change: Retype, shadows: Sequence[Shadow], scene: Scene) -> Iterator[Step]:
    """Yield the steps that bring the shadows beside the columns, filled and with all over them."""
    table = change.table
    if change.types is not None:
        yield from change.types.proven(change.altered)
        yield short("", *change.types.create_new())
    yield from shadow.add_shadows(shadows, scene)
    yield backfill(table, shadow.fill_all(table, [(one.name, one.value) for one in shadows]))
    yield from _build(change, shadows, scene)


def _build(change: Retype, shadows: Sequence[Shadow], scene: Scene) -> Iterator[Step]:
    table = change.table
    yield from shadow.build(table, _new_items(change, shadows, scene), scene)
    for one in shadows:
        if not one.after.nullable and not is_later(one.after):
            check = f"CHECK ({quote(one.name)} IS NOT NULL) NOT VALID"
            name = _proof(one, scene)
            yield short(table, alter_table(table, [f"ADD CONSTRAINT {name} {check}"]))
            yield rules.validate(table, name)
    yield from _move_references(change, shadows, scene)
    yield long(table, f"ANALYZE {quote_name(table)}")


def _proof(one: Shadow, scene: Scene) -> str:
    return scene.helper(f"not null {one.table}.{one.column}")


def _new_items(change: Retype, shadows: Sequence[Shadow], scene: Scene) -> list[Constraint | Index]:
    table = shadow.table_over_shadows(scene.after.tables[change.table], shadows)
    if change.types is not None:
        table = change.types.told_new(table)
    return shadow.items(table, [one.name for one in shadows])


def _old_items(change: Retype, shadows: Sequence[Shadow], scene: Scene) -> list[Constraint | Index]:
    return shadow.items(scene.before.tables[change.table], [one.column for one in shadows])


def _move_references(change: Retype, shadows: Sequence[Shadow], scene: Scene) -> Iterator[Step]:
    """Let the foreign keys to the columns refer to the shadows, which hold the same."""
    renamed = {one.column: one.name for one in shadows}
    for reference in referencing(change.table, renamed, scene):
        yield from _move(reference, scene)


def _move(reference: Reference, scene: Scene) -> Iterator[Step]:
    yield from rules.replace_rule(reference.holder, reference.before, reference.after, scene)


def _swap(
    change: Retype,
    shadows: Sequence[Shadow],
    scene: Scene,
    *,
    before: tuple[str, ...],
    after: tuple[str, ...],
) -> Step:
    """Return the one transaction in which the shadows take the place of the columns.

    Its first statement on the table takes the lock that all others need.
    """
    table = change.table
    old, new = _old_items(change, shadows, scene), _new_items(change, shadows, scene)
    statistics = statistics_over(table, [one.column for one in shadows], scene)
    columns = [statement for one in shadows for statement in _exchange(one, scene)]
    keys_first = sorted(new, key=lambda item: isinstance(item, ForeignKey))
    return short(
        table,
        *(line for one in change.dropped for line in render(one)),
        *before,
        *statistics.drop,
        *(() if change.types is None else change.types.exchange()),
        *(drop_item(table, item) for item in sorted(old, key=_drop_order)),
        *columns,
        *(line for item in keys_first for line in shadow.adopt(table, item, scene)),
        *_marks(change, new, scene),
        *statistics.create,
        *after,
        *(line for one in change.created for line in render(one)),
        alone=True,
    )


def _marks(change: Retype, new: Sequence[Constraint | Index], scene: Scene) -> Iterator[str]:
    """Yield the statements that name an index again which the table was told of."""
    table = scene.after.tables[change.table]
    names = {item.name for item in new}
    if table.details.replica_identity_index in names:
        index = quote(table.details.replica_identity_index or "")
        yield alter_table(table.name, [f"REPLICA IDENTITY USING INDEX {index}"])
    if table.details.cluster_on in names:
        yield alter_table(table.name, [f"CLUSTER ON {quote(table.details.cluster_on or '')}"])


def _drop_order(item: Constraint | Index) -> int:
    return isinstance(item, PrimaryKey)


def _exchange(one: Shadow, scene: Scene) -> Iterator[str]:
    """Yield the statements that put a shadow in the place of its column, but for what is over it.

    The sequence of an identity goes on counting where the old one stopped.
    """
    table, old, new = one.table, one.before, one.after
    numbers = quote_name(sibling(table, scene.helper(f"numbers {table}.{one.column}")))
    moved = old.identity is not None and new.identity is not None
    if old.identity is not None and moved:
        name = quote_name(identity_sequence(table, one.column, old.identity))
        helper = quote(scene.helper(f"numbers {table}.{one.column}"))
        yield f"ALTER SEQUENCE {name} RENAME TO {helper}"
    elif old.identity is not None:
        yield alter_table(table, [alter(old, "DROP IDENTITY")])
    loose = []
    if old.default is not None:
        loose.append(alter(old, "DROP DEFAULT"))
    if not old.nullable and not moved:
        loose.append(alter(old, "DROP NOT NULL"))
    if loose:
        yield alter_table(table, loose)
    yield alter_table(table, [f"RENAME COLUMN {quote(one.column)} TO {quote(one.kept)}"])
    yield alter_table(table, [f"RENAME COLUMN {quote(one.name)} TO {quote(one.column)}"])
    yield from _tightened(one, scene)
    if moved and new.identity is not None:
        owner = f"{quote_literal(quote_name(table))}, {quote_literal(one.column)}"
        yield alter_table(table, [alter(new, f"ADD {identity(new.identity)}")])
        yield (
            f"SELECT setval(pg_get_serial_sequence({owner}), "
            f"nextval({quote_literal(numbers)}), false)"
        )
        kept = quote(one.kept)
        yield alter_table(table, [f"ALTER COLUMN {kept} DROP IDENTITY"])
        yield alter_table(table, [f"ALTER COLUMN {kept} DROP NOT NULL"])
    for sequence in owned_sequences(table, one.column, scene):
        yield f"ALTER SEQUENCE {quote_name(sequence)} OWNED BY {qualified(table, one.column)}"
    if new.identity is not None:
        yield from changed_sequence_privileges(table, None, new, NO_PRIVILEGES)
    if new.comment is not None:
        yield comment_on(f"COLUMN {qualified(table, one.column)}", new.comment)
    privileges = {new.name: (NO_PRIVILEGES, new.details.privileges)}
    yield from changed_column_privileges(f"TABLE {quote_name(table)}", privileges)


def _tightened(one: Shadow, scene: Scene) -> Iterator[str]:
    table, new = one.table, one.after
    if not new.nullable:
        yield alter_table(table, [add_not_null(new, new.details.not_null or USUAL_NOT_NULL)])
        if not is_later(new):
            yield alter_table(table, [f"DROP CONSTRAINT {_proof(one, scene)}"])
    if new.default is not None:
        yield alter_table(table, [alter(new, f"SET DEFAULT {bare(new.default)}")])


def of_operations(operations: Sequence[Operation], shadowed: Sequence[AlterColumn]) -> Retype:
    """Return the change that some operations are, of which some columns get shadows."""
    return Retype(
        table=shadowed[0].table,
        altered=tuple(shadowed),
        dropped=tuple(o for o in operations if isinstance(o, DropObject)),
        created=tuple(o for o in operations if isinstance(o, CreateObject)),
    )
