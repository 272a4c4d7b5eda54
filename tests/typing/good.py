"""What an application writes; both type checkers must find nothing here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable
from dataclasses import dataclass
from decimal import Decimal
from typing import assert_type

from shop import Customers, Labels, OrderLines, Orders, Products, ProductsState, Profiles

from fluentorm import AsyncDatabase, Database, alias
from fluentorm.query import (
    avg,
    case,
    coalesce,
    count,
    excluded,
    exists,
    lower,
    max_,
    now,
    row_number,
    scalar,
    sum_,
)


@dataclass
class Named:
    """Rows of a query."""

    id: int
    name: str


def rows(db: Database) -> None:
    """Rows are typed."""
    found = Customers.query().where(Customers.email == "x", Customers.age > 3).fetch(db)
    assert_type(found, list[Customers])
    assert_type(found[0].age, int | None)
    assert_type(found[0].name, str)
    assert_type(Customers.find_by_id(db, 1), Customers | None)
    assert_type(Customers.get_by_id(db, 1), Customers)
    assert_type(OrderLines.find_by_id(db, (1, 2)), OrderLines | None)
    assert_type(Customers.query().first(db), Customers | None)
    assert_type(Customers.query().one(db), Customers)
    assert_type(Customers.query().count(db), int)


def projections(db: Database) -> None:
    """What is selected is typed, NULL included."""
    pairs = Customers.query().select(Customers.id, Customers.age)
    assert_type(pairs.fetch(db), list[tuple[int, int | None]])
    assert_type(pairs.first(db), tuple[int, int | None] | None)
    assert_type(Customers.query().pluck(db, Customers.born), list[dt.date | None])
    assert_type(Customers.query().select(Customers.name).scalar(db), str | None)
    assert_type(Customers.query().select(Customers.name).scalars().fetch(db), list[str])
    assert_type(pairs.as_(Named).fetch(db), list[Named])
    assert_type(Products.query().sum(db, Products.price), Decimal | None)
    assert_type(Products.query().max(db, Products.sold), int | None)
    assert_type(Products.query().avg(db, Products.sold), Decimal | None)
    assert_type(Products.query().avg(db, Products.price), Decimal | None)
    assert_type(Products.query().avg(db, Products.weight), float | None)
    assert_type(
        Products.query().select(avg(Products.stock), avg(Products.weight)).one(db),
        tuple[Decimal | None, float | None],
    )
    assert_type(
        Products.query().select(coalesce(Products.weight, 0.0), count()).fetch(db),
        list[tuple[float, int]],
    )
    assert_type(
        Products.query().select(sum_(Products.stock), max_(Products.price)).one(db),
        tuple[int | None, Decimal | None],
    )


def conditions(db: Database) -> None:
    """Conditions of every kind."""
    boss = alias(Customers, "boss")
    Customers.query().where(
        Customers.name.ilike("a%"),
        Customers.age.between(1, 2),
        Customers.age.in_([1, 2]),
        (Customers.city == "x") | ~(Customers.active == True),  # noqa: E712
        Customers.settings["theme"].text == "dark",
        Customers.tags.any("vip"),
        Customers.tags.contains(["vip"]),
        Customers.orders.any(Orders.status == "paid"),
        Customers.orders.count() > 1,
        exists(Orders.query().where(Orders.customer_id == Customers.id)),
        Customers.age == scalar(Customers.query().select(max_(Customers.id))),
        lower(Customers.email) == "x",
        Customers.age.is_null(),
    ).or_where(boss.age < Customers.age).order_by(Customers.name.desc(), Customers.id).fetch(db)
    Products.query().where(Products.state == ProductsState.GONE).group_by(Products.state).having(
        count() > 1
    ).select(avg(Products.stock), row_number().over(order_by=[Products.id])).fetch(db)
    Products.query().select(case((Products.stock > 1, "many"), otherwise="few")).fetch(db)


def relations(db: Database) -> None:
    """Relations are lists or a row."""
    query = Customers.query().include(
        Customers.orders.where(Orders.status == "paid").order_by(Orders.id).limit(3),
        Customers.profiles.include(Profiles.customer),
    )
    for customer in query.fetch(db):
        assert_type(customer.orders, list[Orders])
        assert_type(customer.orders[0].customer, Customers | None)
        assert_type(customer.profile, Profiles | None)
        assert_type(customer.fetch_profile(db), Profiles | None)
        assert_type(customer.fetch_orders(db), list[Orders])
    assert_type(Orders.get_by_id(db, 1).fetch_customer(db), Customers | None)


def writes(db: Database) -> None:
    """Writes take inputs and assignments."""
    assert_type(Labels.insert(db, Labels.CreateInput(name="x")), int)
    assert_type(
        OrderLines.insert(
            db, OrderLines.CreateInput(order_id=1, position=1, product_id=1, quantity=1)
        ),
        tuple[int, int],
    )
    assert_type(Labels.insert_many(db, [Labels.CreateInput(name="x")]), list[int])
    Customers.update(db, 1, Customers.UpdateInput(age=None))
    Labels.upsert(db, Labels.CreateInput(name="x"), on=Labels.name, update=[Labels.name])
    Labels.upsert(db, Labels.CreateInput(name="x"), on="labels_name_key")
    Customers.query().where(Customers.created_at > now() - dt.timedelta(days=1)).fetch(db)
    Products.query().select(Products.price * Products.stock, Products.price * 2).fetch(db)
    Products.query().where(Products.id == 1).update(db, Products.stock.to(Products.stock + 1))
    assert_type(Labels.query().all_rows().delete_returning(db), list[Labels])
    Labels.insert_query(Labels.CreateInput(name="x")).on_conflict(Labels.name).do_update(
        Labels.name.to(excluded(Labels.name))
    ).fetch(db)
    with db.transaction(isolation="serializable") as tx:
        assert_type(Labels.count(tx), int)
    assert_type(db.fetch_all("SELECT 1", as_=Named), list[Named])
    with Labels.query().stream(db) as stream:
        assert_type(next(stream), Labels)


async def awaited(db: AsyncDatabase) -> None:
    """The same calls, awaited."""
    assert_type(await Customers.query().fetch(db), list[Customers])
    assert_type(await Customers.find_by_id(db, 1), Customers | None)
    assert_type(await Labels.insert(db, Labels.CreateInput(name="x")), int)
    customer = await Customers.get_by_id(db, 1)
    assert_type(await customer.fetch_orders(db), list[Orders])
    waiting: Awaitable[int] = Customers.count(db)
    await waiting
    async with db.transaction() as tx:
        assert_type(await Labels.count(tx), int)
    async with Labels.query().stream(db) as stream:
        async for label in stream:
            assert_type(label, Labels)
