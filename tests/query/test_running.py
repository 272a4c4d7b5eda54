"""Executors on a real server: transactions, errors, streams, pools; sync and async."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import threading
from decimal import Decimal

import psycopg
import pytest
from psycopg.types.string import StrDumper
from psycopg_pool import AsyncConnectionPool

import fluentorm
from fluentorm import AsyncDatabase, Database, build_sql
from fluentorm.embedded import EmbeddedServer, available
from fluentorm.query import excluded, func, raw, select

pytestmark = pytest.mark.acceptance


@pytest.fixture
def labels():
    from shop import Labels

    return Labels


@pytest.fixture
def customers():
    from shop import Customers

    return Customers


def new(model, name):
    return model.CreateInput(name=name)


def test_transaction_commits_when_its_block_ends(db, labels):
    with db.transaction() as tx:
        labels.insert(tx, new(labels, "a"))
    assert labels.query().where(labels.name == "a").exists(db)


def test_transaction_rolls_back_when_its_block_raises(db, labels):
    with pytest.raises(ZeroDivisionError), db.transaction() as tx:
        labels.insert(tx, new(labels, "a"))
        _ = 1 / 0
    assert not labels.query().where(labels.name == "a").exists(db)


def test_nested_transaction_is_a_savepoint(db, labels):
    with db.transaction() as tx:
        labels.insert(tx, new(labels, "a"))
        with pytest.raises(fluentorm.UniqueViolation), tx.transaction() as inner:
            labels.insert(inner, new(labels, "b"))
            labels.insert(inner, new(labels, "a"))
        labels.insert(tx, new(labels, "c"))
    names = labels.query().where(labels.id > 3).pluck(db, labels.name)
    assert sorted(names) == ["a", "c"]


def test_transaction_that_ended_lets_go_of_its_connection(db, labels):
    with db.transaction() as tx:
        with tx.transaction() as inner:
            labels.insert(inner, new(labels, "a"))
        with pytest.raises(fluentorm.QueryError, match="has ended"):
            labels.count(inner)
    for run in (labels.count, lambda tx: tx.execute("SELECT 1"), lambda tx: tx.connection):
        with pytest.raises(fluentorm.QueryError, match="has ended"):
            run(tx)
    assert labels.count(db) == 4


def test_errors_of_an_iterable_that_is_copied_are_its_own(db, labels):
    def rows():
        yield new(labels, "a")
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        labels.copy_in(db, rows())
    assert labels.count(db) == 3


def test_nested_transaction_takes_no_characteristics(db):
    with db.transaction() as tx, pytest.raises(fluentorm.QueryError, match="savepoint"):
        with tx.transaction(read_only=True):
            pass


def test_characteristics_are_set(db, labels):
    with db.transaction(isolation="serializable", read_only=True, deferrable=True) as tx:
        shown = [
            tx.fetch_one(f"SHOW transaction_{name}")[f"transaction_{name}"]
            for name in ("isolation", "read_only", "deferrable")
        ]
        with pytest.raises(fluentorm.ReadOnly):
            labels.insert(tx, new(labels, "a"))
    assert shown == ["serializable", "on", "on"]


def test_serialization_failure_is_tried_again(shop, customers):
    first, second = (Database(psycopg.connect(shop, autocommit=True)) for _ in range(2))
    attempts = []

    def work(tx):
        attempts.append(1)
        age = customers.get_by_id(tx, 1).age
        if len(attempts) == 1:
            customers.update(second, 1, customers.UpdateInput(age=50))
        customers.update(tx, 1, customers.UpdateInput(age=age + 1))
        return age

    assert first.in_transaction(work, retries=2, isolation="repeatable read") == 50
    assert len(attempts) == 2
    attempts.clear()
    with pytest.raises(fluentorm.SerializationFailure):
        first.in_transaction(work, isolation="repeatable read")
    first.close()
    second.close()


def test_deadlock_is_an_error_of_its_own(shop, labels):
    barrier = threading.Barrier(2)
    found = []

    def work(ids):
        db = Database(psycopg.connect(shop, autocommit=True))
        try:
            with db.transaction() as tx:
                labels.update(tx, ids[0], labels.UpdateInput(name=f"x{ids}"))
                barrier.wait()
                labels.update(tx, ids[1], labels.UpdateInput(name=f"y{ids}"))
        except fluentorm.DeadlockDetected as error:
            found.append(error)
        db.close()

    threads = [threading.Thread(target=work, args=(ids,)) for ids in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


@pytest.mark.parametrize(
    ("run", "kind", "attributes"),
    [
        (
            lambda db, s: s.Labels.insert(db, s.Labels.CreateInput(name="gift")),
            "UniqueViolation",
            {"constraint": "labels_name_key", "column": "name", "value": "gift"},
        ),
        (
            lambda db, s: s.Profiles.insert(db, s.Profiles.CreateInput(customer_id=99, bio="")),
            "ForeignKeyViolation",
            {"table": "profiles", "column": "customer_id", "value": "99"},
        ),
        (
            lambda db, s: s.OrderLines.update(db, (1, 1), s.OrderLines.UpdateInput(quantity=0)),
            "CheckViolation",
            {"constraint": "order_lines_quantity_positive"},
        ),
        (lambda db, s: db.execute("INSERT INTO labels VALUES (9, NULL)"), "NotNullViolation", {}),
        (lambda db, s: db.execute("SELEC"), "InvalidSql", {"sql": "SELEC"}),
        (lambda db, s: db.execute("SELECT * FROM nowhere"), "UndefinedTable", {}),
        (lambda db, s: db.execute("SELECT nothing"), "UndefinedColumn", {}),
        (lambda db, s: db.execute("SELECT 1/0"), "InvalidValue", {"sqlstate": "22012"}),
        (lambda db, s: db.execute("SELECT %s::int", ["x"]), "InvalidValue", {}),
        (
            lambda db, s: s.Labels.insert(db, s.Labels.CreateInput(name="a\0b")),
            "InvalidValue",
            {},
        ),
        (
            lambda db, s: s.Labels.insert(db, s.Labels.CreateInput(name="\ud800")),
            "QueryError",
            {},
        ),
        (
            lambda db, s: s.Products.query().all_rows().update(db, s.Products.stock.to(2**40)),
            "InvalidValue",
            {},
        ),
        (
            lambda db, s: select(raw("'infinity'::date")).fetch(db),
            "InvalidValue",
            {},
        ),
        (lambda db, s: db.fetch_all("SELECT '0044-03-15 BC'::date"), "InvalidValue", {}),
        (lambda db, s: db.fetch_all("SELECT %s", "x"), "QueryError", {}),
        (lambda db, s: s.Labels.insert(db, {"name": "x"}), "QueryError", {}),
        (lambda db, s: s.Labels.copy_in(db, [{"name": "x"}]), "QueryError", {}),
        (lambda db, s: s.Labels.update(db, 1, {"name": "x"}), "QueryError", {}),
        (lambda db, s: s.Labels.copy_in(db, [s.Customers.UpdateInput(age=1)]), "QueryError", {}),
        (lambda db, s: s.Labels.upsert(db, s.Labels.CreateInput(name="x"), on=5), "QueryError", {}),
        (
            lambda db, s: s.Customers.update(db, 1, s.Customers.UpdateInput(settings=[object()])),
            "QueryError",
            {},
        ),
        (
            lambda db, s: s.Customers.copy_in(
                db, [s.Customers.CreateInput(id=9, email="e", name="n", settings=[object()])]
            ),
            "QueryError",
            {},
        ),
        (
            lambda db, s: s.Customers.copy_in(
                db, [s.Customers.CreateInput(id=10**5000, email="e", name="n")]
            ),
            "QueryError",
            {},
        ),
        (lambda db, s: db.in_transaction(lambda tx: 1, retries=-1), "QueryError", {}),
        (lambda db, s: s.Customers.get_by_id(db, 99), "NotFound", {}),
        (lambda db, s: s.Customers.update(db, 99, s.Customers.UpdateInput(age=1)), "NotFound", {}),
        (lambda db, s: s.Customers.soft_delete(db, 5), "NotFound", {}),
        (lambda db, s: s.Customers.hard_delete(db, 99), "NotFound", {}),
        (lambda db, s: s.Customers.find_by_id(db, "1"), "QueryError", {}),
        (lambda db, s: s.OrderLines.find_by_id(db, 1), "QueryError", {}),
        (lambda db, s: s.Customers.query().one(db), "MultipleRows", {}),
        (lambda db, s: s.Customers.query().where(s.Customers.id == 99).one(db), "NotFound", {}),
        (lambda db, s: s.Labels.soft_delete(db, 1), "QueryError", {}),
        (lambda db, s: s.Customers.truncate(db), "DatabaseError", {}),
        (
            lambda db, s: s.Labels.copy_in(
                db, [s.Labels.CreateInput(name="x"), s.Labels.CreateInput(name="gift")]
            ),
            "UniqueViolation",
            {"value": "gift"},
        ),
    ],
)
def test_error_is_of_its_kind(db, run, kind, attributes):
    import shop

    with pytest.raises(getattr(fluentorm, kind)) as caught:
        run(db, shop)
    assert type(caught.value).__name__ == kind
    for name, value in attributes.items():
        assert getattr(caught.value, name) == value
    if isinstance(caught.value, fluentorm.DatabaseError):
        assert isinstance(caught.value.__cause__, psycopg.Error)
        assert "gift" not in (caught.value.sql or "")
    assert select(func("now")).fetch(db), "the connection goes on"


def test_many_rows_are_split_under_the_limit_of_parameters_and_stay_one_whole(db, labels):
    ids = labels.insert_many(db, [new(labels, f"l{n}") for n in range(12_000)])
    assert len(set(ids)) == 12_000
    first, last = labels.get_by_id(db, ids[0]), labels.get_by_id(db, ids[-1])
    assert (first.name, last.name) == ("l0", "l11999")
    with pytest.raises(fluentorm.UniqueViolation):
        labels.insert_many(db, [new(labels, f"m{n}") for n in range(6_000)] + [new(labels, "l1")])
    assert labels.query().where(labels.name.starts_with("m")).count(db) == 0


def test_rows_are_copied_from_any_iterable(db, labels):
    assert labels.copy_in(db, (new(labels, f"c{n}\t\\.") for n in range(1000))) == 1000
    assert labels.query().where(labels.name.ends_with("\t\\.")).count(db) == 1000


def test_copy_refuses_uneven_rows(db, customers):
    rows = [
        customers.CreateInput(id=10, email="a", name="a"),
        customers.CreateInput(id=11, email="b", name="b", age=1),
    ]
    with pytest.raises(fluentorm.QueryError, match="a later row has"):
        customers.copy_in(db, rows)
    assert not customers.query().where(customers.id > 9).exists(db)


def test_copy_speaks_as_its_connection_does(shop, labels):
    class Shouting(StrDumper):
        def dump(self, obj):
            return super().dump(obj.upper())

    with psycopg.connect(shop, autocommit=True, client_encoding="latin1") as connection:
        db = Database(connection)
        labels.copy_in(db, [new(labels, "é\t"), new(labels, "ß")])
        assert labels.query().where(labels.name.in_(["é\t", "ß"])).count(db) == 2
        with pytest.raises(fluentorm.QueryError):
            labels.copy_in(db, [new(labels, "日")])
        connection.adapters.register_dumper(str, Shouting)
        labels.copy_in(db, [new(labels, "loud")])
        assert db.fetch_all("SELECT 1 FROM labels WHERE name = 'LOUD'")


def test_stream_gives_all_rows_without_holding_them(db):
    query = select(raw("n").label("n")).from_(
        select(func("generate_series", 1, 5000).label("n")).subquery("numbers")
    )
    with query.stream(db, size=100) as rows:
        assert sum(1 for _ in rows) == 5000


def test_stream_gives_models_and_can_be_left(db, customers):
    with customers.query().order_by(customers.id).stream(db, size=1) as rows:
        assert next(rows).name == "Ann"
    assert customers.count(db) == 4


def test_raw_sql_returns_dicts_dataclasses_and_models(db, customers, labels):
    assert db.fetch_all("SELECT 1 AS a, %s AS b", ["x%"]) == [{"a": 1, "b": "x%"}]
    assert db.fetch_all("SELECT '%' AS a") == [{"a": "%"}]
    sql = "SELECT * FROM customers WHERE id = %s"
    assert db.fetch_all(sql, [1], as_=customers) == [customers.get_by_id(db, 1)]
    assert db.fetch_one("SELECT 7 AS id, 'x' AS name", as_=labels) == labels(id=7, name="x")
    assert db.execute("DELETE FROM order_lines WHERE order_id = %s", [1]) == 2
    with pytest.raises(fluentorm.QueryError, match="returns no rows"):
        db.fetch_all("CREATE TABLE x ()")
    with pytest.raises(fluentorm.NotFound):
        db.fetch_one("SELECT 1 WHERE false")
    with pytest.raises(fluentorm.MultipleRows):
        db.fetch_one("SELECT generate_series(1, 2)")


def test_explain_shows_the_plan(db, customers):
    query = customers.query().where(customers.id == 1)
    assert "customers" in query.explain(db)
    assert "actual" in query.explain(db, analyze=True)


def test_load_adds_relations_to_rows_that_are_there(db, customers):
    from shop import Orders

    rows = customers.query().order_by(customers.id).fetch(db)
    customers.load(db, rows, customers.orders.order_by(Orders.id))
    customers.load(db, rows, customers.profiles)
    assert [len(row.orders) for row in rows] == [2, 1, 0, 0]
    assert rows[0].profiles[0].bio == "likes trains"
    assert rows == customers.query().order_by(customers.id).fetch(db), "equal by columns"


def test_relation_is_fetched_for_one_row(db, customers):
    from shop import Employees, Orders

    ann = customers.get_by_id(db, 1)
    assert sorted(order.id for order in ann.fetch_orders(db)) == [1, 2]
    assert Orders.get_by_id(db, 3).fetch_customer(db).name == "Bob"
    assert Orders.get_by_id(db, 5).fetch_customer(db) is None, "softly deleted"
    assert Employees.get_by_id(db, 1).fetch_boss(db) is None


def test_json_nests_what_was_loaded_and_hides_what_is_redacted_at_every_level(db, customers):
    from shop import Orders, Profiles

    relation = customers.orders.order_by(Orders.id).include(Orders.customer)
    ann, cid = (
        customers.query()
        .where(customers.id.in_([1, 3]))
        .order_by(customers.id)
        .include(relation, customers.profiles.include(Profiles.customer))
        .fetch(db)
    )
    whole, safe = ann.to_json_response(), ann.to_json_response_safe()
    assert [order["id"] for order in safe["orders"]] == [1, 2]
    assert safe["orders"][0]["customer"]["name"] == "Ann"
    assert "lines" not in safe["orders"][0], "not loaded"
    assert "orders" not in safe["orders"][0]["customer"], "not loaded of that row"
    assert whole["profiles"][0]["bio"] == "likes trains"
    assert set(safe["profiles"][0]) == {"customer_id", "customer"}
    assert cid.to_json_response()["profiles"] == []
    assert "likes trains" not in json.dumps(safe)
    assert "orders" not in customers.get_by_id(db, 1).to_json_response()
    lost = Orders.query().where(Orders.id == 5).include(Orders.customer).one(db)
    assert lost.to_json_response()["customer"] is None, "softly deleted"


def test_rows_with_any_column_may_be_responses_of_a_web_framework(db, customers):
    pydantic = pytest.importorskip("pydantic")
    adapter = pydantic.TypeAdapter(list[customers])
    rows = customers.query().order_by(customers.id).fetch(db)
    found = adapter.dump_python(rows, mode="json")
    assert found[0]["settings"] == rows[0].settings
    assert adapter.json_schema()["$defs"]["Customers"]["properties"]["tags"]["type"] == "array"


def test_include_takes_a_fixed_number_of_round_trips(db, customers):
    from shop import OrderLines, Orders

    from tests.query.recording import Recorder

    recorder = Recorder(db)
    relation = customers.orders.include(Orders.lines.include(OrderLines.product))
    customers.query().include(relation, customers.profiles).fetch(recorder)
    assert len(recorder.statements) == 5


def test_updated_at_is_kept(db, customers):
    before = customers.get_by_id(db, 1).updated_at
    assert customers.update_and_return(db, 1, customers.UpdateInput(age=31)).updated_at > before
    data = customers.CreateInput(id=2, email="bob@example.org", name="Bobby")
    assert customers.upsert_and_return(db, data, on=customers.email).updated_at > before


def test_partial_unique_index_is_a_conflict_target(db, customers):
    db.execute("CREATE UNIQUE INDEX one_active ON customers (name) WHERE active")
    data = customers.CreateInput(id=20, email="new", name="Ann")
    found = (
        customers.insert_query(data)
        .on_conflict(customers.name, where=customers.active)
        .do_update(customers.city.to(excluded(customers.email)))
        .fetch(db)
    )
    assert [(row.id, row.city) for row in found] == [(1, "new")]


def test_queries_are_prepared_after_a_few_runs(db, customers):
    for number in range(8):
        customers.query().where(customers.age > number).fetch(db)
    names = db.fetch_all("SELECT statement FROM pg_prepared_statements")
    assert any("customers.age > $1" in row["statement"] for row in names)


def test_connection_that_is_not_in_autocommit_is_left_to_its_owner(shop, labels):
    with psycopg.connect(shop) as connection:
        labels.insert(Database(connection), new(labels, "mine"))
        connection.rollback()
        assert not labels.query().where(labels.name == "mine").exists(Database(connection))


def test_pool_serves_threads(shop, labels):
    with Database.open(shop, max_size=3) as db:
        threads = [
            threading.Thread(target=lambda n=n: labels.insert(db, new(labels, f"t{n}")))
            for n in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert labels.count(db) == 23
        with pytest.raises(fluentorm.UniqueViolation), db.transaction() as tx:
            labels.insert(tx, new(labels, "t1"))


def test_values_are_read_as_what_they_are_whatever_the_format(db):
    found = select(raw("1.50::numeric"), raw("'(1,2)'::point"), raw("'2024-01-01'::date")).fetch(
        db
    )[0]
    assert found == (Decimal("1.50"), "(1,2)", dt.date(2024, 1, 1))


def test_async_transaction_stream_and_copy(shop, labels):
    async def main():
        async with await AsyncDatabase.open(shop, max_size=4) as db:
            async with db.transaction() as tx:
                await labels.insert(tx, new(labels, "a"))
                with pytest.raises(fluentorm.UniqueViolation):
                    async with tx.transaction() as inner:
                        await labels.insert(inner, new(labels, "a"))
            assert await labels.copy_in(db, [new(labels, f"c{n}") for n in range(10)]) == 10
            async with labels.query().order_by(labels.id).stream(db, size=3) as rows:
                assert [row.id async for row in rows][:3] == [1, 2, 3]

            async def work(tx):
                return await labels.count(tx)

            assert await db.in_transaction(work, retries=1) == 14
            assert await db.fetch_one("SELECT 1 AS a") == {"a": 1}
            found = await asyncio.gather(*(labels.count(db) for _ in range(20)))
            assert set(found) == {14}

    asyncio.run(main())


def test_pool_loses_nothing_under_load_and_failures(shop, labels):
    """200 tasks share 5 connections while backends are killed and statements fail."""

    async def task(db, number):
        try:
            async with db.transaction() as tx:
                await labels.insert(tx, new(labels, f"task{number}"))
                if number % 7 == 0:
                    await tx.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                if number % 5 == 0:
                    await labels.insert(tx, new(labels, "gift"))
                if number % 11 == 0:
                    raise ZeroDivisionError
                if number % 13 == 0:
                    await asyncio.wait_for(tx.execute("SELECT pg_sleep(10)"), 0.05)
        except (fluentorm.DatabaseError, ZeroDivisionError, TimeoutError):
            return 0
        return 1

    async def main():
        pool = AsyncConnectionPool(
            shop, min_size=5, max_size=5, open=False, timeout=30, kwargs={"autocommit": True}
        )
        async with pool:
            db = AsyncDatabase(pool)
            done = sum(await asyncio.gather(*(task(db, number) for number in range(200))))
            expected = [n for n in range(200) if n % 7 and n % 5 and n % 11 and n % 13]
            assert done == len(expected)
            assert await labels.query().where(labels.name.starts_with("task")).count(db) == done
            found = await db.fetch_one(
                "SELECT count(*) AS open FROM pg_stat_activity WHERE state LIKE 'idle in%%' "
                "AND datname = current_database() AND pid <> %s",
                [0],
            )
            assert found == {"open": 0}
            assert await asyncio.gather(*(labels.count(db) for _ in range(50)))
            assert pool.get_stats()["pool_size"] == 5

    asyncio.run(main())


@pytest.mark.slow
def test_pool_survives_a_restart_of_the_server(tmp_path, shop_sql, labels):
    """200 tasks are at work on 5 connections when the server stops, and 50 after it is back."""
    if not available():
        pytest.skip("needs a server of its own to stop: the embedded extra")
    server = EmbeddedServer(tmp_path / ".fluent", scratch=True)
    server.start()
    try:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute(shop_sql.encode())
        asyncio.run(_through_a_restart(server, labels))
    finally:
        server.remove()


async def _through_a_restart(server, labels):
    begun = asyncio.Event()

    async def task(db, number):
        try:
            async with db.transaction() as tx:
                await labels.insert(tx, new(labels, f"task{number}"))
                if number == 20:
                    begun.set()
                await tx.execute("SELECT pg_sleep(0.05)")
        except fluentorm.DatabaseError:
            return 0
        return 1

    async with await AsyncDatabase.open(server.url(), min_size=5, max_size=5, timeout=60) as db:
        tasks = [asyncio.create_task(task(db, number)) for number in range(200)]
        await begun.wait()
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)
        done = sum(await asyncio.gather(*tasks))
        assert 0 < done < 200
        assert await labels.query().where(labels.name.starts_with("task")).count(db) == done
        assert set(await asyncio.gather(*(labels.count(db) for _ in range(50)))) == {done + 3}
        found = await db.fetch_one(
            "SELECT count(*) FILTER (WHERE state LIKE 'idle in%%') AS open, count(*) AS all "
            "FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend'",
            [],
        )
        assert found == {"open": 0, "all": 5}


def test_exhausted_pool_is_an_error_and_recovers(shop, labels):
    async def main():
        async with await AsyncDatabase.open(shop, max_size=1, timeout=0.2) as db:
            async with db.transaction():
                with pytest.raises(fluentorm.ConnectionFailed):
                    await labels.count(db)
            assert await labels.count(db) == 3

    asyncio.run(main())


def test_lost_connection_is_connection_failed(shop, labels):
    connection = psycopg.connect(shop, autocommit=True)
    db = Database(connection)
    with pytest.raises(fluentorm.ConnectionFailed):
        db.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(fluentorm.ConnectionFailed):
        labels.count(db)
    db.close()


def test_build_sql_needs_no_server(labels):
    sql, values = build_sql(labels.query().where(labels.name == "x").select(labels.id))
    assert sql == "SELECT labels.id FROM labels WHERE labels.name = $1"
    assert values == ["x"]
