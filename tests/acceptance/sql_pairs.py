"""The pairs of test_sql_pairs: two databases as SQL, and what their plan must not say."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = ("fluentorm_pair", "fluentorm_second", "fluentorm_owner")


@dataclass(frozen=True, kw_only=True)
class Pair:
    """``never`` are words that no statement of the plan has in it, ``since`` a version.

    ``unseen`` are words of catalog rows that need not be equal: what no ALTER can bring back.
    """

    old: str = ""
    new: str = ""
    never: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    since: int = 13


_KINDS = """
CREATE TABLE t (id integer);
CREATE VIEW v AS SELECT 1 AS one;
CREATE MATERIALIZED VIEW m AS SELECT 1 AS one;
CREATE SEQUENCE s;
CREATE FUNCTION f() RETURNS integer LANGUAGE sql RETURN 1;
CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC END;
CREATE AGGREGATE a(integer) (SFUNC = int4pl, STYPE = integer);
CREATE TYPE e AS ENUM ('x');
CREATE DOMAIN d AS integer;
CREATE TYPE c AS (x integer);
CREATE SCHEMA n;
"""
_GIVEN = """
ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT ON TABLES TO fluentorm_pair;
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO fluentorm_pair WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO fluentorm_second;
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO fluentorm_pair;
"""
# One by one; those of the types of tables are nobody's.
_TAKEN = """
REVOKE ALL ON t, v, m FROM fluentorm_pair;
GRANT SELECT ON v TO fluentorm_pair WITH GRANT OPTION;
REVOKE ALL ON s FROM fluentorm_pair;
REVOKE EXECUTE ON FUNCTION f() FROM fluentorm_second;
GRANT EXECUTE ON FUNCTION f() TO PUBLIC;
REVOKE ALL ON PROCEDURE p() FROM fluentorm_second;
REVOKE ALL ON FUNCTION a(integer) FROM fluentorm_second;
GRANT USAGE ON TYPE e TO PUBLIC;
GRANT USAGE ON TYPE d TO fluentorm_pair;
REVOKE ALL ON SCHEMA n FROM fluentorm_pair;
"""

PAIRS = {
    "default privileges, then everything with them": Pair(old=_GIVEN, new=_GIVEN + _KINDS),
    "default privileges, then everything without them": Pair(
        old=_GIVEN, new=_GIVEN + _KINDS + _TAKEN
    ),
    "default privileges that come with everything": Pair(new=_GIVEN + _KINDS),
    "default privileges that come after everything": Pair(new=_KINDS + _GIVEN),
    "default privileges that go": Pair(old=_GIVEN, new=_KINDS),
    "default privileges that change": Pair(
        old=_GIVEN,
        new="ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO fluentorm_second;" + _KINDS,
    ),
    "default privileges in one namespace": Pair(
        old="""CREATE SCHEMA n;
            ALTER DEFAULT PRIVILEGES IN SCHEMA n GRANT SELECT ON TABLES TO fluentorm_pair;
            ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO fluentorm_pair;""",
        new="""CREATE SCHEMA n;
            ALTER DEFAULT PRIVILEGES IN SCHEMA n GRANT SELECT ON TABLES TO fluentorm_pair;
            ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO fluentorm_pair;
            CREATE TABLE n.t (id integer);
            CREATE TABLE t (id integer);
            REVOKE INSERT ON t, n.t FROM fluentorm_pair;""",
    ),
    "default privileges of another role, for itself": Pair(
        new="""
            ALTER DEFAULT PRIVILEGES FOR ROLE fluentorm_owner IN SCHEMA public
                GRANT SELECT ON TABLES TO fluentorm_owner;
            ALTER DEFAULT PRIVILEGES FOR ROLE fluentorm_owner
                REVOKE ALL ON SEQUENCES FROM fluentorm_owner;
            CREATE TABLE t (id integer);
            """,
    ),
    "an enum swapped under default privileges": Pair(
        old="CREATE TYPE e AS ENUM ('x', 'y'); CREATE TABLE t (e e);" + _GIVEN,
        new="CREATE TYPE e AS ENUM ('x', 'z'); CREATE TABLE t (e e);" + _GIVEN,
    ),
    "a view rebuilt under default privileges": Pair(
        old="CREATE VIEW v AS SELECT 1 AS one, 2 AS two;" + _GIVEN,
        new="CREATE VIEW v AS SELECT 2 AS two;" + _GIVEN,
    ),
}
