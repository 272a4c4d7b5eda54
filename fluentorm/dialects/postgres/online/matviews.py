"""Materialized views that are defined anew: filled beside the old one, and swapped.

What they are filled from has to be there before the swap already, so that this is not for those
over something that the same change makes anew.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.ddl import render
from fluentorm.dialects.postgres.items import index_target
from fluentorm.dialects.postgres.online.steps import long, plain, short
from fluentorm.dialects.postgres.views import create_materialized_view
from fluentorm.diff.operations import CreateObject, DropObject
from fluentorm.schema.database_objects import MaterializedView
from fluentorm.schema.dependencies import dependencies
from fluentorm.schema.qualified import bare_name, quote_name, sibling
from fluentorm.schema.sql_text import quote_identifier as quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.dialects.postgres.online.steps import Step
    from fluentorm.diff.operations import Operation


def redefined(operations: Sequence[Operation], scene: Scene) -> list[Step] | None:
    """Return the steps that put materialized views in the place of others of their names.

    None where a change does something else, too.
    """
    gone = {o.object.ref for o in operations if isinstance(o, DropObject)}
    made = [o for o in operations if isinstance(o, CreateObject) and o.object.ref in gone]
    if len(made) * 2 != len(operations):
        return None
    filled = [o for o in made if _is_filled(o)]
    if not filled:
        return None
    needs = dependencies(scene.after)
    anew = {o.object.ref for o in made}
    if any(needs.get(o.object.ref, frozenset()) & anew for o in filled):
        return None
    return list(_swapped(operations, filled, scene))


def _is_filled(operation: CreateObject) -> bool:
    return isinstance(operation.object, MaterializedView) and operation.object.populated


def _swapped(
    operations: Sequence[Operation], filled: Sequence[CreateObject], scene: Scene
) -> Iterator[Step]:
    for one in filled:
        if isinstance(one.object, MaterializedView):
            beside = _beside(one.object, scene)
            yield long("", *create_materialized_view(beside, one.given))
    statements: list[str] = []
    for operation in operations:
        if operation in filled and isinstance(operation, CreateObject):
            statements += _renamed(operation.object, scene)
        else:
            statements += render(operation)
    yield replace(plain("", statements), plain=False) if statements else short("")


def _beside(view: MaterializedView, scene: Scene) -> MaterializedView:
    """Return a view under the name of a helper, and so its indexes."""
    indexes = tuple(replace(i, name=scene.helper(f"index {i.name}")) for i in view.indexes)
    cluster = None if view.cluster_on is None else scene.helper(f"index {view.cluster_on}")
    return replace(view, name=_helper(view, scene), indexes=indexes, cluster_on=cluster)


def _helper(view: MaterializedView, scene: Scene) -> str:
    return sibling(view.name, scene.helper(f"view {view.name}"))


def _renamed(view: object, scene: Scene) -> Iterator[str]:
    if not isinstance(view, MaterializedView):
        return
    helper = quote_name(_helper(view, scene))
    yield f"ALTER MATERIALIZED VIEW {helper} RENAME TO {quote(bare_name(view.name))}"
    for index in view.indexes:
        target = index_target(view.name, scene.helper(f"index {index.name}"))
        yield f"ALTER {target} RENAME TO {quote(index.name)}"
