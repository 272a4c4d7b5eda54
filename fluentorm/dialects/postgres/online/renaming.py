"""Another name for a column in use: it has both names until the contract is run.

The new name is a column of its own, kept equal to the old one by a trigger, whichever of them a
statement writes. Code of before finds its name and its indexes until the contract takes them away.
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
    column_definition,
    later_clauses,
)
from fluentorm.dialects.postgres.ddl import render
from fluentorm.dialects.postgres.items import drop_item, index_target
from fluentorm.dialects.postgres.online import rules, shadow
from fluentorm.dialects.postgres.online.indexes import concurrently
from fluentorm.dialects.postgres.online.not_null import is_later, set_not_null
from fluentorm.dialects.postgres.online.steps import backfill, long, short, written
from fluentorm.dialects.postgres.online.steps import bare as outside
from fluentorm.dialects.postgres.online.sync import INDENT, Sync
from fluentorm.dialects.postgres.privileges import changed_column_privileges
from fluentorm.diff.operations import CreateObject, DropObject, RenameColumn
from fluentorm.schema.helpers import MARK
from fluentorm.schema.objects import Exclusion, Index, PrimaryKey
from fluentorm.schema.privileges import NO_PRIVILEGES
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.sql_text import quote_identifier as quote
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.dialects.postgres.online.steps import Step
    from fluentorm.diff.operations import Operation
    from fluentorm.schema.objects import Column, Constraint

_OLD = "old item"


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """A column with two names for a while, and what has to step aside for the change."""

    table: str
    before: Column
    after: Column
    old_items: tuple[Constraint | Index, ...]
    new_items: tuple[Constraint | Index, ...]
    operations: tuple[Operation, ...]


def wanted(operations: Sequence[Operation], scene: Scene) -> RenameColumn | None:
    """Return the rename that shall keep both names for a while."""
    for operation in operations:
        if not isinstance(operation, RenameColumn) or not scene.knows(operation.table):
            continue
        if operation.after in scene.wanted(operation.table).steering.online_renames:
            return operation
    return None


def of_operation(rename: RenameColumn, operations: Sequence[Operation], scene: Scene) -> Renaming:
    """Return all that belongs to a rename."""
    old, new = scene.before.tables[rename.table], scene.after.tables[rename.table]
    return Renaming(
        table=rename.table,
        before=old.columns[rename.before],
        after=new.columns[rename.after],
        old_items=tuple(shadow.items(old, [rename.before])),
        new_items=tuple(shadow.items(new, [rename.after])),
        operations=tuple(operations),
    )


def impossible(change: Renaming, scene: Scene) -> str | None:
    """Return why a column cannot have two names for a while, None where it can."""
    table = scene.before.tables[change.table]
    name = change.before.name
    if change.before.identity is not None or change.before.generated is not None:
        return "its values are made by the server"
    if any(isinstance(item, PrimaryKey | Exclusion) for item in change.old_items):
        return "it is part of the primary key, or of an exclusion constraint"
    referenced = (
        key.references_table == change.table and name in key.references_columns
        for holder in scene.before.tables.values()
        for key in holder.foreign_keys
    )
    if any(referenced):
        return "a foreign key refers to it"
    family = any(change.table in one.details.inherits for one in scene.before.tables.values())
    if table.details.inherits or family or table.details.partition_of is not None:
        return "its table inherits, or is inherited from"
    owner = Ref(Kind.COLUMN, change.table, name)
    if any(getattr(item, "owned_by", None) == owner for item in scene.before.objects.values()):
        return "a sequence belongs to it"
    return None


def expand(change: Renaming, scene: Scene) -> Iterator[Step]:
    """Yield the steps after which the column has both names."""
    table, old, new = change.table, quote(change.before.name), quote(change.after.name)
    empty = shadow.emptied(change.after, change.after.name)
    later = later_clauses(empty)
    yield short(
        table,
        alter_table(table, [f"ADD COLUMN {column_definition(empty)}"]),
        *([alter_table(table, later)] if later else []),
        *_both(change, scene).create(),
    )
    yield backfill(table, shadow.fill_all(table, [(change.after.name, old)]))
    yield from shadow.build(table, change.new_items, scene)
    if _is_tightened(change.after):
        check = f"CHECK ({new} IS NOT NULL) NOT VALID"
        name = _proof(change, scene)
        yield short(table, alter_table(table, [f"ADD CONSTRAINT {name} {check}"]))
        yield rules.validate(table, name)
    yield long(table, f"ANALYZE {quote_name(table)}")
    yield short(table, *_hand_over(change, scene), alone=True)


def _is_tightened(column: Column) -> bool:
    return not column.nullable and not is_later(column)


def _proof(change: Renaming, scene: Scene) -> str:
    return scene.helper(f"not null {change.table}.{change.after.name}")


def _both(change: Renaming, scene: Scene) -> Sync:
    """Return the trigger that gives each of both names what is written to the other.

    Values are compared as text, since not every type can be compared. The default belongs to the
    new name only, so that a row which has the old one was written by the code of before.
    """
    old, new = f".{quote(change.before.name)}", f".{quote(change.after.name)}"
    lines = (
        "IF TG_OP = 'INSERT' THEN",
        f"{INDENT}IF NEW{old} IS NOT NULL THEN",
        f"{INDENT}{INDENT}NEW{new} := NEW{old};",
        f"{INDENT}ELSE",
        f"{INDENT}{INDENT}NEW{old} := NEW{new};",
        f"{INDENT}END IF;",
        f"ELSIF NEW{new}::text IS DISTINCT FROM OLD{new}::text THEN",
        f"{INDENT}NEW{old} := NEW{new};",
        f"ELSIF NEW{old}::text IS DISTINCT FROM OLD{old}::text THEN",
        f"{INDENT}NEW{new} := NEW{old};",
        "END IF;",
    )
    return Sync(table=change.table, name=scene.helper(f"both {change.table}"), lines=lines)


def _hand_over(change: Renaming, scene: Scene) -> Iterator[str]:
    """Yield the statements that make the new name the one that is declared."""
    table, old, new = change.table, change.before, change.after
    gone = [o for o in change.operations if isinstance(o, DropObject)]
    made = [o for o in change.operations if isinstance(o, CreateObject)]
    yield from (line for one in gone for line in render(one))
    for item in change.old_items:
        yield _renamed(table, item, item.name, shadow.helper_name(item, scene, _OLD))
    for item in change.new_items:
        yield from shadow.adopt(table, item, scene)
    if old.default is not None:
        yield alter_table(table, [alter(old, "DROP DEFAULT")])
    if new.default is not None:
        yield alter_table(table, [alter(new, f"SET DEFAULT {bare(new.default)}")])
    if not new.nullable:
        yield alter_table(table, [add_not_null(new, new.details.not_null or USUAL_NOT_NULL)])
        if _is_tightened(new):
            yield alter_table(table, [f"DROP CONSTRAINT {_proof(change, scene)}"])
    yield _marked(change)
    if new.comment is not None:
        yield comment_on(f"COLUMN {qualified(table, new.name)}", new.comment)
    privileges = {new.name: (NO_PRIVILEGES, new.details.privileges)}
    yield from changed_column_privileges(f"TABLE {quote_name(table)}", privileges)
    yield from (line for one in made for line in render(one))


def _marked(change: Renaming) -> str:
    text = f'{MARK} the name before of "{change.after.name}", until the contract drops it'
    return comment_on(f"COLUMN {qualified(change.table, change.before.name)}", text)


def _renamed(table: str, item: Constraint | Index, before: str, after: str) -> str:
    if isinstance(item, Index):
        return f"ALTER {index_target(table, before)} RENAME TO {quote(after)}"
    return alter_table(table, [f"RENAME CONSTRAINT {quote(before)} TO {quote(after)}"])


def take_back(change: Renaming, scene: Scene, back: Sequence[Operation]) -> Iterator[Step]:
    """Yield the step of the way back while the column has both names."""
    table, old = change.table, change.before
    gone = [line for o in back if isinstance(o, DropObject) for line in render(o)]
    made = [line for o in back if isinstance(o, CreateObject) for line in render(o)]
    default = [] if old.default is None else [alter(old, f"SET DEFAULT {bare(old.default)}")]
    names = [
        _renamed(table, item, shadow.helper_name(item, scene, _OLD), item.name)
        for item in change.old_items
    ]
    yield short(
        table,
        *gone,
        *_both(change, scene).drop(),
        *(drop_item(table, item) for item in change.new_items),
        alter_table(table, [f"DROP COLUMN {quote(change.after.name)}"]),
        *names,
        *([alter_table(table, default)] if default else []),
        comment_on(f"COLUMN {qualified(table, old.name)}", old.comment),
        *made,
    )


def contract(change: Renaming, scene: Scene) -> ContractForm:
    """Return the migration that takes the old name away."""
    table = change.table
    sync = _both(change, scene)
    indexes = [item for item in change.old_items if isinstance(item, Index)]
    kept = [replace(item, name=shadow.helper_name(item, scene, _OLD)) for item in indexes]
    drop = alter_table(table, [f"DROP COLUMN {quote(change.before.name)}"])
    up = [
        *(outside(table, concurrently(drop_item(table, item))) for item in kept),
        short(table, *sync.drop(), drop),
    ]
    empty = shadow.emptied(change.before, change.before.name)
    later = later_clauses(empty)
    filled = shadow.fill_all(table, [(change.before.name, quote(change.after.name))])
    down = [
        short(
            table,
            alter_table(table, [f"ADD COLUMN {column_definition(empty)}"]),
            *([alter_table(table, later)] if later else []),
            _marked(change),
            *changed_column_privileges(
                f"TABLE {quote_name(table)}",
                {change.before.name: (NO_PRIVILEGES, change.before.details.privileges)},
            ),
            *sync.create(),
        ),
        backfill(table, filled),
        *shadow.build(table, change.old_items, scene, _OLD),
        *shadow.adopt_as_helpers(table, change.old_items, scene, _OLD),
    ]
    if _is_tightened(change.before):
        down += set_not_null(table, change.before, scene)
    return ContractForm(up=written(up), down=written(down))
