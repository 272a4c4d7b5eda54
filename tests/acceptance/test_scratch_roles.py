"""Roles that only a schema names, on the server that proves it."""

import secrets

import psycopg
import pytest

from fluentorm.dialects.base import Script
from fluentorm.dialects.postgres.scratch import ScratchServer
from fluentorm.errors import Failed

pytestmark = pytest.mark.acceptance


def _roles(server: str, *names: str) -> set[str]:
    with psycopg.connect(server) as connection:
        rows = connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [[*names]]
        )
        return {name for (name,) in rows}


def test_roles_are_made_where_they_miss_and_go_in_the_end(server: str) -> None:
    ours, named = (f'te"st {word} {secrets.token_hex(4)}' for word in ("a", "b"))
    quoted = named.replace('"', '""')
    with ScratchServer(server, f"roles {ours}") as scratch:
        scratch.ensure_roles([ours, "postgres", ours])
        with scratch.empty() as database:
            text = f'CREATE TABLE t (id int); GRANT SELECT ON t TO "{quoted}";'
            database.run([Script(path="a.sql", text=text)])
            assert _roles(server, ours, named) == {ours, named}
            with pytest.raises(Failed, match="does not exist"):
                database.run([Script(path="b.sql", text="SELECT nothing")])
    assert _roles(server, ours, named) == set()
