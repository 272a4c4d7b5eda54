"""Mistakes are errors before anything reaches a server."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from fluentorm import NotLoaded, QueryError, UnfilteredWrite, alias, build_sql
from fluentorm.query import case, count, func, raw, row_number, rows, select


@pytest.fixture(scope="module")
def names():
    import shop

    return {name: getattr(shop, name) for name in shop.__all__} | {
        "dt": dt,
        "Decimal": Decimal,
        "alias": alias,
        "build_sql": build_sql,
        "case": case,
        "count": count,
        "func": func,
        "raw": raw,
        "row_number": row_number,
        "rows": rows,
        "select": select,
    }


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("Customers.query().where(Orders.status == 'x')", '"status" is of "orders", which is not'),
        ("Customers.query().order_by(Orders.id)", "which is not part of the query"),
        ("Customers.query().where(alias(Customers, 'c').id == 1)", 'is of "c"'),
        ("Customers.query().join(Customers, Customers.id == 1)", "is in the query twice"),
        ("Customers.query().where(Customers.age == 'x')", "is integer and takes no str"),
        ("Customers.query().where(Customers.age)", "is integer and no condition"),
        ("Customers.query().where(Customers.age.like('3'))", "is integer, and LIKE is for texts"),
        ("Customers.query().where(Customers.name.starts_with(None))", "takes no NoneType"),
        ("Customers.query().include('orders')", "'orders' is no relation"),
        ("Customers.query().include(Customers.name)", "is no relation"),
        ("Customers.query().group_by('city')", "is no column"),
        ("build_sql(Customers.query().group_by(Customers.city))", "no single row"),
        ("Customers.query().fetch('x')", "str is no database"),
        ("Customers.find_by_id(None, 1)", "NoneType is no database"),
        ("Customers.query().stream('x')", "str is no database"),
        ("Customers.query().stream(None, size=0)", "a size of 1"),
        ("Customers.query().stream(None, size='a')", "takes a whole number"),
        ("Customers.query().sum(None, 'age')", "'age' is no column"),
        ("Customers.load(None, [{'id': 1}], Customers.orders)", "takes rows of its own"),
        ("Customers.load(None, [], 'orders')", "is no relation"),
        ("Labels.insert_query({'name': 'x'})", "dict is no input"),
        (
            "Labels.insert_query(Labels.CreateInput(name='x')).on_conflict('name')",
            "is no column of",
        ),
        (
            "Labels.insert_query(Labels.CreateInput(name='x')).on_conflict(Customers.id)",
            "no column",
        ),
        ("Labels.query().where(Labels.id == 1).as_update(Customers.UpdateInput(age=1))", '"age"'),
        ("Customers.query().where(Customers.age > True)", "is integer and takes no bool"),
        ("Customers.query().where(Customers.age > 1.5)", "is integer and takes no float"),
        ("Customers.query().where(Customers.name == 1)", "is text and takes no int"),
        ("Customers.query().where(Customers.id.in_(['x']))", "is integer and takes no str"),
        ("Customers.query().where(Customers.id.in_([1, None]))", "None equals nothing"),
        ("Customers.query().where(Customers.name.in_('Ann'))", "cannot be in a str"),
        ("Customers.query().where(Customers.age > None)", "cannot be compared with None"),
        ("Customers.query().where(Customers.id == Customers.name)", "is integer, and column"),
        ("Customers.query().where(Customers.born == dt.datetime.now())", "takes no datetime"),
        ("Orders.query().where(Orders.placed_at == dt.datetime(2024, 1, 1))", "without a zone"),
        ("AuditEvents.query().where(AuditEvents.at == dt.datetime.now(dt.UTC))", "with a zone"),
        ("Products.query().where(Products.price == 1.5)", "is numeric and takes no float"),
        ("Products.query().where(Products.sizes.contains(['a']))", "takes no str"),
        ("Products.query().where(Products.sizes == 1)", "is integer[] and takes no int"),
        ("Customers.query().where(Customers.id == 1 and Customers.id == 2)", "neither true nor"),
        ("Customers.query().where(not Customers.active)", "neither true nor false"),
        ("Customers.query().where(True)", "True is no condition"),
        ("Customers.query().or_where(Customers.id == 1)", "comes after a where"),
        ("Customers.query().select()", "needs a column"),
        ("Customers.query().select('name')", "is no column"),
        ("Customers.query().order_by('name')", "is no column or expression to order by"),
        ("Customers.query().limit(-1)", "takes a whole number"),
        ("Customers.query().limit(True)", "takes a whole number"),
        ("Customers.query().offset('1')", "takes a whole number"),
        ("Customers.query().after(1)", "needs an order"),
        ("Customers.query().order_by(Customers.age).after(1)", "may be NULL"),
        (
            "Customers.query().order_by(Customers.id).after(1, 2)",
            "given 2 values for an order of 1",
        ),
        ("Customers.query().join(Orders)", "needs a condition"),
        ("Customers.query().join('orders')", "nothing to select from"),
        ("Employees.query().join(Employees.boss)", "leads to its own table"),
        ("Customers.query().include(Orders.lines)", "not of what is selected"),
        ("Customers.query().include(Customers.orders).select(Customers.id)", "in models only"),
        ("Orders.query().include(Orders.customer.limit(1))", "takes no limit"),
        ("Customers.query().select(count()).values()", "has no name in the result"),
        ("Customers.query().select(Customers.id, Customers.id).values()", "have one name"),
        ("Customers.query().select(Customers.id).as_(int)", "cannot be made as int"),
        ("Customers.query().select(Customers.id).union(Orders.query())", "cannot be combined"),
        ("Customers.query().for_update(skip_locked=True, nowait=True)", "not both"),
        ("Products.query().only_deleted()", "there is no deleted_at"),
        ("Customers.name.to(None)", "is NOT NULL and takes no None"),
        ("Customers.age.to('x')", "is integer and takes no str"),
        ("Products.query().all_rows().as_update()", "without a change"),
        ("Products.query().all_rows().as_update(Orders.status.to('x'))", "not of table"),
        (
            "Products.query().all_rows().as_update(Products.stock.to(1), Products.stock.to(2))",
            "twice",
        ),
        ("Products.query().all_rows().limit(1).as_delete()", "takes no limit()"),
        ("Products.query().all_rows().left_join(Products.labels).as_delete().build()", "left join"),
        ("Labels.insert_query(Labels.CreateInput(name='x')).do_update()", "needs a conflict"),
        ("func('drop table x; --')", "is no name of a function"),
        ("Customers.age.cast('int); drop table x; --')", "is no type"),
        ("Orders.placed_at.part('x) FROM y')", "has no part"),
        ("raw('{} + {}', 1)", "has 2 places, and 1 values"),
        ("rows('1; drop', 2)", "bounded by whole numbers"),
        ("row_number().asc(nulls='x')", "nulls cannot be"),
        ("case()", "needs a pair"),
        ("select(count())._source or select(count()).where(Customers.id == 1)", "not part of"),
    ],
)
def test_mistake_is_refused(names, code, message):
    with pytest.raises(QueryError) as caught:
        query = eval(code, names)  # noqa: S307 the mistake
        build_sql(query)
    assert message in caught.value.message


@pytest.mark.parametrize("what", ["as_update(Products.stock.to(1))", "as_delete()"])
def test_write_without_a_condition_is_refused(names, what):
    with pytest.raises(UnfilteredWrite) as caught:
        eval(f"Products.query().{what}", names)  # noqa: S307 the mistake
    assert "all_rows()" in caught.value.hint


def test_relation_that_was_not_loaded_says_so(names):
    row = names["Labels"](id=1, name="x")
    with pytest.raises(NotLoaded) as caught:
        _ = row.products
    assert caught.value.message == 'relation "products" of this row of Labels was not loaded'
    assert "include(Labels.products)" in caught.value.hint


def test_upsert_that_does_not_say_which_row_is_refused(names):
    from fluentorm.query import records

    orders = names["Orders"]
    data = names["Labels"].CreateInput(name="x")
    assert records.upsert(names["Labels"].__fluent__, data, None, None)
    with pytest.raises(QueryError, match="which row"):
        list(
            records.only(
                records.upsert(
                    names["Customers"].__fluent__,
                    names["Customers"].UpdateInput(name="x"),
                    None,
                    None,
                )
            )
        )
    assert orders.__fluent__.key


def test_query_is_immutable_and_branches(names):
    customers = names["Customers"]
    base = customers.query().where(customers.city == "Rome")
    before = build_sql(base)
    narrow = base.where(customers.age > 20).limit(1)
    assert build_sql(base) == before
    assert build_sql(narrow)[1] == ["Rome", 20, 1]


def test_sql_is_made_once_for_a_shape(names):
    from fluentorm.dialects.postgres.query import compiled

    customers = names["Customers"]
    found = [compiled(customers.query().where(customers.age > age).build()[0]) for age in (1, 2, 3)]
    assert found[0] is found[1] is found[2]
