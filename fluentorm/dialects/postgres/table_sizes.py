"""How big the tables of a database are, by its own statistics: nothing is counted for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.announce import Size
from fluentorm.schema.qualified import qualify

if TYPE_CHECKING:
    from fluentorm.dialects.base import Session

# A partitioned table is as big as its partitions; reltuples is -1 where nobody has looked yet.
_SIZES = """
SELECT n.nspname::text, c.relname::text,
    sum(greatest(p.reltuples, s.n_live_tup, 0))::bigint,
    sum(pg_total_relation_size(p.oid))::bigint
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
    SELECT c.oid WHERE c.relkind <> 'p'
    UNION ALL
    SELECT t.relid FROM pg_partition_tree(c.oid) t WHERE c.relkind = 'p' AND t.isleaf
) parts
JOIN pg_class p ON p.oid = parts.oid
LEFT JOIN pg_stat_all_tables s ON s.relid = p.oid
WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
GROUP BY n.nspname, c.relname
"""


def table_sizes(session: Session) -> dict[str, Size]:
    """Return the sizes of all tables, by their keys. Raises DatabaseError."""
    return {
        qualify(namespace, name): Size(rows=rows, bytes=size)
        for namespace, name, rows, size in session.query(_SIZES)
    }
