"""The order in which the details of tables change: parents, bounds, what goes by an index.

A table lets go of what does not stay before anything else changes, and takes up what is new when
it has all that this asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from fluentorm.diff.delta import Delta, TableDelta
from fluentorm.diff.inheritance import parents
from fluentorm.diff.operations import (
    AlterTable,
    Operation,
)
from fluentorm.diff.partitions import Shared
from fluentorm.diff.schedule import Schedule
from fluentorm.schema.objects import (
    TableDetails,
)
from fluentorm.schema.privileges import Privileges, grant_order


def without_hold(delta: Delta, plan: Schedule) -> Iterator[Operation]:
    """Let tables go of what is dropped next.

    Partitions that stay leave parents that would take them along. No table goes by an index that
    is dropped: so it goes by it again when it is back, and a table that is dropped can come back
    before its indexes.
    """
    for table in delta.tables:
        before = delta.before(table.name).details
        after = let_go(before, table, plan)
        yield from alter_details(delta.before(table.name).name, before, after, table)
    for dropped in delta.dropped:
        whole = delta.before(dropped.name)
        yield from alter_details(whole.name, whole.details, pointing_nowhere(whole.details))


def let_go(details: TableDetails, table: TableDelta, plan: Schedule) -> TableDetails:
    """Return details of a table, by its old names or its new ones, without what does not stay."""
    left = table.moved.details.partition_of in plan.early_tables
    replicates, clusters = table.details.replica_identity_index, table.details.cluster_on
    return replace(
        details,
        partition_of=None if left else details.partition_of,
        bound=None if left else details.bound,
        replica_identity_index=details.replica_identity_index if replicates else None,
        cluster_on=details.cluster_on if clusters else None,
    )


def alter_details(
    name: str, before: TableDetails, after: TableDetails, table: TableDelta | None = None
) -> Iterator[AlterTable]:
    """Yield the change of a table's details, if any, with what parts it takes over or leaves."""
    if before == after:
        return
    shared: Shared = ()
    if table is not None and before.partition_of != after.partition_of:
        shared = table.left if after.partition_of is None else table.joined
    elif table is not None and before.inherits != after.inherits:
        shared = table.left if len(after.inherits) < len(before.inherits) else table.joined
    yield AlterTable(table=name, before=before, after=after, shared=shared)


def between_details(before: TableDetails, after: TableDetails) -> TableDetails:
    """Return what a table has while its columns, constraints and indexes change.

    It leaves a parent before, and joins one when it has all that the parent asks for; it points to
    an index when that is there. What is revoked on a table is revoked on its columns too, so that
    comes before what columns get, and what is granted after that, in both directions.
    """
    stays = before.partition_of == after.partition_of
    points = before.replica_identity_index == after.replica_identity_index
    return replace(
        after,
        partition_of=after.partition_of if stays else None,
        bound=before.bound if stays else None,
        inherits=tuple(key for key in before.inherits if key in after.inherits),
        privileges=_least(before.privileges, after.privileges),
        replica_identity=after.replica_identity if points else before.replica_identity,
        replica_identity_index=before.replica_identity_index,
        cluster_on=before.cluster_on,
    )


def _least(before: Privileges, after: Privileges) -> Privileges:
    """Return what both sides allow."""
    if before == after:
        return after
    kept = tuple(grant for grant in before.grants if grant in after.grants)
    more = tuple(grant for grant in after.revokes if grant not in before.revokes)
    return Privileges(kept, tuple(sorted((*before.revokes, *more), key=grant_order)))


def bound_again(
    details: Sequence[tuple[TableDelta, TableDetails]],
) -> tuple[list[Operation], list[tuple[TableDelta, TableDetails]]]:
    """Give partitions other bounds: all let go before one takes what another had.

    Return also the details of tables that are left then.
    """
    away: list[AlterTable] = []
    back: list[AlterTable] = []
    found = []
    for table, start in details:
        bound = table.new.details.bound
        if start.partition_of is not None and start.bound != bound:
            after = replace(start, bound=bound)
            loose = replace(start, bound=None)
            away += alter_details(table.name, start, loose)
            back += alter_details(table.name, loose, after)
            start = after
        found.append((table, start))
    if len(away) == 1:  # alone it is one step
        name, before, after = away[0].table, away[0].before, back[0].after
        return [AlterTable(table=name, before=before, after=after)], found
    return [*away, *back], found


def joined_details(
    delta: Delta, details: Iterable[tuple[TableDelta, TableDetails]]
) -> list[TableDetails]:
    """Return the details of tables before data is dropped: as they shall be, but for privileges.

    A parent that still has a column more would not take a table; that joins it afterwards.
    """
    narrower = {table.name for table in delta.tables if table.dropped_columns}
    return [
        replace(table.new.details, privileges=between.privileges)
        if narrower.isdisjoint(parents(table.new))
        else between
        for table, between in details
    ]


def pointing_nowhere(details: TableDetails) -> TableDetails:
    """Return details of a table that goes by no index."""
    return replace(details, replica_identity_index=None, cluster_on=None)
