"""What the annotations of generated classes mean: to type checkers, and at run time.

A checker sees descriptors: ``Users.email`` is a column, ``user.email`` a value. At run time the
annotations are the plain types of the values, for whoever reads them (``typing.get_type_hints``,
pydantic), and the attributes of a row are slots: the columns are attributes of the class's class,
where the lookup on a row never comes by.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, Optional, TypeVar

from fluentorm.errors import NotLoaded
from fluentorm.query.program import run_on

if TYPE_CHECKING:
    from typing import overload

    from fluentorm.query.column import Column
    from fluentorm.query.info import RelationInfo
    from fluentorm.query.program import AnyExecutor, Async, AsyncExecutor, Executor
    from fluentorm.query.relation import Related

V = TypeVar("V")
M = TypeVar("M")

if TYPE_CHECKING:

    class Field(Generic[V]):
        """A column that is NOT NULL."""

        @overload
        def __get__(self, row: None, model: type) -> Column[V, V]: ...
        @overload
        def __get__(self, row: object, model: type) -> V: ...
        def __get__(self, row: object, model: type) -> Any: ...
        def __set__(self, row: object, value: V) -> None: ...

    class NullableField(Generic[V]):
        """A column that may be NULL."""

        @overload
        def __get__(self, row: None, model: type) -> Column[V, V | None]: ...
        @overload
        def __get__(self, row: object, model: type) -> V | None: ...
        def __get__(self, row: object, model: type) -> Any: ...
        def __set__(self, row: object, value: V | None) -> None: ...

    class Many(Generic[M]):
        """A relation to any number of rows."""

        @overload
        def __get__(self, row: None, model: type) -> Related[M]: ...
        @overload
        def __get__(self, row: object, model: type) -> list[M]: ...
        def __get__(self, row: object, model: type) -> Any: ...

    class One(Generic[M]):
        """A relation to one row at most: it may be missing, or softly deleted."""

        @overload
        def __get__(self, row: None, model: type) -> Related[M]: ...
        @overload
        def __get__(self, row: object, model: type) -> M | None: ...
        def __get__(self, row: object, model: type) -> Any: ...

    class FetchMany(Generic[M]):
        """What fetches the related rows of one row."""

        @overload
        def __call__(self, db: Executor) -> list[M]: ...
        @overload
        def __call__(self, db: AsyncExecutor) -> Async[list[M]]: ...
        def __call__(self, db: AnyExecutor) -> Any:
            """Fetch them."""

    class FetchOne(Generic[M]):
        """What fetches the related row of one row."""

        @overload
        def __call__(self, db: Executor) -> M | None: ...
        @overload
        def __call__(self, db: AsyncExecutor) -> Async[M | None]: ...
        def __call__(self, db: AnyExecutor) -> Any:
            """Fetch them."""

else:

    class Field:
        """A column that is NOT NULL."""

        def __class_getitem__(cls, value):
            return value

    class NullableField:
        """A column that may be NULL."""

        def __class_getitem__(cls, value):
            return Optional[value]  # noqa: UP045 - the value may be a name in quotes

    class Many(list):
        """A relation to any number of rows."""

    class One:
        """A relation to one row at most."""

        def __class_getitem__(cls, value):
            return Optional[value]  # noqa: UP045 - as above

    FetchMany = FetchOne = Callable


class ColumnAccess:
    """Gives a column to whoever asks the class for the attribute."""

    __slots__ = ("_attribute", "_column")

    def __init__(self, attribute: str) -> None:
        self._attribute = attribute
        self._column: Any = None

    def __get__(self, model: Any, metaclass: object = None) -> Any:
        if model is None:
            return self
        if self._column is None:
            self._column = model.__fluent__.by_attribute[self._attribute]
        return self._column

    def __set__(self, model: object, value: object) -> None:
        raise AttributeError(f'"{self._attribute}" is a column and cannot be replaced')


class RelationAccess:
    """Gives the relation to whoever asks the class, and what was loaded to whoever asks a row."""

    __slots__ = ("_info", "_related")

    def __init__(self, info: RelationInfo) -> None:
        self._info = info
        self._related: Any = None

    def __get__(self, row: Any, model: Any) -> Any:
        if row is None:
            if self._related is None:
                self._related = relation_of(model.__fluent__, self._info)
            return self._related
        name = self._info.attribute
        try:
            return row.__loaded__[name]
        except (AttributeError, KeyError):
            kind = type(row).__name__
            raise NotLoaded(
                f'relation "{name}" of this row of {kind} was not loaded',
                hint=f"{kind}.query().include({kind}.{name}), or row.fetch_{name}(db)",
            ) from None


def relation_of(table: Any, info: RelationInfo) -> Related[Any]:
    """Return a relation of a table or an alias."""
    from fluentorm.query.relation import Related

    return Related(table, info)


def fetcher(info: RelationInfo) -> Any:
    """Return the method that fetches the related rows of a row."""

    def fetch(self: Any, db: AnyExecutor) -> Any:
        return run_on(db, _fetching(self, getattr(type(self), info.attribute)))

    fetch.__name__ = f"fetch_{info.attribute}"
    fetch.__doc__ = f'Fetch what "{info.name}" leads to.'
    return fetch


def _fetching(row: Any, relation: Related[Any]) -> Any:
    from fluentorm.query.loading import related

    found = yield from related([row], relation)
    return found[0]
