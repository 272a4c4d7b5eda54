"""Which form each operation of a change gets, and a change as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.base import OnlineForm, StepKind
from fluentorm.dialects.postgres.ddl import render
from fluentorm.dialects.postgres.online import (
    columns,
    departures,
    enums,
    indexes,
    keys,
    old_names,
    partitions,
    refusals,
    renaming,
    retype,
    rules,
    stages,
)
from fluentorm.dialects.postgres.online.matviews import redefined
from fluentorm.dialects.postgres.online.needs import with_needs
from fluentorm.dialects.postgres.online.refusals import Blocking, blocking, refused
from fluentorm.dialects.postgres.online.retyping import Cost, cost, is_zoned
from fluentorm.dialects.postgres.online.scene import Scene, downwards, upwards
from fluentorm.dialects.postgres.online.shapes import unshadowable
from fluentorm.dialects.postgres.online.steps import (
    Step,
    as_usual,
    long,
    merged,
    plain,
    short,
    written,
)
from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterConstraint,
    AlterTable,
    CreateObject,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropObject,
    DropTable,
    RenameColumn,
    inverse,
)
from fluentorm.errors import DiffError, Problem
from fluentorm.schema.objects import Check, Exclusion, ForeignKey, PrimaryKey, Unique

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.dialects.base import Situation, StepText
    from fluentorm.diff.operations import Change, Operation
    from fluentorm.schema.objects import Constraint

_ZONE = "SET LOCAL TimeZone = 'UTC'"
"""Whoever runs a file, a time without a zone becomes the one that it is in UTC, and stays as it
is."""


def online_form(change: Change, situation: Situation) -> OnlineForm | None:
    """Return a change in steps that stop nobody; None where it is one short transaction anyway.

    Raises DiffError where there is no such form, unless the schema says that it may block.
    """
    form = _form(change, situation)
    return None if form is None else with_needs(form, upwards(situation))


def _form(change: Change, situation: Situation) -> OnlineForm | None:
    up, down = upwards(situation), downwards(situation)
    forth = change.operations
    back = tuple(inverse(operation) for operation in reversed(forth))
    reasons = _reasons(forth, up)
    announced = "; ".join(_stopping(back, down)) or None
    if reasons:
        reason = "; ".join(dict.fromkeys(reasons))
        return OnlineForm(blocking=reason, down_blocking=announced and reason)
    renamed = renaming.wanted(forth, up)
    if renamed is not None:
        return _renamed(renamed, forth, back, up)
    if drops := stages.staged(forth, up):
        return _dropped_later(drops, forth, back, up, down)
    if old_name := old_names.wanted(forth, up):
        return old_names.kept(old_name, forth, back, up, down, steps_of)
    if drop := departures.leaving(forth, up):
        return departures.in_two_stages(drop, forth, up, down, steps_of)
    whole = _shadowed(forth, up)
    if whole is not None:
        return OnlineForm(
            up=written(retype.expand(whole, up)),
            down=written(retype.swap_back(_turned(whole), down, up)),
            contract=retype.contract(whole, up),
            kept=whole.kept,
        )
    there, again = _texts(steps_of(forth, up)), _texts(steps_of(back, down))
    if not (there or again or announced):
        return None
    return OnlineForm(up=there, down=again, down_blocking=announced)


def _renamed(
    rename: RenameColumn,
    forth: Sequence[Operation],
    back: Sequence[Operation],
    up: Scene,
) -> OnlineForm:
    """Return a rename of a column that has both names for a while."""
    change = renaming.of_operation(rename, forth, up)
    why = renaming.impossible(change, up)
    if why is not None:
        column = up.wanted(rename.table).columns[rename.after]
        problem = Problem(
            f'column "{rename.after}" of table "{rename.table}" cannot have its old name '
            f'"{rename.before}" beside the new one: {why}',
            column.origin,
            "leave online=True out, and rename it when no code uses the old name",
        )
        raise DiffError([problem])
    return OnlineForm(
        up=written(renaming.expand(change, up)),
        down=written(renaming.take_back(change, up, back)),
        contract=renaming.contract(change, up),
    )


def _dropped_later(
    drops: Sequence[DropColumn],
    forth: Sequence[Operation],
    back: Sequence[Operation],
    up: Scene,
    down: Scene,
) -> OnlineForm:
    """Return a drop of columns in two stages; what stood on them goes at once."""
    undone = {(one.table, one.column.name) for one in drops}
    first = [one for one in forth if one not in drops]
    last = [
        one
        for one in back
        if not (isinstance(one, AddColumn) and (one.table, one.column.name) in undone)
    ]
    leaving = [step for one in drops for step in stages.leave_out(one)]
    returning = [step for one in drops for step in stages.take_back(one, down)]
    return OnlineForm(
        up=written([*steps_of(first, up), *leaving]),
        down=written([*returning, *steps_of(last, down)]),
        contract=stages.contract(drops),
        hazards=(),
        kept=frozenset().union(*(departures.needed_by_column(one.column) for one in drops)),
    )


def _texts(steps: Sequence[Step]) -> tuple[StepText, ...]:
    return () if as_usual(steps) else written(steps)


def _reasons(operations: Sequence[Operation], scene: Scene) -> list[str]:
    """Return why the author lets a change block. Raises DiffError where he does not."""
    found = _without_form(operations, scene)
    problems = [one.problem for one in found if one.reason is None]
    if problems:
        raise DiffError(problems)
    return [one.reason for one in found if one.reason is not None]


def _stopping(operations: Sequence[Operation], scene: Scene) -> tuple[str, ...]:
    """Return what some operations stop others for, whatever the author says to it."""
    found = _without_form(operations, scene)
    return tuple(dict.fromkeys(one.problem.message for one in found))


def _without_form(operations: Sequence[Operation], scene: Scene) -> list[Blocking]:
    found = [one for one in (blocking(o, scene) for o in operations) if one is not None]
    return found or list(_hopeless(operations, scene))


def _shadowed(operations: Sequence[Operation], scene: Scene) -> retype.Retype | None:
    """Return a change that is made by columns beside the others, None where it is none."""
    enum = enums.swapped_enum(operations, scene)
    if enum is not None:
        return enums.of_operations(enum, operations, scene)
    shadowed = shadowed_columns(operations, scene)
    return retype.of_operations(operations, shadowed) if shadowed else None


def _hopeless(operations: Sequence[Operation], scene: Scene) -> Iterator[Blocking]:
    """Yield the changes of type that cannot be made by a column beside the other."""
    enum = enums.swapped_enum(operations, scene)
    because = None if enum is None else enums.impossible(enum, operations, scene)
    if enum is not None and because is not None:
        yield refusals.enum(enum, scene, because)
    shadowed = shadowed_columns(operations, scene)
    why = unshadowable(operations, shadowed, scene) if shadowed else None
    if why is None:
        return
    for one in shadowed:
        table = scene.wanted(one.table)
        yield refused(
            f'column "{one.after.name}" of table "{one.table}"',
            f"its type cannot change to {one.after.type} beside the traffic: {why}",
            one.after.origin or table.origin,
            "",
            one.after.blocking_ok or table.steering.blocking_ok,
        )


def shadowed_columns(operations: Sequence[Operation], scene: Scene) -> tuple[AlterColumn, ...]:
    """Return the changes of type that need a column beside the other."""
    return tuple(
        operation
        for operation in operations
        if isinstance(operation, AlterColumn)
        and scene.knows(operation.table)
        and cost(operation, scene) is Cost.ROWS
        and not operation.after.details.inherited
    )


def _turned(whole: retype.Retype) -> retype.Retype:
    """Return a change of types with the objects around it as the way back has them."""
    dropped = tuple(DropObject(object=o.object, given=o.given) for o in reversed(whole.created))
    created = tuple(CreateObject(object=o.object, given=o.given) for o in reversed(whole.dropped))
    return replace(whole, dropped=dropped, created=created)


def steps_of(operations: Sequence[Operation], scene: Scene) -> list[Step]:
    """Return the steps of some operations that belong together, in one direction."""
    whole = None if any(_hopeless(operations, scene)) else _shadowed(operations, scene)
    if whole is not None:
        return merged(retype.at_once(whole, scene))
    views = redefined(operations, scene)
    if views is not None:
        return merged(views)
    steps = list(_steps(operations, scene))
    if _makes_anew(operations):
        return _around(steps)
    return merged(steps)


def _makes_anew(operations: Sequence[Operation]) -> bool:
    gone = {o.object.ref for o in operations if isinstance(o, DropObject)}
    return any(isinstance(o, CreateObject) and o.object.ref in gone for o in operations)


def _around(steps: Sequence[Step]) -> list[Step]:
    """Keep in one transaction what drops objects and makes them again; the rest comes after it.

    Nobody ever finds a view missing.
    """
    first = [step for step in steps if step.kind is StepKind.SHORT]
    rest = [step for step in steps if step.kind is not StepKind.SHORT]
    statements = tuple(line for step in first for line in step.statements)
    table = next((step.table for step in first if step.table), "")
    whole = plain(table, statements)
    return [replace(whole, plain=all(step.plain for step in first)), *merged(rest)]


def _steps(operations: Sequence[Operation], scene: Scene) -> Iterator[Step]:
    position = 0
    while position < len(operations):
        operation = operations[position]
        following = operations[position + 1] if position + 1 < len(operations) else None
        pair = _replacement(operation, following, scene)
        if pair is not None:
            yield from pair
            position += 2
            continue
        yield from _of(operation, operations, scene)
        position += 1


def _replacement(
    operation: Operation, following: Operation | None, scene: Scene
) -> Iterator[Step] | None:
    """Return the steps that put one constraint or index in the place of another of its name."""
    match operation, following:
        case DropIndex(table=table, index=before), AddIndex(table=other, index=after) if (
            table == other and before.name == after.name and scene.knows(table)
        ):
            return indexes.replace_index(table, before, after, scene)
        case DropConstraint(table=table, constraint=old), AddConstraint(
            table=other, constraint=new
        ) if table == other and old.name == new.name and scene.knows(table):
            return _replaced(table, old, new, scene)
        case _:
            return None


def _replaced(
    table: str, before: Constraint, after: Constraint, scene: Scene
) -> Iterator[Step] | None:
    match after:
        case Check() | ForeignKey():
            return rules.replace_rule(table, before, after, scene)
        case PrimaryKey() | Unique() if not after.without_overlaps:
            if isinstance(after, PrimaryKey) and scene.table(table).details.partition_by:
                return None  # a table has one primary key, and its partitions cannot swap theirs
            return keys.replace_key(table, before, after, scene)
        case _:
            return None


def _of(operation: Operation, group: Sequence[Operation], scene: Scene) -> Iterator[Step]:
    """Yield the steps of one operation."""
    match operation:
        case AddIndex(table=table, index=index) if scene.knows(table):
            yield from indexes.add_index(table, index, scene)
        case DropIndex(table=table, index=index) if scene.knows(table):
            yield from indexes.drop_index(table, index, scene)
        case AddConstraint(table=table, constraint=constraint) if scene.knows(table):
            yield from _constraint(operation, constraint, scene)
        case AlterConstraint() if scene.knows(operation.table):
            yield from _altered_constraint(operation, scene)
        case AddColumn(table=table) if scene.knows(table):
            yield from columns.add(operation, scene)
        case AlterColumn() if scene.knows(operation.table):
            yield from _column(operation, scene)
        case CreateTable():
            yield from partitions.create(operation, scene)
        case DropTable():
            yield from partitions.drop(operation, scene)
        case AlterTable():
            yield from partitions.alter(operation, scene)
        case _:
            yield plain(table_of(operation), render(operation))


def table_of(operation: Operation) -> str:
    """Return the key of the table that an operation locks, "" where it locks none."""
    table = getattr(operation, "table", "")
    if not table:
        table = getattr(getattr(operation, "object", None) or operation, "table", "")
    return table if isinstance(table, str) else table.name


def _constraint(operation: AddConstraint, rule: Constraint, scene: Scene) -> Iterator[Step]:
    match rule:
        case Check() | ForeignKey():
            yield from rules.add_rule(operation.table, rule, scene)
        case Exclusion():
            yield plain(operation.table, render(operation))
        case _ if rule.without_overlaps:
            yield plain(operation.table, render(operation))
        case _:
            yield from keys.add_key(operation.table, rule, scene)


def _altered_constraint(operation: AlterConstraint, scene: Scene) -> Iterator[Step]:
    """Validate apart, and never enforce in place: that reads the rows under a lock (measured)."""
    before, after = operation.before, operation.after
    match before, after:
        case Check(enforced=False) | ForeignKey(enforced=False), Check(enforced=True) | ForeignKey(
            enforced=True
        ):
            yield from rules.replace_rule(operation.table, before, after, scene)
            return
        case _:
            pass
    for statement in render(operation):
        if " VALIDATE CONSTRAINT " in statement:
            yield long(operation.table, statement)
        else:
            yield plain(operation.table, [statement])


def _column(operation: AlterColumn, scene: Scene) -> Iterator[Step]:
    match cost(operation, scene):
        case Cost.CHECKS:
            yield from _between_checks(operation, scene)
        case _:
            if is_zoned(operation):
                yield short(operation.table, _ZONE)
            yield from columns.alter_in_place(operation, scene)


def _between_checks(operation: AlterColumn, scene: Scene) -> Iterator[Step]:
    """Let the checks over the column step aside for an instant, and be validated afterwards."""
    from fluentorm.dialects.postgres.online.retyping import items_over

    table, name = operation.table, operation.after.name
    checks = [c for c in items_over(scene.table(table), name) if isinstance(c, Check)]
    here = scene.before.tables[table].constraints
    kept = [check for check in checks if here.get(check.name) == check]
    whole = [c for c in kept if c.validated and c.enforced]
    drops = [line for c in whole for line in render(DropConstraint(table=table, constraint=c))]
    yield plain(table, drops)
    yield from columns.alter_in_place(operation, scene)
    again = [
        line
        for c in whole
        for line in render(AddConstraint(table=table, constraint=replace(c, validated=False)))
    ]
    yield replace(plain(table, again), plain=False)
    for check in whole:
        yield rules.validate(table, check.name)
