"""The keys of indexes and the elements of exclusion constraints, as authors give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from fluentorm.schema.builder_text import collation_sql, plain
from fluentorm.schema.objects import IndexKey
from fluentorm.schema.sql_text import SqlText, quote_identifier, quote_literal

if TYPE_CHECKING:
    from fluentorm.schema.builder_calls import Calls

# A column's name, sql("lower(email)") for an expression, or a dict with one of the two and more:
# {"column": "title", "order": "desc", "nulls": "last", "opclass": "text_pattern_ops"}
Key: TypeAlias = str | SqlText | Mapping[str, Any] | IndexKey

KEY_OPTIONS = (
    *("column", "expression", "order", "nulls", "opclass", "opclass_parameters", "collation"),
    "statistics",
)


def read_keys(calls: Calls, columns: object) -> tuple[IndexKey, ...]:
    """Return the keys of an index; report what is none."""
    items = [columns] if isinstance(columns, str | SqlText | Mapping | IndexKey) else columns
    if not isinstance(items, Iterable):
        calls._problem(f"an index needs a list of columns, not {items!r}")
        return ()
    keys = tuple(key for item in items if (key := _index_key(calls, item)) is not None)
    if not keys:
        calls._problem("an index needs at least one column or expression")
    return keys


def read_targets(calls: Calls, columns: object) -> tuple[tuple[int, int], ...]:
    """Return the statistics targets of an index's keys, each with the key's number from 1."""
    items = columns if isinstance(columns, Iterable) and not isinstance(columns, Mapping) else ()
    found = []
    for number, item in enumerate(items, start=1):
        if isinstance(item, Mapping) and item.get("statistics") is not None:
            target = calls._number("statistics of an index key", item["statistics"])
            found += [] if target is None else [(number, target)]
            if item.get("expression") is None:
                calls._problem(
                    "only an expression of an index has statistics",
                    "those of a column are the column's own",
                )
    return tuple(found)


def read_elements(calls: Calls, what: str, elements: object) -> tuple[tuple[IndexKey, str], ...]:
    """Return the elements of an exclusion constraint; report what is none."""
    form = 'an element is ("room", "=")'
    if not isinstance(elements, Iterable) or isinstance(elements, str | Mapping):
        calls._problem(f"{what} needs a list of elements, not {elements!r}", form)
        return ()
    found = []
    for item in elements:
        key: object = None
        operator: object = None
        if isinstance(item, Mapping):
            key = {name: value for name, value in item.items() if name != "operator"}
            operator = item.get("operator")
        elif isinstance(item, list | tuple) and len(item) == 2:
            key, operator = item
        if key is None or not isinstance(operator, str) or not operator.strip():
            calls._problem(f"{what}: an element needs a key and an operator, not {item!r}", form)
            continue
        read = _index_key(calls, key)
        found += [] if read is None else [(read, operator.strip())]
    if not found:
        calls._problem(f"{what} has no elements", form)
    return tuple(found)


def _index_key(calls: Calls, item: object) -> IndexKey | None:
    if isinstance(item, str):
        return IndexKey(column=plain(item))
    if isinstance(item, SqlText):
        return IndexKey(expression=calls._text("the expression of an index", item))
    if isinstance(item, IndexKey):
        nulls = _nulls_first(item.descending, item.nulls_first)
        return replace(item, nulls_first=nulls)
    if isinstance(item, Mapping):
        return _mapped_key(calls, item)
    calls._problem(f"a key of an index is a column name or a dict, not {item!r}")
    return None


def _mapped_key(calls: Calls, item: Mapping[str, Any]) -> IndexKey | None:
    for option in item.keys() - set(KEY_OPTIONS):
        calls._problem_option("a key of an index", option, KEY_OPTIONS)
    column, expression = item.get("column"), item.get("expression")
    if (column is None) == (expression is None):
        calls._problem("a key of an index needs a column or an expression")
        return None
    if column is not None and calls._name("a column of an index", column) is None:
        return None
    order, nulls = item.get("order", "asc"), item.get("nulls")
    if order not in ("asc", "desc"):
        calls._problem(f'the order of an index key is "asc" or "desc", not {order!r}')
    if nulls not in (None, "first", "last"):
        calls._problem(f'the nulls of an index key are "first" or "last", not {nulls!r}')
    descending = order == "desc"
    return IndexKey(
        column=None if column is None else plain(column),
        expression=calls._text("the expression of an index", expression),
        descending=descending,
        nulls_first=_nulls_first(descending, None if nulls is None else nulls == "first"),
        opclass=_opclass(calls, item),
        collation=collation_sql(
            calls._text("the collation of an index key", item.get("collation"))
        ),
    )


def _opclass(calls: Calls, item: Mapping[str, Any]) -> str | None:
    """Return an operator class with its parameters, as pg_get_indexdef() prints them."""
    opclass = calls._text("the opclass of an index key", item.get("opclass"))
    parameters = calls._parameters("opclass_parameters", item.get("opclass_parameters"))
    if not parameters:
        return opclass
    if opclass is None:
        calls._problem("opclass_parameters need an opclass")
    given = ", ".join(f"{quote_identifier(name)}={quote_literal(v)}" for name, v in parameters)
    return f"{opclass}({given})"


def _nulls_first(descending: bool, given: bool | None) -> bool | None:
    # PostgreSQL's own choice (manual 11.4): first when descending, last when ascending.
    return None if given is descending else given
