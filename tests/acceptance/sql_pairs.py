"""The pairs of test_sql_pairs: two databases as SQL, and what their plan must not say."""

from __future__ import annotations

from tests.acceptance.sql_pair import Pair

ROLES = ("fluentorm_pair", "fluentorm_second", "fluentorm_owner")


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
    "parameters that are not sorted": Pair(
        new="""
            CREATE TABLE t (id integer, d text) WITH (fillfactor = 70, autovacuum_enabled = false);
            CREATE INDEX i ON t (id) WITH (fillfactor = 80, deduplicate_items = off);
            CREATE VIEW v WITH (security_barrier = true, check_option = local)
                AS SELECT id FROM t;
            CREATE FUNCTION f() RETURNS integer LANGUAGE sql
                SET work_mem TO '64MB' SET statement_timeout TO '30s' AS 'SELECT 1';
            CREATE FUNCTION g() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE EVENT TRIGGER e ON ddl_command_end
                WHEN TAG IN ('DROP TABLE', 'CREATE TABLE') EXECUTE FUNCTION g();
            """,
    ),
    "an identity whose limit does not fit the new type": Pair(
        old="""CREATE TABLE t (
            id integer GENERATED ALWAYS AS IDENTITY,
            low smallint NOT NULL GENERATED ALWAYS AS IDENTITY (START 1 MINVALUE -5));""",
        new="""CREATE TABLE t (
            id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 5000000000),
            low integer NOT NULL GENERATED ALWAYS AS IDENTITY (START 1 MINVALUE -50000));""",
    ),
    "bodies that call others, over what is evaluated at once": Pair(
        new="""
            CREATE FUNCTION z(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
            CREATE FUNCTION a(integer) RETURNS integer LANGUAGE sql IMMUTABLE
                AS 'SELECT public.z($1)';
            CREATE TABLE t (id integer PRIMARY KEY, twice integer DEFAULT a(2),
                also integer GENERATED ALWAYS AS (a(id)) STORED, CHECK (a(1) = 1));
            CREATE INDEX i ON t (a(id));
            CREATE MATERIALIZED VIEW m AS SELECT a(1) AS one;
            """,
    ),
    "a parent's column that a child keeps, and one that it loses": Pair(
        old="""
            CREATE TABLE p (id integer, kept text, gone text);
            CREATE TABLE c (own integer) INHERITS (p);
            CREATE TABLE d () INHERITS (p);
            CREATE TABLE e () INHERITS (c);
            """,
        new="""
            CREATE TABLE p (id integer);
            CREATE TABLE c (own integer, kept text) INHERITS (p);
            CREATE TABLE d () INHERITS (p);
            CREATE TABLE e () INHERITS (c);
            """,
        never=("ADD COLUMN",),
        unseen=("public.c.kept", "public.d.kept"),  # which is a child's own from now on
    ),
    "a partition that leaves a parent which changes": Pair(
        old="""
            CREATE TABLE p (id integer NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
            CREATE TABLE a PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
            CREATE TABLE b PARTITION OF p FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
            """,
        new="""
            CREATE TABLE p (id integer NOT NULL, day date NOT NULL, more text)
                PARTITION BY RANGE (day);
            CREATE TABLE a (id integer NOT NULL, day date NOT NULL);
            CREATE TABLE b PARTITION OF p FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
            """,
        never=("DROP",),
    ),
    "tables that are partitioned otherwise": Pair(
        old="""
            CREATE TABLE plain (id serial PRIMARY KEY, day date NOT NULL);
            CREATE TABLE child (id integer REFERENCES plain);
            CREATE VIEW v AS SELECT id FROM plain;
            CREATE TABLE split (id integer, day date) PARTITION BY RANGE (day);
            CREATE TABLE part PARTITION OF split FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
            CREATE TABLE leaves PARTITION OF split FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
            """,
        new="""
            CREATE TABLE plain (id serial PRIMARY KEY, day date NOT NULL) PARTITION BY HASH (id);
            CREATE TABLE child (id integer REFERENCES plain);
            CREATE VIEW v AS SELECT id FROM plain;
            CREATE TABLE split (id integer, day date) PARTITION BY LIST (id);
            CREATE TABLE part PARTITION OF split FOR VALUES IN (1);
            CREATE TABLE leaves (id integer, day date);
            """,
        never=("DROP TABLE leaves", "DROP TABLE child"),
        unseen=("split_day_not_null",),  # PostgreSQL adds a number on the way back
    ),
    "an enum that grows under a view, a function and a policy": Pair(
        old="""
            CREATE TYPE e AS ENUM ('a', 'b');
            CREATE TABLE t (id integer, e e DEFAULT 'a');
            CREATE VIEW v AS SELECT e FROM t;
            CREATE FUNCTION f(e) RETURNS e LANGUAGE sql AS 'SELECT $1';
            CREATE POLICY p ON t USING (e = 'b');
            """,
        new="""
            CREATE TYPE e AS ENUM ('a', 'b', 'c');
            CREATE TABLE t (id integer, e e DEFAULT 'a');
            CREATE VIEW v AS SELECT e FROM t;
            CREATE FUNCTION f(e) RETURNS e LANGUAGE sql AS 'SELECT $1';
            CREATE POLICY p ON t USING (e = 'b');
            """,
        never=("DROP", "CREATE"),
    ),
    "a generated column that becomes a plain one": Pair(
        old="""
            CREATE TABLE t (id integer, g integer GENERATED ALWAYS AS (id * 2) STORED UNIQUE,
                CHECK (g > id));
            CREATE INDEX i ON t (id, (g + 1));
            COMMENT ON COLUMN t.g IS 'kept';
            """,
        new="""
            CREATE TABLE t (id integer, g integer UNIQUE, CHECK (g > id));
            CREATE INDEX i ON t (id, (g + 1));
            COMMENT ON COLUMN t.g IS 'kept';
            """,
        never=("DROP COLUMN", "CREATE", "DROP CONSTRAINT"),
    ),
    "a table that joins a parent which loses a column": Pair(
        old="""
            CREATE TABLE p (id integer, day date, more text) PARTITION BY RANGE (day);
            CREATE TABLE a (id integer, day date);
            CREATE TABLE base (id integer, more text);
            CREATE TABLE b (id integer);
            """,
        new="""
            CREATE TABLE p (id integer, day date) PARTITION BY RANGE (day);
            CREATE TABLE a PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
            CREATE TABLE base (id integer);
            CREATE TABLE b (id integer) INHERITS (base);
            """,
        never=("DROP TABLE",),
    ),
    "a default whose sequence goes and whose function is made anew": Pair(
        old="""
            CREATE SEQUENCE s;
            CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
            CREATE TABLE t (id integer DEFAULT nextval('s') PRIMARY KEY, f integer DEFAULT f());
            CREATE INDEX i ON t (f);
            CREATE VIEW v AS SELECT id, f FROM t;
            """,
        new="""
            CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
            CREATE TABLE t (id integer PRIMARY KEY, f integer DEFAULT f());
            CREATE INDEX i ON t (f);
            CREATE VIEW v AS SELECT id, f FROM t;
            """,
        never=("DROP CONSTRAINT", "INDEX", "VIEW"),
    ),
    "a partition that goes while foreign keys refer to its parent": Pair(
        old="""
            CREATE TABLE p (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')
                PARTITION BY HASH (id);
            CREATE TABLE p1a PARTITION OF p1 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
            CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
            CREATE TABLE r (id int, at date, FOREIGN KEY (id, at) REFERENCES p);
        """,
        new="""
            CREATE TABLE p (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
            CREATE TABLE r (id int, at date, FOREIGN KEY (id, at) REFERENCES p);
        """,
        # PostgreSQL counts on for each partition, older versions without a stroke.
        unseen=("r_id_at_fkey_", *(f"r_id_at_fkey{number}" for number in range(1, 9))),
    ),
    "a column that generated ones are made of becomes an identity of another type": Pair(
        old="""
            CREATE TABLE t (id int, CONSTRAINT c CHECK (id < 1000) NOT VALID,
                gone int GENERATED ALWAYS AS (id + 1) STORED);
            ALTER TABLE t ALTER id SET NOT NULL;
        """,
        new="""
            CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY,
                CONSTRAINT c CHECK (id < 1000) NOT VALID,
                double bigint GENERATED ALWAYS AS (id * 2) STORED);
        """,
    ),
    "a domain that gets conditions under arrays and composite types": Pair(
        old="""
            CREATE DOMAIN d AS int;
            CREATE TYPE c AS (x d);
            CREATE DOMAIN e AS int NOT NULL CONSTRAINT low CHECK (VALUE < 9);
            CREATE TABLE t (a d[] DEFAULT '{}', b c, plain d, e e[]);
            CREATE TABLE u (a d[], e e[]);
        """,
        new="""
            CREATE DOMAIN d AS int NOT NULL CONSTRAINT low CHECK (VALUE < 9);
            CREATE TYPE c AS (x d);
            CREATE DOMAIN e AS int;
            CREATE TABLE t (a d[] DEFAULT '{}', b c, plain d, e e[]);
            CREATE TABLE u (a d[], e int[]);
        """,
    ),
    "an enum under domains and composite types is swapped": Pair(
        old="""
            CREATE TYPE s AS ENUM ('a', 'b', 'c');
            CREATE DOMAIN kept AS s; CREATE DOMAIN gone AS s; CREATE TYPE pair AS (x s, y kept[]);
            CREATE TABLE t (k kept DEFAULT 'a', ks kept[], g gone, p pair, s s);
            CREATE TABLE u (g gone[], t text);
        """,
        new="""
            CREATE TYPE s AS ENUM ('c', 'a');
            CREATE DOMAIN kept AS s; CREATE DOMAIN more AS s; CREATE TYPE pair AS (x s, y kept[]);
            CREATE TABLE t (k kept DEFAULT 'a', ks kept[], p pair, s s, m more[]);
            CREATE TABLE u (g s[], t more);
        """,
    ),
    "an enum under domains and composite types gets a value": Pair(
        old="""
            CREATE TYPE s AS ENUM ('a');
            CREATE DOMAIN kept AS s; CREATE DOMAIN gone AS s; CREATE TYPE pair AS (x s, z int);
            CREATE TABLE t (k kept DEFAULT 'a' PRIMARY KEY, ks kept[], g gone, p pair, s s);
            CREATE VIEW v AS SELECT k, ks, p FROM t;
        """,
        new="""
            CREATE TYPE s AS ENUM ('a', 'b');
            CREATE DOMAIN kept AS s; CREATE TYPE pair AS (x s);
            CREATE TYPE outside AS (ps pair[]);
            CREATE TABLE t (k kept DEFAULT 'a' PRIMARY KEY, ks kept[], p pair, s s, o outside);
            CREATE VIEW v AS SELECT k, ks, p FROM t;
        """,
    ),
    "types that change in a namespace that is described": Pair(
        old="""
            CREATE SCHEMA n; COMMENT ON SCHEMA n IS 'one';
            CREATE TYPE n.c AS (p int, n text); CREATE DOMAIN n.d AS text COLLATE "C";
            CREATE TABLE t (a n.d, gone n.c);
        """,
        new="""
            CREATE SCHEMA n; COMMENT ON SCHEMA n IS 'two';
            GRANT USAGE ON SCHEMA n TO fluentorm_pair;
            CREATE TYPE n.c AS (n text, p int); CREATE DOMAIN n.d AS varchar(20);
            CREATE TABLE t (a n.d, b n.c); CREATE TABLE u (a n.d[], b n.c);
        """,
    ),
    "tables that are logged no more, and what refers to and publishes them": Pair(
        old="""
            CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int REFERENCES a);
            CREATE UNLOGGED TABLE c (id int PRIMARY KEY);
            CREATE UNLOGGED TABLE d (id int REFERENCES c);
            CREATE TABLE e (id int PRIMARY KEY); CREATE TABLE gone (id int REFERENCES e);
            CREATE PUBLICATION f FOR TABLE a, b;
        """,
        new="""
            CREATE UNLOGGED TABLE a (id int PRIMARY KEY);
            CREATE UNLOGGED TABLE b (id int REFERENCES a);
            CREATE TABLE c (id int PRIMARY KEY); CREATE TABLE d (id int REFERENCES c);
            CREATE UNLOGGED TABLE e (id int PRIMARY KEY);
            CREATE PUBLICATION f FOR TABLE c, d;
        """,
    ),
    "a published table that others inherit from": Pair(
        old="""
            CREATE TABLE a (id int);
            CREATE TABLE a1 () INHERITS (a); CREATE TABLE a2 () INHERITS (a);
            CREATE PUBLICATION f FOR TABLE ONLY a; CREATE PUBLICATION g FOR TABLE a1;
        """,
        new="""
            CREATE TABLE a (id int);
            CREATE TABLE a1 () INHERITS (a); CREATE TABLE a2 () INHERITS (a);
            CREATE PUBLICATION f FOR TABLE a; CREATE PUBLICATION g FOR TABLE ONLY a, a1;
            CREATE PUBLICATION h FOR TABLE ONLY a;
        """,
    ),
    "a partition below one that goes, when columns of all change": Pair(
        old="""
            CREATE TABLE p (id int, at date) PARTITION BY RANGE (at);
            CREATE TABLE p1 PARTITION OF p DEFAULT PARTITION BY HASH (id);
            CREATE TABLE p1a PARTITION OF p1 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
        """,
        new="""
            CREATE TABLE p (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        """,
    ),
    "a column that owns two sequences and becomes an identity": Pair(
        old="""
            CREATE TABLE t (id serial);
            CREATE SEQUENCE a OWNED BY t.id; CREATE SEQUENCE z OWNED BY t.id;
        """,
        new="CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY)",
    ),
    "names of NOT NULL constraints that children keep": Pair(
        old="""
            CREATE TABLE p (id int NOT NULL, b int CONSTRAINT known NOT NULL);
            CREATE TABLE one (id int NOT NULL, b int CONSTRAINT own NOT NULL);
            CREATE TABLE two (id int CONSTRAINT own NOT NULL, b int NOT NULL);
            ALTER TABLE two INHERIT p;
        """,
        new="""
            CREATE TABLE p (id int NOT NULL, b int CONSTRAINT known NOT NULL);
            CREATE TABLE one (id int NOT NULL, b int CONSTRAINT own NOT NULL);
            ALTER TABLE one INHERIT p;
            CREATE TABLE two (id int CONSTRAINT own NOT NULL, b int NOT NULL);
            ALTER TABLE two INHERIT p;
            CREATE TABLE three (id int NOT NULL, b int CONSTRAINT third NOT NULL);
            ALTER TABLE three INHERIT p;
        """,
        never=("RENAME",),
    ),
    "a table that is attached as it is": Pair(
        old="""
            CREATE TABLE p (id integer NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
            CREATE TABLE a (id integer NOT NULL, day date CONSTRAINT own NOT NULL);
            """,
        new="""
            CREATE TABLE p (id integer NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
            CREATE TABLE a (id integer NOT NULL, day date CONSTRAINT own NOT NULL);
            ALTER TABLE p ATTACH PARTITION a FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
            """,
        never=("DROP", "RENAME"),
    ),
    "privileges that were given and taken back, which says no more than the default": Pair(
        old=_KINDS
        + """
            CREATE TABLE i (id integer GENERATED ALWAYS AS IDENTITY);
            GRANT SELECT ON t, v, m, i TO fluentorm_pair;
            REVOKE SELECT ON t, v, m, i FROM fluentorm_pair;
            GRANT SELECT (id) ON t TO fluentorm_pair;
            REVOKE SELECT (id) ON t FROM fluentorm_pair;
            GRANT USAGE ON SEQUENCE s, i_id_seq TO fluentorm_pair;
            REVOKE USAGE ON SEQUENCE s, i_id_seq FROM fluentorm_pair;
            REVOKE EXECUTE ON FUNCTION f(), a(integer) FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION f(), a(integer) TO PUBLIC;
            GRANT EXECUTE ON PROCEDURE p() TO fluentorm_pair;
            REVOKE EXECUTE ON PROCEDURE p() FROM fluentorm_pair;
            GRANT USAGE ON TYPE e, d, c TO fluentorm_pair;
            REVOKE USAGE ON TYPE e, d, c FROM fluentorm_pair;
            GRANT USAGE ON SCHEMA n TO fluentorm_pair;
            REVOKE USAGE ON SCHEMA n FROM fluentorm_pair;
            ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
            ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
            """,
        new=_KINDS + "CREATE TABLE i (id integer GENERATED ALWAYS AS IDENTITY);",
        never=("",),
    ),
    "an identity beside another sequence that its column gets": Pair(
        old="CREATE TABLE t (id bigint); CREATE SEQUENCE c MINVALUE 5 START 7;",
        new="""CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY);
            CREATE SEQUENCE c MINVALUE 5 START 7 OWNED BY t.id;""",
    ),
    "an identity beside another sequence that its column loses": Pair(
        old="CREATE TABLE t (id bigint); CREATE SEQUENCE c MINVALUE 5 START 7 OWNED BY t.id;",
        new="""CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY);
            CREATE SEQUENCE c MINVALUE 5 START 7;""",
    ),
    "a sequence and the name of a key that another table takes over": Pair(
        old="CREATE TABLE a (id serial CONSTRAINT a_key PRIMARY KEY);",
        new="""CREATE SEQUENCE a_id_seq AS integer;
            CREATE TABLE b (id integer DEFAULT nextval('a_id_seq') CONSTRAINT a_key PRIMARY KEY);
            ALTER SEQUENCE a_id_seq OWNED BY b.id;""",
        never=("DROP SEQUENCE",),
    ),
}
