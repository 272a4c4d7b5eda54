"""The calls of a TableSchema that declare indexes, and the values they take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypedDict, Unpack

from fluentorm.schema import objects
from fluentorm.schema.builder_calls import Calls
from fluentorm.schema.builder_constraints import same_definition
from fluentorm.schema.builder_state import BuilderState
from fluentorm.schema.index_keys import Key, read_keys, read_targets
from fluentorm.schema.names import index_name
from fluentorm.schema.nearest import nearest
from fluentorm.schema.objects import IndexKey
from fluentorm.schema.qualified import bare_name
from fluentorm.schema.sql_text import SqlText
from fluentorm.values import dataclass


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

        >>> t.index("idx_users_email", [sql("lower(email)")], unique=True, where="NOT deleted")
        """
        index = read_index(self, self.name, name, columns, options)
        if index is not None:
            self._keep_index(index)

    def add_indexes(self, indexes: Iterable[Index | Mapping[str, Any]]) -> None:
        """Add several indexes, each an ``Index`` or a dict of the arguments of ``index``.

        >>> t.add_indexes([{"columns": ["city"]}, {"columns": ["tags"], "method": "gin"}])
        """
        items: object = indexes
        if isinstance(indexes, Iterable) and not isinstance(indexes, str | Mapping):
            items = [index_arguments(item) if isinstance(item, Index) else item for item in indexes]
        self._each("index", items)

    def drop_index(self, name: str) -> None:
        """Remove an index that a mixin or an earlier file declared; ``drop_indexes`` in YAML.

        >>> t.index("idx_users_city", ["city"])
        >>> t.drop_index("idx_users_city")
        """
        given = self._name("an index to drop", name)
        if given is None or self._indexes.pop(given, None) is not None:
            return
        near = nearest(given, self._indexes)
        hint = f'did you mean "{near}"?' if near else None
        if given in self._constraints:
            hint = "that is a constraint, not an index"
        self._problem(f'table "{self.name}" has no index "{given}" to drop', hint)

    def _keep_index(self, index: objects.Index) -> None:
        name = index.name
        earlier = self._indexes.setdefault(name, index)
        if earlier is not index and not same_definition(earlier, index):
            where = f" at {earlier.origin}" if earlier.origin else ""
            self._problem(
                f'index "{name}" is already defined differently{where}',
                f't.drop_index("{name}") first, or give it another name',
            )


def read_index(
    calls: Calls, relation: str, name: object, columns: object, options: IndexOptions
) -> objects.Index | None:
    """Return the index that ``index(name, columns, ...)`` means; report what is wrong with it."""
    if columns is None and name is not None and not isinstance(name, str):
        name, columns = None, name
    if columns is None:
        shown = f' "{name}"' if name is not None else ""
        calls._problem(
            f"index{shown} has no columns",
            f't.index("idx_{bare_name(relation)}_a", ["a"]) is the form',
        )
        return None
    calls._known_options("an index", options, IndexOptions)
    keys = read_keys(calls, columns)
    if name is None:
        names = tuple(key.column for key in keys if key.column is not None)
        if len(names) < len(keys):
            calls._problem("an index over an expression needs a name", "give it one, first")
        name = index_name(bare_name(relation), names)
    given = calls._name("an index", name)
    if not keys or given is None:
        return None
    index = _index(calls, given, keys, options)
    targets = read_targets(calls, columns)
    return replace(index, statistics=targets) if targets else index


def _index(
    calls: Calls, name: str, keys: tuple[IndexKey, ...], options: IndexOptions
) -> objects.Index:
    what = f'index "{name}"'
    include = options.get("include") or ()
    return objects.Index(
        name=name,
        keys=keys,
        unique=calls._flag(f"unique of {what}", options.get("unique", False)),
        method=(calls._text(f"method of {what}", options.get("method")) or "btree").lower(),
        include=calls._names(f"include of {what}", include) if include else (),
        where=calls._text(f"where of {what}", options.get("where")),
        nulls_not_distinct=calls._flag(
            f"nulls_not_distinct of {what}", options.get("nulls_not_distinct", False)
        ),
        storage=calls._parameters(f"storage of {what}", options.get("storage")),
        **calls._ending(what, options.get("comment"), options.get("renamed_from")),
    )


def index_arguments(index: Index) -> dict[str, Any]:
    """Return an ``Index`` as the arguments of the call ``index``."""
    return {field: getattr(index, field) for field in Index.__dataclass_fields__}
