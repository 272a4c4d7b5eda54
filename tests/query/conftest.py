"""The shop: its models, which are checked in, and databases with some rows in them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fluentorm.dialects.postgres.ddl import render
from fluentorm.diff.differ import diff
from fluentorm.schema.objects import EMPTY
from tests.cases.loading import model_of

HERE = Path(__file__).parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))  # for "import shop"


@pytest.fixture(scope="session")
def shop_schema():
    """Give the model of the shop."""
    return model_of(HERE / "shop_schema.py")


@pytest.fixture(scope="session")
def shop_sql(shop_schema):
    """Give what makes the shop's database, rows included."""
    statements = [text for operation in diff(EMPTY, shop_schema) for text in render(operation)]
    rows = (HERE / "shop_rows.sql").read_text(encoding="utf-8")
    return f"{';'.join(statements)};{rows}"


@pytest.fixture
def shop(database, shop_sql):
    """Give the URL of a shop's database of the test's own."""
    import psycopg

    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(shop_sql.encode())
    return database


@pytest.fixture
def db(shop):
    """Give a Database of the shop."""
    import psycopg

    from fluentorm import Database

    with psycopg.connect(shop, autocommit=True) as connection:
        connection.execute("SET timezone = 'UTC'")
        yield Database(connection)
