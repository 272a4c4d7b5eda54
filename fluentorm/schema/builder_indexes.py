"""The calls of a TableSchema that declare indexes, and the values they take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias, TypedDict, Unpack

from fluentorm.schema import objects
from fluentorm.schema.builder_constraints import same_definition
from fluentorm.schema.builder_state import BuilderState
from fluentorm.schema.builder_text import plain
from fluentorm.schema.names import index_name
from fluentorm.schema.nearest import nearest
from fluentorm.schema.objects import IndexKey
from fluentorm.schema.sql_text import SqlText, quote_identifier
from fluentorm.values import dataclass

# A column's name, sql("lower(email)") for an expression, or a dict with one of the two and more:
# {"column": "title", "order": "desc", "nulls": "last", "opclass": "text_pattern_ops"}
Key: TypeAlias = str | SqlText | Mapping[str, Any] | IndexKey

_QUALIFIED = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)+")
_KEY_OPTIONS = ("column", "expression", "order", "nulls", "opclass", "collation")


class IndexOptions(TypedDict, total=False):
    """What may be said about an index besides its name and columns.

    ``method`` is ``btree`` (the default), ``hash``, ``gin``, ``gist``, ``brin``, ... ; ``where``
    is SQL; ``include`` are columns to store; ``storage`` its parameters (``{"fillfactor": 70}``).
    """

    unique: bool
    method: str
    where: SqlText | str | None
    include: Iterable[str] | str
    nulls_not_distinct: bool
    storage: Mapping[str, object] | None
    comment: str | None
    renamed_from: str | None


@dataclass(frozen=True, slots=True)
class Index:
    """An index as an author writes it for ``add_indexes``; the options are IndexOptions."""

    name: str
    columns: Iterable[Key] | str
    unique: bool = False
    method: str = "btree"
    where: SqlText | str | None = None
    include: Iterable[str] | str = ()
    nulls_not_distinct: bool = False
    storage: Mapping[str, object] | None = None
    comment: str | None = None
    renamed_from: str | None = None


class IndexMethods(BuilderState):
    """The calls for indexes."""

    def index(
        self,
        name: str | Iterable[Key] | None = None,
        columns: Iterable[Key] | str | None = None,
        **options: Unpack[IndexOptions],
    ) -> None:
        """Add an index over columns or expressions.

        Without a name, ``t.index(["a", "b"])``, it is called ``idx_<table>_a_b``.
        """
        if columns is None and name is not None and not isinstance(name, str):
            name, columns = None, name
        if columns is None:
            shown = f' "{name}"' if name is not None else ""
            self._problem(
                f"index{shown} has no columns", f't.index("idx_{self.name}_a", ["a"]) is the form'
            )
            return
        for option in options.keys() - IndexOptions.__annotations__.keys():
            self._problem_option("an index", option, IndexOptions.__annotations__)
        keys = self._keys(columns)
        if name is None:
            names = tuple(key.column for key in keys if key.column is not None)
            if len(names) < len(keys):
                self._problem("an index over an expression needs a name", "give it one, first")
            name = index_name(self.name, names)
        given = self._name("an index", name)
        if keys and given is not None:
            self._keep_index(given, keys, options)

    def add_indexes(self, indexes: Iterable[Index | Mapping[str, Any]]) -> None:
        """Add several indexes, each an ``Index`` or a dict of the arguments of ``index``."""
        items: object = indexes
        if isinstance(indexes, Iterable) and not isinstance(indexes, str | Mapping):
            items = [_arguments(item) if isinstance(item, Index) else item for item in indexes]
        self._each("index", items)

    def drop_index(self, name: str) -> None:
        """Remove an index that a mixin or an earlier file declared."""
        given = self._name("an index to drop", name)
        if given is None or self._indexes.pop(given, None) is not None:
            return
        near = nearest(given, self._indexes)
        hint = f'did you mean "{near}"?' if near else None
        if given in self._constraints:
            hint = "that is a constraint, not an index"
        self._problem(f'table "{self.name}" has no index "{given}" to drop', hint)

    def _keep_index(self, name: str, keys: tuple[IndexKey, ...], options: IndexOptions) -> None:
        what = f'index "{name}"'
        include = options.get("include") or ()
        index = objects.Index(
            name=name,
            keys=keys,
            unique=self._flag(f"unique of {what}", options.get("unique", False)),
            method=(self._text(f"method of {what}", options.get("method")) or "btree").lower(),
            include=self._names(f"include of {what}", include) if include else (),
            where=self._text(f"where of {what}", options.get("where")),
            nulls_not_distinct=self._flag(
                f"nulls_not_distinct of {what}", options.get("nulls_not_distinct", False)
            ),
            storage=self._storage(what, options.get("storage")),
            **self._ending(what, options.get("comment"), options.get("renamed_from")),
        )
        earlier = self._indexes.setdefault(name, index)
        if earlier is not index and not same_definition(earlier, index):
            where = f" at {earlier.origin}" if earlier.origin else ""
            self._problem(
                f'index "{name}" is already defined differently{where}',
                f't.drop_index("{name}") first, or give it another name',
            )

    def _keys(self, columns: object) -> tuple[IndexKey, ...]:
        items = [columns] if isinstance(columns, str | SqlText | Mapping | IndexKey) else columns
        if not isinstance(items, Iterable):
            self._problem(f"an index needs a list of columns, not {items!r}")
            return ()
        keys = tuple(key for item in items if (key := self._index_key(item)) is not None)
        if not keys:
            self._problem("an index needs at least one column or expression")
        return keys

    def _index_key(self, item: object) -> IndexKey | None:
        if isinstance(item, str):
            return IndexKey(column=plain(item))
        if isinstance(item, SqlText):
            return IndexKey(expression=self._text("the expression of an index", item))
        if isinstance(item, IndexKey):
            nulls = _nulls_first(item.descending, item.nulls_first)
            return replace(item, nulls_first=nulls)
        if isinstance(item, Mapping):
            return self._mapped_key(item)
        self._problem(f"a key of an index is a column name or a dict, not {item!r}")
        return None

    def _mapped_key(self, item: Mapping[str, Any]) -> IndexKey | None:
        for option in item.keys() - set(_KEY_OPTIONS):
            self._problem_option("a key of an index", option, _KEY_OPTIONS)
        column, expression = item.get("column"), item.get("expression")
        if (column is None) == (expression is None):
            self._problem("a key of an index needs a column or an expression")
            return None
        if column is not None and self._name("a column of an index", column) is None:
            return None
        order, nulls = item.get("order", "asc"), item.get("nulls")
        if order not in ("asc", "desc"):
            self._problem(f'the order of an index key is "asc" or "desc", not {order!r}')
        if nulls not in (None, "first", "last"):
            self._problem(f'the nulls of an index key are "first" or "last", not {nulls!r}')
        descending = order == "desc"
        return IndexKey(
            column=None if column is None else plain(column),
            expression=self._text("the expression of an index", expression),
            descending=descending,
            nulls_first=_nulls_first(descending, None if nulls is None else nulls == "first"),
            opclass=self._text("the opclass of an index key", item.get("opclass")),
            collation=_collation(
                self._text("the collation of an index key", item.get("collation"))
            ),
        )

    def _storage(
        self, what: str, given: Mapping[str, object] | None
    ) -> tuple[tuple[str, str], ...]:
        if not given:
            return ()
        if not isinstance(given, Mapping):
            self._problem(f"storage of {what} must be a dict, not {given!r}")
            return ()
        return tuple(sorted((str(key), _parameter(value)) for key, value in given.items()))


def _arguments(index: Index) -> dict[str, Any]:
    return {field: getattr(index, field) for field in Index.__dataclass_fields__}


def _collation(given: str | None) -> str | None:
    """Return a collation as SQL, also where its bare name was given: C, de-AT-x-icu."""
    if given is None or '"' in given or _QUALIFIED.fullmatch(given):
        return given
    return quote_identifier(given)


def _nulls_first(descending: bool, given: bool | None) -> bool | None:
    # PostgreSQL's own choice (manual 11.4): first when descending, last when ascending.
    return None if given is descending else given


def _parameter(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
