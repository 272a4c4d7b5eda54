"""How queries reach a server: programs that yield statements and are sent their results.

A program is written once and knows neither a driver nor whether anybody waits; a synchronous
executor and an asynchronous one run the same programs.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Generator, Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias, TypeVar

from fluentorm.errors import QueryError
from fluentorm.query.nodes import Node, Values

T = TypeVar("T")
Row: TypeAlias = tuple[Any, ...]
Make: TypeAlias = Callable[[Row], Any]


class Fetch(NamedTuple):
    """A statement whose rows are wanted, each passed through ``make`` if there is one.

    The program is sent the list of them.
    """

    node: Node
    values: Values
    make: Make | None = None


class Execute(NamedTuple):
    """A statement whose rows are not wanted; the program is sent how many it concerned."""

    node: Node
    values: Values


class Copy(NamedTuple):
    """Rows for COPY, some at a time, as columns; the program is sent how many there were."""

    node: Node
    parts: Iterable[Sequence[Sequence[object]]]


Step: TypeAlias = Fetch | Execute | Copy
Program: TypeAlias = Generator[Step, Any, T]
Async: TypeAlias = Coroutine[Any, Any, T]


class Executor(ABC):
    """What queries run on: a database, or a transaction in one."""

    @abstractmethod
    def run(self, program: Program[T], *, atomic: bool = False) -> T:
        """Run a program and return its result; an atomic one in a transaction of its own."""

    @abstractmethod
    def stream(self, statement: Fetch, *, size: int) -> Any:
        """Return a context manager that gives an iterator over the rows, ``size`` at a time."""


class AsyncExecutor(ABC):
    """What queries run on with ``await``: a database, or a transaction in one."""

    @abstractmethod
    def run(self, program: Program[T], *, atomic: bool = False) -> Async[T]:
        """Run a program and return its result; an atomic one in a transaction of its own."""

    @abstractmethod
    def stream(self, statement: Fetch, *, size: int) -> Any:
        """Return a context manager that gives an iterator over the rows, ``size`` at a time."""


AnyExecutor: TypeAlias = Executor | AsyncExecutor


def run_on(db: Any, program: Program[Any], *, atomic: bool = False) -> Any:
    """Run a program on what a caller gave as the database."""
    return as_executor(db).run(program, atomic=atomic)


def as_executor(db: Any) -> Any:
    """Return what a caller gave as the database; QueryError where it is none."""
    if isinstance(db, Executor | AsyncExecutor):
        return db
    raise QueryError(
        f"{type(db).__name__} is no database to run this on",
        hint="give a Database, such as Database(connection), or a transaction of one",
    )
