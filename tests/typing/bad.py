"""Mistakes; both type checkers must find one in each line that ends in "# wrong", and no other."""

from __future__ import annotations

from shop import Customers, Labels, OrderLines, Orders, Products

from fluentorm import AsyncDatabase, Database


def mistakes(db: Database, row: Customers) -> None:
    """One mistake a line."""
    Customers.query().where(Customers.age == "x")  # wrong
    Customers.query().where(Customers.age > "x")  # wrong
    Customers.query().where(Customers.age.in_(["x"]))  # wrong
    Customers.query().where(Customers.age.between(1, "x"))  # wrong
    Customers.query().where(Customers.age.ilike("x"))  # wrong
    Customers.query().where(Customers.name == Customers.id)  # wrong
    Customers.query().where(row.name == "x")  # wrong
    Customers.query().where(Customers.nickname == "x")  # wrong
    Customers.query().where(Customers.tags.any(1))  # wrong
    Customers.query().where("id = 1")  # wrong
    Customers.query().order_by("id")  # wrong
    Customers.query().limit("1")  # wrong
    Customers.query().include("orders")  # wrong
    Customers.query().include(Customers.name)  # wrong
    Customers.find_by_id(db, "1")  # wrong
    OrderLines.find_by_id(db, 1)  # wrong
    Customers.update(db, 1, Labels.UpdateInput(name="x"))  # wrong
    Labels.insert(db, Labels.CreateInput())  # wrong
    Labels.insert(db, Labels.CreateInput(name=1))  # wrong
    Labels.insert(db, Labels.UpdateInput(name="x"))  # wrong
    Products.stock.to("x")  # wrong
    Products.query().select(Products.stock + "x")  # wrong
    Products.query().where(Products.stock + 1 > "x")  # wrong
    Labels.upsert(db, Labels.CreateInput(name="x"), on=5)  # wrong
    Labels.upsert(db, Labels.CreateInput(name="x"), on=Labels.name, update=["name"])  # wrong
    Labels.load(db, [row], Customers.orders)  # wrong
    mean: int | None = Products.query().avg(db, Products.price)  # wrong
    print(mean)
    row.name = "x"  # wrong
    name: str = row.age  # wrong
    orders: list[Labels] = row.orders  # wrong
    found: list[Orders] = Customers.query().fetch(db)  # wrong
    print(name, orders, found)


async def awaited(db: AsyncDatabase) -> None:
    """Results that nobody awaited."""
    for row in Customers.query().fetch(db):  # wrong
        print(row)
    count: int = Customers.count(db)  # wrong
    print(count)
