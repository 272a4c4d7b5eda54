"""Queries and what becomes of them: the SQL, its parameters, and the result on a real server.

Each folder of ``cases`` has a ``query.py``, whose function runs one query on the shop, and an
``expected.txt``. Every case runs on a Database and on an AsyncDatabase, and both must do the same.
``FLUENT_REWRITE_GOLDEN=1`` writes what is expected; read the difference before you commit it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

import fluentorm.query
from fluentorm import AsyncDatabase, Database, alias
from fluentorm.query import case, count, recursive, row_number
from tests.query.recording import AsyncRecorder, Recorder, shown

pytestmark = pytest.mark.acceptance

CASES = Path(__file__).parent / "cases"
REWRITE = os.environ.get("FLUENT_REWRITE_GOLDEN") == "1"
RESET = "SELECT setval('labels_id_seq', 3), setval('products_id_seq', 4); SET timezone = 'UTC'"


@dataclass
class Named:
    id: int
    name: str


class Pair(NamedTuple):
    id: int
    name: str


@pytest.fixture(scope="module")
def scope(shop_schema):
    """Give the names that cases use: the shop, what queries are made of, and some parts."""
    import shop

    names = {name: getattr(fluentorm.query, name) for name in fluentorm.query.__all__}
    names |= {name: getattr(shop, name) for name in shop.__all__}
    names |= {"dt": dt, "Decimal": Decimal, "alias": alias, "Named": Named, "Pair": Pair}
    orders, employees, lines = shop.Orders, shop.Employees, shop.OrderLines
    names["boss"] = alias(employees, "boss")
    names["spending"] = (
        orders.query()
        .group_by(orders.customer_id)
        .select(orders.customer_id, count().label("orders"))
        .subquery("spending")
    )
    names["recent"] = (
        orders.query()
        .where(orders.placed_at > dt.datetime(2024, 2, 10, tzinfo=dt.UTC))
        .cte("recent")
    )
    names["again"] = names["recent"].aliased("again")
    names["tree"] = recursive(
        "tree",
        employees.query().where(employees.boss_id.is_null()),
        lambda tree: employees.query().join(tree, employees.boss_id == tree.column(employees.id)),
    )
    products = shop.Products
    names["band"] = case((products.price < Decimal(10), "cheap"), otherwise="dear").label("band")
    names["place"] = row_number().over(order_by=[products.price]).label("place")
    names["gone"] = lines.query().where(lines.order_id == 1).as_delete().cte("gone")
    return names


@pytest.fixture(scope="module")
def shop_url(server, shop_sql):
    """Give the URL of one database for all cases, which change it in transactions only."""
    from tests.conftest import with_database

    with psycopg.connect(server, autocommit=True) as admin:
        name = f"test_cases_{os.getpid()}"
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        url = with_database(server, name)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(shop_sql.encode())
        yield url
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run_sync(url, query):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(RESET)
        with Database(connection).transaction() as tx:
            recorder = Recorder(tx)
            result = query(recorder)
            text = shown(recorder.statements, result)
            raise _Enough(text)


async def run_async(url, query):
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(RESET)
        async with AsyncDatabase(connection).transaction() as tx:
            recorder = AsyncRecorder(tx)
            result = await query(recorder)
            raise _Enough(shown(recorder.statements, result))


class _Enough(Exception):
    """Rolls a transaction back and carries what was seen in it."""


def seen(run):
    with pytest.raises(_Enough) as caught:
        run()
    return str(caught.value)


FOLDERS = sorted(path.parent for path in CASES.glob("*/*/query.py"))


def test_there_are_many_cases():
    assert len(FOLDERS) >= 250


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_query(folder, scope, shop_url):
    code = (folder / "query.py").read_text(encoding="utf-8")
    names = dict(scope)
    exec(compile(code, str(folder / "query.py"), "exec"), names)  # noqa: S102 the case
    found = seen(lambda: run_sync(shop_url, names["query"]))
    assert seen(lambda: asyncio.run(run_async(shop_url, names["query"]))) == found
    expected = folder / "expected.txt"
    if REWRITE:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_shop_is_what_its_schema_generates(shop_schema, tmp_path):
    """The checked-in models agree; FLUENT_REWRITE_GOLDEN=1 writes them."""
    from fluentorm.codegen import compare_models, generate_models

    folder = Path(__file__).parent / "shop"
    if REWRITE:
        generate_models(shop_schema, folder)
    assert not compare_models(shop_schema, folder).changed
