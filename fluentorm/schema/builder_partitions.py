"""The calls of a TableSchema for partitions and inheritance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

from fluentorm.schema.builder_state import BuilderState
from fluentorm.schema.builder_text import plain
from fluentorm.schema.objects import Parameters
from fluentorm.schema.partition_names import MADE_BY_ATTACHING
from fluentorm.schema.qualified import key_beside
from fluentorm.schema.sql_text import SqlText, literal, quote_identifier

if TYPE_CHECKING:
    from fluentorm.schema.builder_calls import Calls

Key = SqlText | str
_STRATEGIES = ("range", "list", "hash")
_Partition = TypeVar("_Partition", bound="PartitionMethods")


class BoundOptions(TypedDict, total=False):
    """Which rows a partition has; one of these ways.

    ``start`` and ``end`` (range; a list of values where there are several columns, ``sql`` for
    ``MINVALUE`` and ``MAXVALUE``), ``values`` (list), ``modulus`` and ``remainder`` (hash),
    ``default=True``, or ``bound``, SQL such as ``"FOR VALUES IN (1, 2)"``.

    With ``attached=True`` the partition is made as a table and attached, so that its NOT NULL
    constraints, keys and indexes have names of its own; a mapping says what those are called here
    that are called otherwise than usual, ``attached={"orders_pkey": "orders_old_key"}``, and has
    False for a key that the table gets only when it is attached.
    """

    start: object
    end: object
    values: Iterable[object]
    modulus: int
    remainder: int
    default: bool
    bound: SqlText | str
    attached: Mapping[str, str | bool] | bool


class PartitionMethods(BuilderState):
    """The calls for partitions and inheritance."""

    def partition_by(self, strategy: str, columns: Iterable[Key] | Key | None = None) -> None:
        """Partition the table by ``range``, ``list`` or ``hash`` of columns or expressions.

        Both may be given as SQL: ``t.partition_by("RANGE (created_at)")``.

        >>> t.timestamp("created_at")
        >>> t.partition_by("range", "created_at")
        """
        if columns is None:
            text = self._text("the key of partition_by", strategy)
            word = (text or "").strip().partition("(")[0]
            self._word("the strategy of partition_by", word, _STRATEGIES)
            rest = (text or "").strip()[len(word) :]
            self._detail("partition_by", f"{word.strip().upper()} {rest}".rstrip())
            if not rest:
                self._problem("partition_by needs columns", 'write partition_by("range", ["a"])')
            return
        word = self._word("the strategy of partition_by", strategy, _STRATEGIES)
        keys = [columns] if isinstance(columns, str | SqlText) else columns
        if not isinstance(keys, Iterable):
            self._problem(f"partition_by needs a list of columns, not {keys!r}")
            return
        texts = [_key_text(self, key) for key in keys]
        self._detail("partition_by", f"{word.upper()} ({', '.join(texts)})")

    def partition_of(self, table: str, **bound: Unpack[BoundOptions]) -> None:
        """Make the table a partition of another, whose columns it has.

        >>> t.partition_of("events", start="2024-01-01", end="2025-01-01")
        """
        parent = self._key_name("a partitioned table", table)
        self._known_options("partition_of", bound, BoundOptions)
        text = _bound(self, f'partition "{self.name}"', bound)
        if parent is not None:
            self._detail("partition_of", parent)
            self._detail("bound", text)
            names = _attached(self, given=bound.get("attached"))
            if names is not None:
                self._detail("attached", names)

    def partition(self: _Partition, name: str, **bound: Unpack[BoundOptions]) -> _Partition:
        """Add a partition, and return it to be called for what only it has.

        ``name`` without a namespace is in that of the table. Which rows it has is said as in
        ``BoundOptions``.

        >>> t.timestamp("created_at")
        >>> t.partition_by("range", "created_at")
        >>> p = t.partition("events_2024", start="2024-01-01", end="2025-01-01")
        """
        written = self._key_name("a partition", name)
        key = "" if written is None else key_beside(self.name, plain(name)) or written
        found = self._partitions.get(key)
        child: Any = type(self)(key) if found is None else found
        self._partitions[key] = child
        child._source, child._place = self._source, self._place
        child._source_files |= self._source_files
        child._origin = child._origin or self._here()
        if bound or found is None:
            child.partition_of(self.name, **bound)
        made: _Partition = child
        return made

    def unmanaged_partitions(self, pattern: str) -> None:
        """Leave partitions alone whose names this regular expression matches: a job makes them.

        >>> t.timestamp("created_at")
        >>> t.partition_by("range", "created_at")
        >>> t.unmanaged_partitions("events_p[0-9]+")
        """
        import re

        text = self._text("unmanaged_partitions", pattern)
        if text is None:
            return
        try:
            re.compile(text)
        except re.error as error:
            self._problem(f'unmanaged_partitions "{text}" is no regular expression: {error}')
            return
        if self._unmanaged not in (None, text):
            self._problem(f'unmanaged_partitions is already "{self._unmanaged}"', "write a|b")
        self._unmanaged = text

    def inherits(self, tables: Iterable[str] | str) -> None:
        """Take over the columns, checks and NOT NULLs of other tables (no partitioning).

        >>> t.inherits("people")
        """
        for table in self._names("inherits", tables, "table"):
            key = self._key_name("a parent table", table)
            if key is not None:
                self._inherits.setdefault(key, self._here())


def _key_text(calls: Calls, key: object) -> str:
    if isinstance(key, SqlText):
        text = calls._text("a key of partition_by", key) or ""
        return text if text.startswith("(") else f"({text})"
    name = calls._name("a column of partition_by", key)
    return quote_identifier(name or "")


def _bound(calls: Calls, what: str, given: BoundOptions) -> str | None:
    """Return the bound of a partition as SQL: ``FOR VALUES ...`` or ``DEFAULT``."""
    ways = [
        name
        for name in ("bound", "default", "values", "modulus", "start")
        if given.get(name) is not None and given.get(name) is not False
    ]
    if len(ways) != 1:
        calls._problem(
            f"{what} needs one of start and end, values, modulus and remainder, default",
            'write start="2024-01-01", end="2025-01-01" for a range',
        )
        return None
    match ways[0]:
        case "bound":
            text = (calls._text(f"bound of {what}", given["bound"]) or "").strip()
            known = text.upper() == "DEFAULT" or text.upper().startswith("FOR VALUES")
            if text.upper() == "DEFAULT":
                return "DEFAULT"
            return text if known else f"FOR VALUES {text}"
        case "default":
            return "DEFAULT"
        case "values":
            return f"FOR VALUES IN ({_literals(calls, what, given['values'])})"
        case "modulus":
            numbers = (given.get("modulus"), given.get("remainder"))
            modulus, remainder = (calls._number(f"modulus of {what}", n) for n in numbers)
            if modulus is None or remainder is None or not 0 <= remainder < modulus:
                calls._problem(f"{what} needs a modulus, and a remainder from 0 to below it")
            return f"FOR VALUES WITH (modulus {modulus}, remainder {remainder})"
        case _:
            if given.get("end") is None:
                calls._problem(f"{what} has a start but no end", 'write sql("MAXVALUE")')
                return None
            start, end = (_literals(calls, what, given[name]) for name in ("start", "end"))
            return f"FOR VALUES FROM ({start}) TO ({end})"


def _attached(calls: Calls, given: object) -> Parameters | None:
    """Return what the parts of an attached partition are called; None of one that is not."""
    if given is None or given is False:
        return None
    if given is True:
        return Parameters()
    if not isinstance(given, Mapping):
        calls._problem(
            f"attached is true, or a mapping of names in the parent to names here, not {given!r}"
        )
        return None
    what = "a part of attached"
    pairs = (
        (
            calls._name(what, above) or "",
            MADE_BY_ATTACHING if own is False else calls._name(what, own) or "",
        )
        for above, own in given.items()
    )
    return Parameters(sorted(pairs))


def _literals(calls: Calls, what: str, given: object) -> str:
    values = given if isinstance(given, list | tuple) else [given]
    try:
        texts = [literal(value) for value in values]
    except TypeError as error:
        calls._problem(f"the bound of {what}: {error}")
        return ""
    return ", ".join(calls._text(f"the bound of {what}", text) or "" for text in texts)
