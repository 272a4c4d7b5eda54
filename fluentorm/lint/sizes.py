"""How large tables are: a statistics file, written from a live database and kept with the files.

JSON: ``{"version": 1, "tables": {"users": {"rows": 1000000, "bytes": 190000000}}}``. Tables of
which nothing is known count as large.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fluentorm.errors import ConfigError, Place
from fluentorm.lint.nodes import key
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluentorm.dialects.base import Session

# Below this, a scan or a rewrite is over before anybody notices: some 5 ms.
SMALL = 10_000
_VERSION = 1
# reltuples is -1 where a table was never analysed: then its pages tell, at 50 rows each.
_QUERY = """
SELECT n.nspname, c.relname,
       CASE WHEN c.reltuples >= 0 THEN c.reltuples ELSE c.relpages * 50 END::bigint,
       pg_total_relation_size(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Size:
    """Rows as the server estimates them, and bytes with indexes."""

    rows: int
    bytes: int


def read_sizes(text: str, path: str) -> dict[str, Size]:
    """Return the sizes by table that a statistics file says.

    Raises ConfigError for anything else than such a file.
    """
    try:
        data = json.loads(text)
        if data["version"] != _VERSION:
            raise ValueError
        return {
            str(name): Size(int(item["rows"]), int(item["bytes"]))
            for name, item in data["tables"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(
            "is no statistics file",
            place=Place(path),
            hint=f"write it anew: fluentorm lint --live --write-stats {path}",
        ) from error


def write_sizes(sizes: Mapping[str, Size]) -> str:
    """Return the text of a statistics file, a table a line."""
    lines = [
        f'    {json.dumps(name)}: {{"rows": {size.rows}, "bytes": {size.bytes}}}'
        for name, size in sorted(sizes.items())
    ]
    body = ",\n".join(lines)
    tables = f"{{\n{body}\n  }}" if lines else "{}"
    return f'{{\n  "version": {_VERSION},\n  "tables": {tables}\n}}\n'


def live_sizes(session: Session) -> dict[str, Size]:
    """Ask a database how large its tables are.

    Raises DatabaseError.
    """
    rows: list[tuple[Any, ...]] = session.query(_QUERY)
    return {key(row[0], row[1]): Size(int(row[2]), int(row[3])) for row in rows}
