"""Catalogs that cannot be read, or that change while they are read."""

from contextlib import suppress

import pytest

from fluentorm.dialects.postgres.driver import connect
from fluentorm.dialects.postgres.introspect import introspect, queries
from fluentorm.dialects.postgres.rereading import CatalogReader
from fluentorm.errors import DatabaseError

pytestmark = pytest.mark.acceptance

SOME_OF_EVERYTHING = """CREATE SCHEMA s; CREATE TYPE s.mood AS ENUM ('a'); CREATE DOMAIN d AS int;
CREATE TABLE s.t (a int PRIMARY KEY, b s.mood DEFAULT 'a', CHECK (a > 0));
CREATE VIEW v AS SELECT a FROM s.t; CREATE MATERIALIZED VIEW m AS SELECT 1 AS one;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g BEFORE INSERT ON s.t FOR EACH ROW EXECUTE FUNCTION f();
CREATE RULE r AS ON DELETE TO s.t DO INSTEAD NOTHING; CREATE POLICY p ON s.t USING (a > 1);
CREATE STATISTICS st ON a, b FROM s.t; CREATE PUBLICATION pub FOR TABLE s.t;
CREATE FOREIGN DATA WRAPPER w; CREATE SERVER srv FOREIGN DATA WRAPPER w;
CREATE USER MAPPING FOR PUBLIC SERVER srv OPTIONS (password 'secret');
GRANT SELECT ON s.t TO PUBLIC; COMMENT ON TABLE s.t IS 't';"""


class Meddler:
    """A session between whose queries something else happens."""

    def __init__(self, session, before, action, times=1):
        self.session, self.before, self.action, self.times = session, before, action, times

    @property
    def server(self):
        return self.session.server

    def query(self, statement, parameters=()):
        if self.before in statement and self.times:
            self.times -= 1
            self.action()
        return self.session.query(statement, parameters)


def query_of(session, name):
    return dict(queries(session.server.version))[name][:60]


def connected_as(catalog, database, role):
    catalog.run("SELECT '{reader}'::text")
    catalog.session.execute(f"ALTER ROLE {role} LOGIN")
    return connect(database.replace("postgres@", f"{role}@"))


def test_a_role_without_any_privilege_reads_the_same(catalog, database):
    catalog.run(SOME_OF_EVERYTHING)
    ours = introspect(catalog.session)
    poor = connected_as(catalog, database, catalog.reader)
    theirs = introspect(poor)
    poor.close()
    assert theirs.model == ours.model
    assert theirs.others.keys() == ours.others.keys()
    assert set(theirs.owners.values()) == {"postgres"}


def test_a_catalog_that_may_not_be_read_is_named(catalog, database):
    catalog.run("CREATE TABLE t (); REVOKE SELECT ON pg_catalog.pg_policy FROM PUBLIC")
    poor = connected_as(catalog, database, catalog.reader)
    for read in (lambda: introspect(poor), CatalogReader(poor).read):
        with pytest.raises(DatabaseError) as caught:
            read()
        assert caught.value.message == (
            f'user "{catalog.reader}" may not read the catalogs of '
            f'"{poor.server.database}": permission denied for table pg_policy'
        )
        assert caught.value.hint == (
            f"as a superuser: GRANT SELECT ON pg_catalog.pg_policy TO {catalog.reader}"
        )
    poor.close()


def happens(other, change):
    """Return what makes a change, or gives up where what was read is locked: both are fine."""

    def action():
        with suppress(DatabaseError):
            other.execute(f"SET lock_timeout = 100; {change}")

    return action


@pytest.mark.parametrize(
    ("query", "change"),
    [
        ("views", "DROP VIEW v"),
        ("columns", "DROP TABLE t CASCADE"),
        ("constraints", "ALTER TABLE t DROP a CASCADE"),
        ("index_keys", "DROP INDEX i"),
        ("triggers", "DROP TRIGGER g ON t"),
        ("rules", "DROP RULE r ON t"),
        ("routines", "DROP FUNCTION f CASCADE"),
        ("policies", "DROP TABLE t CASCADE"),
        ("relations", "DROP TABLE p1, p"),
    ],
)
def test_what_is_dropped_while_it_is_read_is_read_again(catalog, database, query, change):
    catalog.run(
        """CREATE TABLE t (a int DEFAULT 1 CHECK (a > 0), b int); CREATE INDEX i ON t ((a + 1));
        CREATE VIEW v AS SELECT b FROM t;
        CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p DEFAULT;
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW WHEN (new.a > 1) EXECUTE FUNCTION f();
        CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING; CREATE POLICY p ON t USING (a > 1)"""
    )
    before = introspect(catalog.session)
    other = connect(database)
    meddler = Meddler(catalog.session, query_of(catalog.session, query), happens(other, change))
    state = introspect(meddler)
    assert meddler.times == 0
    assert state in (before, introspect(catalog.session))
    other.close()


@pytest.mark.parametrize("attempts", [2, 3])
def test_a_database_is_read_three_times_before_it_is_refused(catalog, database, attempts):
    catalog.run(
        """CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN RETURN NEW; END';"""
        + ";".join(
            f"CREATE TABLE t{number} (); CREATE TRIGGER g BEFORE INSERT ON t{number} "
            "FOR EACH ROW EXECUTE FUNCTION f()"
            for number in range(attempts)
        )
    )
    other = connect(database)
    tables = iter(range(attempts))
    meddler = Meddler(
        catalog.session,
        query_of(catalog.session, "triggers"),
        lambda: other.execute(f"DROP TABLE t{next(tables)}"),
        times=attempts,
    )
    if attempts == 2:
        assert set(introspect(meddler).model.tables) == {"t"}
    else:
        with pytest.raises(DatabaseError) as caught:
            introspect(meddler)
        assert caught.value.message == (
            f'"{catalog.session.server.database}" was changed again and again '
            "while its catalogs were read"
        )
    assert meddler.times == 0
    assert set(introspect(catalog.session).model.tables) == {"t"}
    other.close()


GONE = {
    "view w": "CREATE VIEW v AS SELECT 1 AS one; CREATE VIEW w AS SELECT f(1)",
    "materialized view m": "CREATE MATERIALIZED VIEW m AS SELECT f(1)",
    'view n."W"': 'CREATE SCHEMA n; CREATE VIEW n."W" AS SELECT f(1)',
    "rule r on table t": "CREATE TABLE t (a int); CREATE RULE r AS ON DELETE TO t DO SELECT f(1)",
    "trigger g on table t": """CREATE TABLE t (a int); CREATE FUNCTION g() RETURNS trigger
        LANGUAGE plpgsql AS 'BEGIN END'; CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW
        WHEN (f(NEW.a) > 0) EXECUTE FUNCTION g()""",
    "default value for column a of table t": "CREATE TABLE t (a int DEFAULT f(1))",
    "constraint c on table t": "CREATE TABLE t (a int CONSTRAINT c CHECK (f(a) > 1))",
    "policy p on table t": "CREATE TABLE t (a int); CREATE POLICY p ON t USING (f(a) > 0)",
    "index i": "CREATE TABLE t (a int); CREATE INDEX i ON t (f(a))",
    "index j": "CREATE TABLE t (a int); CREATE INDEX j ON t (a) WHERE f(a) > 0",
    "statistics object s": "CREATE TABLE t (a int); CREATE STATISTICS s ON a, f(a) FROM t",
    "function h()": "CREATE FUNCTION h() RETURNS int LANGUAGE sql RETURN f(1)",
}


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("what", GONE)
def test_what_needs_a_function_that_is_gone_is_named(catalog, what, inside):
    catalog.run(
        "CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN 1; END'; "
        f"{GONE[what]}; DELETE FROM pg_proc WHERE proname = 'f'"
    )
    if inside:
        catalog.session.query("BEGIN")
    with pytest.raises(DatabaseError) as caught:
        introspect(catalog.session, inside_transaction=inside)
    assert caught.value.message.startswith(
        f'{what} of "{catalog.session.server.database}" cannot be read: cache lookup failed'
    )
    assert caught.value.hint == "it needs something that is gone: drop it, or make it anew"
    assert catalog.session.query("SELECT 1") == [(1,)]
    if inside:
        catalog.session.query("ROLLBACK")
    with pytest.raises(DatabaseError, match="cannot be read"):
        CatalogReader(catalog.session).read()


def test_inside_a_transaction_nothing_is_tried_again(catalog, database):
    catalog.run("CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t")
    other = connect(database)
    meddler = Meddler(
        catalog.session,
        query_of(catalog.session, "views"),
        lambda: other.execute("DROP VIEW v"),
        times=2,
    )
    catalog.session.query("BEGIN ISOLATION LEVEL REPEATABLE READ")
    catalog.session.query("SELECT 1")
    with pytest.raises(DatabaseError, match=r"the views of .* cannot be read"):
        introspect(meddler, inside_transaction=True)
    assert meddler.times == 1
    assert catalog.session.query("SELECT 1") == [(1,)]
    catalog.session.query("ROLLBACK")
    other.close()
