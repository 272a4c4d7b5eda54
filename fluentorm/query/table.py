"""What queries know about the table of a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from fluentorm.errors import QueryError
from fluentorm.query.column import Column
from fluentorm.query.nodes import Output, TableSource

if TYPE_CHECKING:
    from fluentorm.query.expression import Read
    from fluentorm.query.info import ColumnInfo, TableInfo
    from fluentorm.query.program import Make

SOFT_DELETE = "deleted_at"
TOUCHED = "updated_at"


class Table:
    """A table, or an alias of it, with its columns bound to it.

    It is equal to itself only, and so cheap as part of a key. ``model`` is the
    class of its rows.
    """

    __slots__ = (
        "_make",
        "_maker",
        "_remembered",
        "by_attribute",
        "by_name",
        "columns",
        "info",
        "key",
        "model",
        "name",
        "outputs",
        "related",
        "soft_delete",
        "source",
        "touched",
    )

    def __init__(
        self,
        info: TableInfo,
        model: Any,
        maker: Callable[[], Make],
        reads: Mapping[str, Read],
        related: Callable[[str], Table],
        base: Table | None = None,
        alias: str | None = None,
    ) -> None:
        self.info = info
        self.name = info.name
        self.model = model
        self._maker = maker
        self._make: Make | None = None
        self._remembered: dict[object, Any] = {}
        self.related = related
        self.source = TableSource(base or self, alias)
        self.columns: tuple[Column[Any, Any], ...] = tuple(
            Column(self.source, column, reads.get(column.name)) for column in info.columns
        )
        self.by_attribute = {column.info.attribute: column for column in self.columns}
        self.by_name = {column.info.name: column for column in self.columns}
        self.outputs: tuple[Output, ...] = tuple(column.output() for column in self.columns)
        self.key = tuple(self.by_name[name] for name in info.primary_key)
        self.soft_delete = _moment(self.by_name.get(SOFT_DELETE), nullable=True)
        self.touched = _moment(self.by_name.get(TOUCHED), nullable=False)

    @property
    def make(self) -> Make:
        """What turns the values of all columns into a row; compiled when it is first needed."""
        if self._make is None:
            self._make = self._maker()
        return self._make

    def remembered(self, name: str, detail: object, build: Callable[[], Any]) -> Any:
        """Return what a query of a kind is always made of, built when it is first needed."""
        found = self._remembered.get((name, detail))
        if found is None:
            found = self._remembered[name, detail] = build()
        return found

    def aliased(self, alias: str) -> Table:
        """Return this table under another name, for the second time that a query needs it."""
        if not alias:
            raise QueryError("an alias needs a name")
        reads = {column.info.name: column.read for column in self.columns if column.read}
        return Table(
            self.info, self.model, self._maker, reads, self.related, self.source.table, alias
        )

    def column(self, name: str) -> Column[Any, Any]:
        """Return a column by its name in the database."""
        return self.by_name[name]

    def require_key(self) -> tuple[Column[Any, Any], ...]:
        """Return the columns of the primary key; QueryError without one."""
        if not self.key:
            raise QueryError(
                f'table "{self.name}" has no primary key', hint="find the row with query().where()"
            )
        return self.key


def _moment(column: Column[Any, Any] | None, *, nullable: bool) -> ColumnInfo | None:
    """Return a column that records when something happened, if it is one."""
    if column is None or not column.type.startswith("timestamp"):
        return None
    info = column.info
    is_ours = info.nullable if nullable else info.auto == "timestamp"
    return info if is_ours else None
