"""The same work in other ORMs, each as its documents advise.

Those that are not installed are not measured. An ORM that is asynchronous runs in one event loop,
entered once for each measurement.
"""

from __future__ import annotations

import asyncio
import contextvars
import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

BULK = 10_000


def installed() -> list[Callable[[str], Any]]:
    """Return what makes a worker of each ORM that can be imported."""
    found: list[Callable[[str], Any]] = []
    for make in (alchemy, sqlmodel, django, peewee, piccolo, tortoise):
        try:
            found.append(make())
        except ImportError:
            continue
    return found


def alchemy() -> Callable[[str], Any]:
    """Return a worker of SQLAlchemy's ORM."""
    from sqlalchemy import create_engine, select
    from sqlalchemy.orm import Session

    from benchmarks.alchemy_models import Author

    return lambda url: Alchemy("SQLAlchemy", url, create_engine, Session, select, Author)


def sqlmodel() -> Callable[[str], Any]:
    """Return a worker of SQLModel."""
    from sqlmodel import Session, create_engine, select

    from benchmarks.sqlmodel_models import Author

    return lambda url: Alchemy("SQLModel", url, create_engine, Session, select, Author)


class Alchemy:
    """SQLAlchemy's ORM, or SQLModel on top of it: a session for each request."""

    def __init__(
        self, name: str, url: str, engine: Any, session: Any, select: Any, author: Any
    ) -> None:
        from sqlalchemy.orm import selectinload

        self.name = name
        self.goal = 0.5 if name == "SQLAlchemy" else 1.0
        self.engine = engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
        self.session, self.select, self.author = session, select, author
        self.eager: Any = selectinload

    def get(self, times: int) -> None:
        """Find rows by key."""
        for number in range(1, times + 1):
            with self.session(self.engine) as session:
                session.get(self.author, number)

    def find(self, times: int) -> None:
        """Filter, order, limit."""
        a = self.author
        for number in range(times):
            with self.session(self.engine) as session:
                query = self.select(a).where(a.age > number % 50, a.name != "nobody")
                session.scalars(query.order_by(a.id).limit(20)).all()

    def fetch(self, times: int) -> None:
        """Fetch 10,000 rows."""
        for _ in range(times):
            with self.session(self.engine) as session:
                session.scalars(self.select(self.author).limit(BULK)).all()

    def insert(self, times: int) -> None:
        """Insert rows one by one."""
        for number in range(times):
            with self.session(self.engine) as session:
                session.add(self.author(name="n", email="e", age=number))
                session.commit()

    def bulk(self, times: int) -> None:
        """Insert 10,000 rows."""
        for _ in range(times):
            with self.session(self.engine) as session:
                session.add_all(
                    [self.author(name=f"n{n}", email=f"e{n}", age=n) for n in range(BULK)]
                )
                session.commit()

    def related(self, times: int) -> None:
        """Fetch 1,000 rows with 20 others each."""
        a = self.author
        for _ in range(times):
            with self.session(self.engine) as session:
                query = self.select(a).where(a.id <= 1000).options(self.eager(a.books))
                assert sum(len(row.books) for row in session.scalars(query)) == 20_000

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()


def django() -> Callable[[str], Any]:
    """Return a worker of Django's ORM."""
    import django as package

    return lambda url: Django(package, url)


class Django:
    """Django's ORM with a persistent connection."""

    name = "Django"
    goal = 0.5

    def __init__(self, package: Any, url: str) -> None:
        from django.conf import settings
        from psycopg.conninfo import conninfo_to_dict

        parts = conninfo_to_dict(url)
        database = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.get("dbname"),
            "USER": parts.get("user"),
            "HOST": parts.get("host"),
            "PORT": parts.get("port"),
            "CONN_MAX_AGE": None,
        }
        settings.configure(DATABASES={"default": database}, USE_TZ=True)
        package.setup()
        from django.db import connection, models
        from django.db.models.functions import Now

        class Author(models.Model):
            name = models.TextField()
            email = models.TextField()
            age = models.IntegerField()
            joined = models.DateTimeField(db_default=Now())

            class Meta:
                app_label = "bench"
                db_table = "authors"

        class Book(models.Model):
            author = models.ForeignKey(Author, models.CASCADE, related_name="books")
            title = models.TextField()
            pages = models.IntegerField()

            class Meta:
                app_label = "bench"
                db_table = "books"

        self.author, self.connection = Author, connection

    def get(self, times: int) -> None:
        """Find rows by key."""
        for number in range(1, times + 1):
            self.author.objects.get(pk=number)

    def find(self, times: int) -> None:
        """Filter, order, limit."""
        for number in range(times):
            rows = self.author.objects.filter(age__gt=number % 50).exclude(name="nobody")
            list(rows.order_by("id")[:20])

    def fetch(self, times: int) -> None:
        """Fetch 10,000 rows."""
        for _ in range(times):
            list(self.author.objects.all()[:BULK])

    def insert(self, times: int) -> None:
        """Insert rows one by one."""
        for number in range(times):
            self.author.objects.create(name="n", email="e", age=number)

    def bulk(self, times: int) -> None:
        """Insert 10,000 rows."""
        for _ in range(times):
            self.author.objects.bulk_create(
                [self.author(name=f"n{n}", email=f"e{n}", age=n) for n in range(BULK)]
            )

    def related(self, times: int) -> None:
        """Fetch 1,000 rows with 20 others each."""
        for _ in range(times):
            rows = self.author.objects.filter(id__lte=1000).prefetch_related("books")
            assert sum(len(row.books.all()) for row in rows) == 20_000

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def peewee() -> Callable[[str], Any]:
    """Return a worker of peewee."""
    import peewee as package

    return lambda url: Peewee(package, url)


class Peewee:
    """peewee on psycopg 3."""

    name = "peewee"
    goal = 1.0

    def __init__(self, package: Any, url: str) -> None:
        from playhouse.postgres_ext import PostgresqlExtDatabase
        from psycopg.conninfo import conninfo_to_dict

        parts: Any = conninfo_to_dict(url)
        self.database = PostgresqlExtDatabase(
            parts.pop("dbname"), prefer_psycopg3=True, register_hstore=False, **parts
        )

        class Author(package.Model):
            name = package.TextField()
            email = package.TextField()
            age = package.IntegerField()
            joined = package.DateTimeField(default=lambda: dt.datetime.now(dt.UTC))

            class Meta:
                database = self.database
                table_name = "authors"

        class Book(package.Model):
            author = package.ForeignKeyField(Author, backref="books")
            title = package.TextField()
            pages = package.IntegerField()

            class Meta:
                database = self.database
                table_name = "books"

        self.package, self.author, self.book = package, Author, Book

    def get(self, times: int) -> None:
        """Find rows by key."""
        for number in range(1, times + 1):
            self.author.get_by_id(number)

    def find(self, times: int) -> None:
        """Filter, order, limit."""
        a = self.author
        for number in range(times):
            query = a.select().where(a.age > number % 50, a.name != "nobody")
            list(query.order_by(a.id).limit(20))

    def fetch(self, times: int) -> None:
        """Fetch 10,000 rows."""
        for _ in range(times):
            list(self.author.select().limit(BULK))

    def insert(self, times: int) -> None:
        """Insert rows one by one."""
        for number in range(times):
            self.author.create(name="n", email="e", age=number)

    def bulk(self, times: int) -> None:
        """Insert 10,000 rows."""
        for _ in range(times):
            rows = [self.author(name=f"n{n}", email=f"e{n}", age=n) for n in range(BULK)]
            with self.database.atomic():
                self.author.bulk_create(rows, batch_size=1000)

    def related(self, times: int) -> None:
        """Fetch 1,000 rows with 20 others each."""
        a = self.author
        for _ in range(times):
            rows = self.package.prefetch(a.select().where(a.id <= 1000), self.book.select())
            assert sum(len(row.books) for row in rows) == 20_000

    def close(self) -> None:
        """Close the connection."""
        self.database.close()


def piccolo() -> Callable[[str], Any]:
    """Return a worker of Piccolo."""
    import piccolo.table  # noqa: F401 - whether it is there

    return Piccolo


class Piccolo:
    """Piccolo on asyncpg; it has no relation to many rows."""

    name = "Piccolo"
    goal = 1.0

    def __init__(self, url: str) -> None:
        from piccolo.columns import Integer, Text, Timestamptz
        from piccolo.engine.postgres import PostgresEngine
        from piccolo.table import Table
        from psycopg.conninfo import conninfo_to_dict

        parts: Any = conninfo_to_dict(url)
        parts["database"] = parts.pop("dbname")
        engine = PostgresEngine(config=parts, log_queries=False)
        self.loop = asyncio.new_event_loop()
        self.engine = engine

        class Author(Table, tablename="authors", db=engine):
            name = Text()
            email = Text()
            age = Integer()
            joined = Timestamptz()

        self.author = Author
        self.loop.run_until_complete(engine.start_connection_pool(min_size=1, max_size=1))

    def _run(self, work: Any) -> None:
        self.loop.run_until_complete(work)

    def get(self, times: int) -> None:
        """Find rows by key."""

        async def work() -> None:
            for number in range(1, times + 1):
                await self.author.objects().get(self.author.id == number)

        self._run(work())

    def find(self, times: int) -> None:
        """Filter, order, limit."""
        a = self.author

        async def work() -> None:
            for number in range(times):
                query = a.objects().where((a.age > number % 50) & (a.name != "nobody"))
                await query.order_by(a.id).limit(20)

        self._run(work())

    def fetch(self, times: int) -> None:
        """Fetch 10,000 rows."""

        async def work() -> None:
            for _ in range(times):
                await self.author.objects().limit(BULK)

        self._run(work())

    def insert(self, times: int) -> None:
        """Insert rows one by one."""

        async def work() -> None:
            for number in range(times):
                await self.author(name="n", email="e", age=number).save()

        self._run(work())

    def bulk(self, times: int) -> None:
        """Insert 10,000 rows, as many in one statement as the protocol allows."""

        async def work() -> None:
            for _ in range(times):
                rows = [self.author(name=f"n{n}", email=f"e{n}", age=n) for n in range(BULK)]
                for start in range(0, BULK, 5000):
                    await self.author.insert(*rows[start : start + 5000])

        self._run(work())

    def close(self) -> None:
        """Close the connections."""
        self._run(self.engine.close_connection_pool())
        self.loop.close()


def tortoise() -> Callable[[str], Any]:
    """Return a worker of Tortoise."""
    import tortoise as package

    return lambda url: Tortoise(package, url)


class Tortoise:
    """Tortoise ORM on asyncpg."""

    name = "Tortoise"
    goal = 1.0

    def __init__(self, package: Any, url: str) -> None:
        from psycopg.conninfo import conninfo_to_dict

        from benchmarks import tortoise_models

        parts: Any = conninfo_to_dict(url)
        credentials = {
            "host": parts.get("host"),
            "port": int(parts.get("port") or 5432),
            "user": parts.get("user"),
            "password": None,
            "database": parts.get("dbname"),
            "minsize": 1,
            "maxsize": 1,
        }
        self.package, self.author = package.Tortoise, tortoise_models.Author
        config = {
            "connections": {
                "default": {"engine": "tortoise.backends.asyncpg", "credentials": credentials}
            },
            "apps": {"models": {"models": ["benchmarks.tortoise_models"]}},
        }
        self.loop = asyncio.new_event_loop()
        self.context = contextvars.copy_context()  # what init() says holds in its context only
        self._run(self.package.init(config=config))

    def _run(self, work: Any) -> None:
        self.loop.run_until_complete(self.loop.create_task(work, context=self.context))

    def get(self, times: int) -> None:
        """Find rows by key."""

        async def work() -> None:
            for number in range(1, times + 1):
                await self.author.get(id=number)

        self._run(work())

    def find(self, times: int) -> None:
        """Filter, order, limit."""

        async def work() -> None:
            for number in range(times):
                rows = self.author.filter(age__gt=number % 50).exclude(name="nobody")
                await rows.order_by("id").limit(20)

        self._run(work())

    def fetch(self, times: int) -> None:
        """Fetch 10,000 rows."""

        async def work() -> None:
            for _ in range(times):
                await self.author.all().limit(BULK)

        self._run(work())

    def insert(self, times: int) -> None:
        """Insert rows one by one."""

        async def work() -> None:
            for number in range(times):
                await self.author.create(name="n", email="e", age=number)

        self._run(work())

    def bulk(self, times: int) -> None:
        """Insert 10,000 rows."""

        async def work() -> None:
            for _ in range(times):
                rows = [self.author(name=f"n{n}", email=f"e{n}", age=n) for n in range(BULK)]
                await self.author.bulk_create(rows)

        self._run(work())

    def related(self, times: int) -> None:
        """Fetch 1,000 rows with 20 others each."""

        async def work() -> None:
            for _ in range(times):
                rows = await self.author.filter(id__lte=1000).prefetch_related("books")
                assert sum(len(row.books) for row in rows) == 20_000

        self._run(work())

    def close(self) -> None:
        """Close the connections."""
        self._run(self.package.close_connections())
        self.loop.close()
