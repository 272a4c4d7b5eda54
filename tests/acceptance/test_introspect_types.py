"""Types, sequences and what belongs to the whole database, as read from a real server."""

import pytest

from fluentorm.dialects.postgres.introspect import introspect
from fluentorm.errors import DatabaseError
from fluentorm.schema.database_objects import (
    Attribute,
    Collation,
    CompositeType,
    DefaultPrivileges,
    Domain,
    DomainCheck,
    EventTrigger,
    Extension,
    Namespace,
    Publication,
    PublishedTable,
    RangeType,
    Sequence,
)
from fluentorm.schema.objects import Enum, SequenceOptions
from fluentorm.schema.privileges import OWNER, PUBLIC, Grant, Privileges
from fluentorm.schema.refs import Kind, Ref

pytestmark = pytest.mark.acceptance


def usage(role):
    return Privileges(grants=(Grant(role, "USAGE"),), revokes=(Grant(PUBLIC, "USAGE"),))


def test_enums_keep_their_order_comment_and_privileges(catalog):
    model = catalog.model(
        """CREATE SCHEMA "S s"; CREATE TYPE "S s"."E e" AS ENUM ('b', 'it''s');
        ALTER TYPE "S s"."E e" ADD VALUE 'a' BEFORE 'b'; COMMENT ON TYPE "S s"."E e" IS 'e';
        REVOKE USAGE ON TYPE "S s"."E e" FROM PUBLIC; GRANT USAGE ON TYPE "S s"."E e" TO {mixed}"""
    )
    assert model.enums == {
        "S s.E e": Enum(
            name="S s.E e",
            values=("a", "b", "it's"),
            comment="e",
            privileges=usage(catalog.mixed),
        )
    }


def test_domains_keep_everything(catalog):
    objects = catalog.objects(
        """CREATE SCHEMA "S s"; CREATE TYPE "S s".mood AS ENUM ('a');
        CREATE DOMAIN "S s"."D d" AS numeric(10,2) DEFAULT 1 NOT NULL
            CONSTRAINT "C c" CHECK (VALUE > 0);
        ALTER DOMAIN "S s"."D d" ADD CONSTRAINT a CHECK (VALUE < 100) NOT VALID;
        COMMENT ON DOMAIN "S s"."D d" IS 'd';
        COMMENT ON CONSTRAINT "C c" ON DOMAIN "S s"."D d" IS 'c';
        REVOKE USAGE ON DOMAIN "S s"."D d" FROM PUBLIC;
        GRANT USAGE ON DOMAIN "S s"."D d" TO {reader};
        CREATE DOMAIN email AS text COLLATE "C"; CREATE DOMAIN moods AS "S s".mood[]"""
    )
    assert objects['domain "S s.D d"'] == Domain(
        name="S s.D d",
        type="numeric(10,2)",
        default="1",
        nullable=False,
        checks=(
            DomainCheck(name="C c", expression="VALUE > (0)::numeric", comment="c"),
            DomainCheck(name="a", expression="VALUE < (100)::numeric", validated=False),
        ),
        comment="d",
        privileges=usage(catalog.reader),
    )
    assert objects['domain "email"'] == Domain(name="email", type="text", collation='"C"')
    assert objects['domain "moods"'] == Domain(name="moods", type='"S s".mood[]')


def test_names_of_not_null_constraints_of_domains_are_read(catalog):
    objects = catalog.objects(
        """CREATE SCHEMA "S s"; CREATE DOMAIN "S s"."D d" AS int NOT NULL;
        CREATE DOMAIN named AS int CONSTRAINT "N n" NOT NULL; CREATE DOMAIN nullable AS int"""
    )
    named = "N n" if catalog.session.server.version >= 170000 else None
    for name, wanted in (("S s.D d", None), ("named", named), ("nullable", None)):
        domain = objects[f'domain "{name}"']
        assert (domain.nullable, domain.not_null_name) == (name == "nullable", wanted)


def test_composite_types_keep_everything(catalog):
    objects = catalog.objects(
        """CREATE SCHEMA "S s"; CREATE TYPE pair AS (x int);
        CREATE TYPE "S s"."C c" AS ("A a" int, gone text, b text COLLATE "C", d pair[]);
        ALTER TYPE "S s"."C c" DROP ATTRIBUTE gone, ADD ATTRIBUTE e varchar(5);
        COMMENT ON TYPE "S s"."C c" IS 'c'; COMMENT ON COLUMN "S s"."C c"."A a" IS 'a';
        REVOKE USAGE ON TYPE "S s"."C c" FROM PUBLIC; GRANT USAGE ON TYPE "S s"."C c" TO {reader};
        CREATE TYPE empty AS ()"""
    )
    assert objects['composite type "S s.C c"'] == CompositeType(
        name="S s.C c",
        attributes=(
            Attribute(name="A a", type="integer", comment="a"),
            Attribute(name="b", type="text", collation='"C"'),
            Attribute(name="d", type="pair[]"),
            Attribute(name="e", type="character varying(5)"),
        ),
        comment="c",
        privileges=usage(catalog.reader),
    )
    assert objects['composite type "empty"'] == CompositeType(name="empty", attributes=())


def test_ranges_keep_everything(catalog):
    sql = """CREATE SCHEMA "S s";
        CREATE FUNCTION "S s"."D d"(float8, float8) RETURNS float8 LANGUAGE sql IMMUTABLE
            AS 'SELECT $1 - $2';
        CREATE TYPE "S s"."R r" AS RANGE (subtype = float8, subtype_diff = "S s"."D d");
        CREATE TYPE words AS RANGE (subtype = text, collation = "C",
            subtype_opclass = text_pattern_ops);
        COMMENT ON TYPE words IS 'w';
        REVOKE USAGE ON TYPE words FROM PUBLIC; GRANT USAGE ON TYPE words TO {reader}"""
    objects = catalog.objects(sql)
    assert objects['range type "S s.R r"'] == RangeType(
        name="S s.R r", subtype="double precision", subtype_diff='"S s"."D d"'
    )
    assert objects['range type "words"'] == RangeType(
        name="words",
        subtype="text",
        opclass="text_pattern_ops",
        collation='"C"',
        comment="w",
        privileges=usage(catalog.reader),
    )


def test_a_multirange_of_another_name_is_told(catalog):
    if catalog.session.server.version < 140000:
        pytest.skip("needs PostgreSQL 14")
    model = catalog.model(
        """CREATE SCHEMA "S s"; CREATE TYPE daysrange AS RANGE (subtype = date);
        CREATE TYPE spans AS RANGE (subtype = date, multirange_type_name = "S s"."Many m");
        CREATE TABLE t (a "S s"."Many m", b daysmultirange[])"""
    )
    assert [
        value.multirange for value in model.objects.values() if isinstance(value, RangeType)
    ] == [None, "S s.Many m"]
    types = [column.type for column in model.tables["t"].columns.values()]
    assert types == ['"S s"."Many m"', "daysmultirange[]"]


def test_sequences_keep_everything(catalog):
    objects = catalog.objects(
        """CREATE SCHEMA "S s"; CREATE SEQUENCE plain; CREATE SEQUENCE small AS smallint;
        CREATE SEQUENCE "S s"."Q q" AS integer INCREMENT -2 MINVALUE -100 MAXVALUE 50 START 7
            CACHE 5 CYCLE;
        COMMENT ON SEQUENCE "S s"."Q q" IS 'q'; GRANT USAGE ON SEQUENCE "S s"."Q q" TO {mixed};
        CREATE SEQUENCE down INCREMENT -1;
        CREATE TABLE "T t" ("C c" int); CREATE SEQUENCE owned OWNED BY "T t"."C c\""""
    )
    assert objects == {
        'namespace "S s"': Namespace(name="S s"),
        'sequence "plain"': Sequence(name="plain"),
        'sequence "small"': Sequence(name="small", type="smallint"),
        'sequence "down"': Sequence(name="down", options=SequenceOptions(increment=-1)),
        'sequence "owned"': Sequence(name="owned", owned_by=Ref(Kind.COLUMN, "T t", "C c")),
        'sequence "S s.Q q"': Sequence(
            name="S s.Q q",
            type="integer",
            options=SequenceOptions(
                start=7, increment=-2, minimum=-100, maximum=50, cache=5, cycle=True
            ),
            comment="q",
            privileges=Privileges(grants=(Grant(catalog.mixed, "USAGE"),)),
        ),
    }


def test_namespaces_are_read_and_public_where_it_is_not_as_usual(catalog):
    assert catalog.objects() == {}
    objects = catalog.objects(
        """CREATE SCHEMA "S s"; COMMENT ON SCHEMA "S s" IS 's';
        GRANT USAGE ON SCHEMA "S s" TO {mixed}; REVOKE CREATE ON SCHEMA "S s" FROM current_user;
        COMMENT ON SCHEMA public IS 'ours'; GRANT CREATE ON SCHEMA public TO {reader}"""
    )
    assert objects == {
        'namespace "S s"': Namespace(
            name="S s",
            comment="s",
            privileges=Privileges(
                grants=(Grant(catalog.mixed, "USAGE"),), revokes=(Grant(OWNER, "CREATE"),)
            ),
        ),
        'namespace "public"': Namespace(
            name="public",
            comment="ours",
            privileges=Privileges(grants=(Grant(catalog.reader, "CREATE"),)),
        ),
    }


def test_a_public_namespace_made_anew_lacks_what_everybody_may(catalog):
    revokes = [Grant(PUBLIC, "USAGE")]
    if catalog.session.server.version < 150000:
        revokes.insert(0, Grant(PUBLIC, "CREATE"))
    assert catalog.objects("DROP SCHEMA public; CREATE SCHEMA public") == {
        'namespace "public"': Namespace(
            name="public", privileges=Privileges(revokes=tuple(revokes))
        )
    }


def test_extensions_are_read_and_what_belongs_to_them_is_not(catalog):
    before = introspect(catalog.session)
    objects = catalog.objects(
        """CREATE SCHEMA "S s"; CREATE EXTENSION citext SCHEMA "S s" VERSION '1.4';
        CREATE EXTENSION pg_stat_statements; CREATE EXTENSION intarray"""
    )
    assert objects == {
        'namespace "S s"': Namespace(name="S s"),
        'extension "citext"': Extension(name="citext", namespace="S s", version="1.4"),
        **{
            f'extension "{name}"': Extension(name=name, namespace="public")
            for name in ("pg_stat_statements", "intarray")
        },
    }
    state = introspect(catalog.session)
    assert (state.model.tables, state.others) == (before.model.tables, before.others)


def test_a_comment_of_an_extension_is_none_while_it_is_its_own(catalog):
    objects = catalog.objects(
        """CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE EXTENSION pg_trgm;
        COMMENT ON EXTENSION hstore IS 'ours'; COMMENT ON EXTENSION pg_trgm IS NULL"""
    )
    assert [item.comment for item in objects.values()] == [None, "ours", ""]


def test_comments_on_what_no_model_has_are_told(catalog):
    catalog.run(
        """CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
        COMMENT ON INDEX t_pkey IS 'i'; COMMENT ON CONSTRAINT t_pkey ON t IS 'k';
        COMMENT ON SEQUENCE t_id_seq IS 's';
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE CONSTRAINT TRIGGER late AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
        COMMENT ON TRIGGER late ON t IS 'm'; COMMENT ON CONSTRAINT late ON t IS 'c'"""
    )
    state = introspect(catalog.session)
    assert state.others == {
        ("comment", "index public.t_pkey"): "i",
        ("comment", "sequence t_id_seq"): "s",
        ("comment", "table constraint late on public.t"): "c",
    }


def test_collations_keep_everything(catalog):
    objects = catalog.objects(
        """CREATE SCHEMA "S s"; CREATE COLLATION "S s"."C c" (provider = libc, locale = 'C');
        COMMENT ON COLLATION "S s"."C c" IS 'c';
        CREATE COLLATION two (provider = libc, lc_collate = 'C', lc_ctype = 'POSIX')"""
    )
    assert objects['collation "S s.C c"'] == Collation(
        name="S s.C c", provider="libc", locale="C", comment="c"
    )
    assert objects['collation "two"'] == Collation(
        name="two", provider="libc", lc_collate="C", lc_ctype="POSIX"
    )


def test_collations_of_icu_keep_everything(catalog):
    version = catalog.session.server.version
    try:
        catalog.run("CREATE COLLATION tried (provider = icu, locale = 'de')")
    except DatabaseError as error:
        pytest.skip(error.message)
    rules = ", rules = '&a < g'" if version >= 160000 else ""
    objects = catalog.objects(
        f"CREATE COLLATION c (provider = icu, locale = 'de', deterministic = false{rules})"
    )
    assert objects['collation "c"'] == Collation(
        name="c",
        provider="icu",
        locale="de",
        deterministic=False,
        rules="&a < g" if rules else None,
    )


def test_default_privileges_differ_from_those_of_postgresql(catalog):
    objects = catalog.objects(
        """CREATE SCHEMA "S s"; ALTER DEFAULT PRIVILEGES FOR ROLE {reader} IN SCHEMA "S s"
            GRANT SELECT ON TABLES TO {mixed} WITH GRANT OPTION;
        ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;
        ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO {mixed};
        ALTER DEFAULT PRIVILEGES FOR ROLE {mixed} GRANT USAGE ON SEQUENCES TO PUBLIC;
        ALTER DEFAULT PRIVILEGES IN SCHEMA "S s" GRANT EXECUTE ON FUNCTIONS TO {mixed}"""
    )
    reader, mixed = catalog.reader, catalog.mixed
    found = {value for value in objects.values() if isinstance(value, DefaultPrivileges)}
    assert found == {
        DefaultPrivileges(
            objects="tables",
            role=reader,
            namespace="S s",
            privileges=Privileges(grants=(Grant(mixed, "SELECT", grantable=True),)),
        ),
        DefaultPrivileges(
            objects="types", privileges=Privileges(revokes=(Grant(PUBLIC, "USAGE"),))
        ),
        DefaultPrivileges(
            objects="schemas",
            privileges=Privileges(grants=(Grant(mixed, "CREATE"), Grant(mixed, "USAGE"))),
        ),
        DefaultPrivileges(
            objects="sequences",
            role=mixed,
            privileges=Privileges(grants=(Grant(PUBLIC, "USAGE"),)),
        ),
        DefaultPrivileges(
            objects="functions",
            namespace="S s",
            privileges=Privileges(grants=(Grant(mixed, "EXECUTE"),)),
        ),
    }


def test_event_triggers_keep_everything(catalog):
    objects = catalog.objects(
        """CREATE SCHEMA "S s"; CREATE FUNCTION "S s"."F f"() RETURNS event_trigger
            LANGUAGE plpgsql AS 'BEGIN END';
        CREATE EVENT TRIGGER "E e" ON ddl_command_end WHEN TAG IN ('DROP TABLE', 'CREATE TABLE')
            EXECUTE FUNCTION "S s"."F f"();
        COMMENT ON EVENT TRIGGER "E e" IS 'e'; ALTER EVENT TRIGGER "E e" ENABLE REPLICA;
        CREATE EVENT TRIGGER drops ON sql_drop EXECUTE FUNCTION "S s"."F f"()"""
    )
    assert objects['event trigger "E e"'] == EventTrigger(
        name="E e",
        event="ddl_command_end",
        function="S s.F f",
        tags=("CREATE TABLE", "DROP TABLE"),
        enabled="replica",
        comment="e",
    )
    assert objects['event trigger "drops"'] == EventTrigger(
        name="drops", event="sql_drop", function="S s.F f"
    )


def test_publications_keep_everything(catalog):
    objects = catalog.objects(
        """CREATE SCHEMA "S s"; CREATE TABLE t (a int PRIMARY KEY, "B b" int, c int);
        CREATE TABLE "S s".t (a int);
        CREATE PUBLICATION "P p" FOR TABLE t, "S s".t
            WITH (publish = 'insert, delete', publish_via_partition_root);
        COMMENT ON PUBLICATION "P p" IS 'p'; CREATE PUBLICATION whole FOR ALL TABLES"""
    )
    assert objects['publication "P p"'] == Publication(
        name="P p",
        tables=(PublishedTable(table="S s.t"), PublishedTable(table="t")),
        options=(("publish", "insert, delete"), ("publish_via_partition_root", "true")),
        comment="p",
    )
    assert objects['publication "whole"'] == Publication(name="whole", all_tables=True)


def test_publications_of_columns_rows_and_namespaces_are_read(catalog):
    if catalog.session.server.version < 150000:
        pytest.skip("needs PostgreSQL 15")
    objects = catalog.objects(
        """CREATE SCHEMA "S s"; CREATE TABLE t (gone int, a int PRIMARY KEY, "B b" int);
        ALTER TABLE t DROP gone;
        CREATE PUBLICATION p FOR TABLE t ("B b", a) WHERE (a > 1);
        CREATE PUBLICATION n FOR TABLES IN SCHEMA "S s", public"""
    )
    assert objects['publication "p"'] == Publication(
        name="p", tables=(PublishedTable(table="t", columns=("a", "B b"), where="a > 1"),)
    )
    assert objects['publication "n"'] == Publication(name="n", namespaces=("S s", "public"))


OTHERS = """
CREATE TYPE shell;
CREATE FUNCTION same(int, int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
CREATE OPERATOR === (leftarg = int, rightarg = int, function = same);
COMMENT ON OPERATOR === (int, int) IS 'the same';
CREATE OPERATOR FAMILY fam USING btree;
CREATE OPERATOR CLASS cls FOR TYPE int USING btree FAMILY fam AS STORAGE int;
CREATE CAST (text AS point) WITH INOUT;
CREATE TEXT SEARCH CONFIGURATION conf (copy = simple);
CREATE TEXT SEARCH DICTIONARY dict (template = simple);
CREATE FOREIGN DATA WRAPPER wrap; CREATE SERVER "Ser v" FOREIGN DATA WRAPPER wrap;
CREATE USER MAPPING FOR PUBLIC SERVER "Ser v" OPTIONS (password 'secret');
CREATE FOREIGN TABLE "F t" (a int OPTIONS (x '1') DEFAULT 3 NOT NULL, CHECK (a > 0))
    SERVER "Ser v" OPTIONS (y '2');
CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE ACCESS METHOD am TYPE INDEX HANDLER bthandler;
SELECT lo_create(0);
"""


def test_what_a_model_has_no_words_for_is_told_and_holds_no_secret(catalog):
    catalog.run(OTHERS)
    state = introspect(catalog.session)
    assert set(state.others) == {
        ("type", "shell"),
        ("operator", "public.===(integer,integer)"),
        ("comment", "operator public.===(integer,integer)"),
        ("operator family", "public.fam USING btree"),
        ("operator class", "public.cls USING btree"),
        ("cast", "text as point"),
        ("text search configuration", "public.conf"),
        ("text search dictionary", "public.dict"),
        ("foreign data wrapper", "wrap"),
        ("foreign server", '"Ser v"'),
        ("user mapping", '"Ser v" for public'),
        ("foreign table", '"F t"'),
        ("options of column", '"F t".a'),
        ("conversion", "public.conv"),
        ("access method", "am"),
        ("large objects", "all"),
    }
    assert state.model.tables == {}
    assert "secret" not in str(state)
    assert state.others["foreign table", '"F t"'].splitlines() == [
        'foreign server "Ser v", options {y=2}',
        'check constraint "F t_a_check": expression a > 0',
        'column "a": type integer, not null, default 3',
    ]
    assert state.others["options of column", '"F t".a'] == "{x=1}"


def test_owners_are_told_where_they_are_not_whom_we_are(catalog):
    catalog.run(
        """CREATE SCHEMA "S s"; CREATE TABLE t (); CREATE VIEW v AS SELECT 1;
        CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE DOMAIN d AS int;
        ALTER TABLE t OWNER TO {mixed}; ALTER VIEW v OWNER TO {mixed};
        ALTER FUNCTION f OWNER TO {mixed}; ALTER DOMAIN d OWNER TO {mixed};
        ALTER SCHEMA "S s" OWNER TO {reader}"""
    )
    state = introspect(catalog.session)
    mixed = catalog.mixed
    assert state.owners == {
        'table "t"': mixed,
        'view "v"': mixed,
        'function "f()"': mixed,
        'domain "d"': mixed,
        'namespace "S s"': catalog.reader,
    }
    assert not any(getattr(value, "privileges", None) for value in state.model.objects.values())
