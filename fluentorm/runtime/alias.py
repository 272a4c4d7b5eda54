"""Models under another name, for queries that need one table twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from fluentorm.query.selecting import Select
    from fluentorm.query.table import Table

M = TypeVar("M")


def alias(model: type[M], name: str) -> type[M]:
    """Return a model under another name, such as ``manager`` for users who manage users.

    Its columns, relations and ``query()`` are those of the model; its rows are the model's.
    """
    table = cast("Any", model).__fluent__
    return cast("type[M]", _Alias(table.aliased(name)))


class _Alias:
    """What stands for the model."""

    __slots__ = ("__fluent__",)

    def __init__(self, table: Table) -> None:
        self.__fluent__ = table

    def __getattr__(self, name: str) -> Any:
        table = self.__fluent__
        column = table.by_attribute.get(name)
        if column is not None:
            return column
        for info in table.info.relations:
            if info.attribute == name:
                from fluentorm.query.relation import Related

                return Related(table, info)
        raise AttributeError(f'an alias of "{table.name}" has no "{name}"')

    def query(self) -> Select[Any]:
        """Begin a query of the table's rows."""
        from fluentorm.query.selecting import Select

        return Select(self.__fluent__)
