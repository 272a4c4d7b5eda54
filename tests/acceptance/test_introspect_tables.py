"""Tables with everything that few of them have, as read from a real server."""

import pytest

from fluentorm.schema.database_objects import Sequence
from fluentorm.schema.objects import (
    Action,
    Check,
    Column,
    ColumnDetails,
    Exclusion,
    ForeignKey,
    Generated,
    Identity,
    Index,
    IndexKey,
    Match,
    NotNull,
    PrimaryKey,
    SequenceOptions,
    Table,
    TableDetails,
    Unique,
)
from fluentorm.schema.privileges import OWNER, PUBLIC, Grant, Privileges
from fluentorm.schema.refs import Kind, Ref

pytestmark = pytest.mark.acceptance


def needs_version(catalog, version):
    if catalog.session.server.version < version * 10000:
        pytest.skip(f"needs PostgreSQL {version}")


def table_of(catalog, sql, name="t"):
    return catalog.model(sql).tables[name]


def test_one_name_in_two_namespaces_is_two_tables(catalog):
    model = catalog.model(
        """CREATE SCHEMA "S s";
        CREATE TYPE mood AS ENUM ('a'); CREATE TYPE "S s".mood AS ENUM ('b');
        CREATE TABLE t (a mood); CREATE TABLE "S s".t (a "S s".mood);
        CREATE TABLE "a.b" ("c.d" int); CREATE TABLE "qu""ote" (a int);"""
    )
    assert model.tables["t"].columns["a"].type == "mood"
    assert model.tables["S s.t"].columns["a"].type == '"S s".mood'
    assert set(model.tables) == {"t", "S s.t", '"a.b"', '"qu""ote"'}
    assert {name: enum.values for name, enum in model.enums.items()} == {
        "mood": ("a",),
        "S s.mood": ("b",),
    }


def test_a_table_keeps_everything_that_can_be_set_on_it(catalog):
    assert table_of(
        catalog,
        """CREATE UNLOGGED TABLE "T t" (a int NOT NULL, c text) WITH (fillfactor = 70,
            autovacuum_enabled = false, toast.autovacuum_enabled = false);
        CREATE UNIQUE INDEX "I i" ON "T t" (a);
        ALTER TABLE "T t" CLUSTER ON "I i", REPLICA IDENTITY USING INDEX "I i",
            ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        GRANT SELECT, INSERT ON "T t" TO {reader};
        GRANT SELECT ON "T t" TO {mixed} WITH GRANT OPTION;
        GRANT SELECT ON "T t" TO PUBLIC; REVOKE DELETE ON "T t" FROM current_user;
        COMMENT ON TABLE "T t" IS 'it''s odd'""",
        "T t",
    ) == Table(
        name="T t",
        columns={
            "a": Column(name="a", type="integer"),
            "c": Column(name="c", type="text", nullable=True),
        },
        indexes={"I i": Index(name="I i", keys=(IndexKey(column="a"),), unique=True)},
        comment="it's odd",
        details=TableDetails(
            unlogged=True,
            storage=(
                ("autovacuum_enabled", "false"),
                ("fillfactor", "70"),
                ("toast.autovacuum_enabled", "false"),
            ),
            row_security=True,
            force_row_security=True,
            replica_identity_index="I i",
            cluster_on="I i",
            privileges=Privileges(
                grants=(
                    Grant(PUBLIC, "SELECT"),
                    Grant(catalog.mixed, "SELECT", grantable=True),
                    Grant(catalog.reader, "INSERT"),
                    Grant(catalog.reader, "SELECT"),
                ),
                revokes=(Grant(OWNER, "DELETE"),),
            ),
        ),
    )


@pytest.mark.parametrize("identity", ["full", "nothing"])
def test_a_replica_identity_without_an_index_is_a_word(catalog, identity):
    table = table_of(catalog, f"CREATE TABLE t (); ALTER TABLE t REPLICA IDENTITY {identity}")
    assert table.details == TableDetails(replica_identity=identity)


def test_a_column_keeps_everything_that_can_be_set_on_it(catalog):
    table = table_of(
        catalog,
        """CREATE TABLE t (gone int, "C c" text COLLATE "C" DEFAULT 'x', n int,
            g int GENERATED ALWAYS AS (n + 1) STORED, gone2 int);
        ALTER TABLE t DROP gone, DROP gone2, ADD last int;
        ALTER TABLE t ALTER "C c" SET STORAGE EXTERNAL, ALTER n SET STATISTICS 50,
            ALTER n SET (n_distinct = -0.5, n_distinct_inherited = 3);
        GRANT UPDATE ("C c"), SELECT ("C c") ON t TO {mixed};
        COMMENT ON COLUMN t."C c" IS 'odd'""",
    )
    mixed = catalog.mixed
    assert table.columns == {
        "C c": Column(
            name="C c",
            type="text",
            nullable=True,
            default="'x'::text",
            collation='"C"',
            comment="odd",
            details=ColumnDetails(
                storage="external",
                privileges=Privileges(grants=(Grant(mixed, "SELECT"), Grant(mixed, "UPDATE"))),
            ),
        ),
        "n": Column(
            name="n",
            type="integer",
            nullable=True,
            details=ColumnDetails(
                statistics=50,
                options=(("n_distinct", "-0.5"), ("n_distinct_inherited", "3")),
            ),
        ),
        "g": Column(
            name="g", type="integer", nullable=True, generated=Generated(expression="n + 1")
        ),
        "last": Column(name="last", type="integer", nullable=True),
    }
    assert list(table.columns) == ["C c", "n", "g", "last"]


def test_compression_is_read_where_the_server_has_it(catalog):
    needs_version(catalog, 14)
    table = table_of(catalog, "CREATE TABLE t (a text COMPRESSION pglz)")
    assert table.columns["a"].details == ColumnDetails(compression="pglz")


def test_virtual_columns_are_read_where_the_server_has_them(catalog):
    needs_version(catalog, 18)
    table = table_of(catalog, "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL)")
    assert table.columns["b"].generated == Generated(expression="a * 2", virtual=True)


def test_identity_columns_keep_their_options_and_a_sequence_of_another_name(catalog):
    columns = table_of(
        catalog,
        """CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY, b smallint GENERATED BY DEFAULT
            AS IDENTITY (START 10 INCREMENT -5 MINVALUE -100 MAXVALUE 50 CACHE 3 CYCLE),
            c bigint GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME "Other s"));""",
    ).columns
    options = SequenceOptions(start=10, increment=-5, minimum=-100, maximum=50, cache=3, cycle=True)
    assert [column.identity for column in columns.values()] == [
        Identity(always=True),
        Identity(options=options),
        Identity(sequence="Other s"),
    ]
    assert catalog.objects() == {}


def test_what_is_granted_on_the_sequence_of_an_identity_is_read(catalog):
    table = table_of(
        catalog,
        """CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY);
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {mixed};
        REVOKE UPDATE ON SEQUENCE t_a_seq FROM current_user""",
    )
    assert table.columns["a"].identity == Identity(
        always=True,
        privileges=Privileges(
            grants=(Grant(catalog.mixed, "USAGE"),), revokes=(Grant(OWNER, "UPDATE"),)
        ),
    )


def test_the_usual_sequence_of_a_long_name_is_the_usual_one(catalog):
    table = catalog.model(
        f"CREATE TABLE {'t' * 50} ({'c' * 40} int NOT NULL GENERATED ALWAYS AS IDENTITY)"
    ).tables["t" * 50]
    assert table.columns["c" * 40] == Column(
        name="c" * 40, type="integer", identity=Identity(always=True)
    )


def test_serial_columns_have_a_sequence_of_their_own(catalog):
    model = catalog.model('CREATE TABLE "T t" ("I d" serial)')
    assert model.tables["T t"].columns["I d"].default == """nextval('"T t_I d_seq"'::regclass)"""
    assert model.objects == {
        Ref(Kind.SEQUENCE, "T t_I d_seq"): Sequence(
            name="T t_I d_seq", type="integer", owned_by=Ref(Kind.COLUMN, "T t", "I d")
        )
    }


def test_constraints_keep_everything_that_can_be_said_of_them(catalog):
    table = table_of(
        catalog,
        """CREATE EXTENSION btree_gist; CREATE SCHEMA "S s";
        CREATE TABLE "S s".u (a int, b text, UNIQUE (a, b));
        CREATE TABLE t (gone int, a int, b text, r int4range);
        ALTER TABLE t DROP gone,
            ADD CONSTRAINT "P k" PRIMARY KEY (a) INCLUDE (b) WITH (fillfactor = 80) DEFERRABLE,
            ADD CONSTRAINT u UNIQUE (b, a) INCLUDE (r) DEFERRABLE INITIALLY DEFERRED,
            ADD CONSTRAINT c CHECK (a > 0) NO INHERIT NOT VALID,
            ADD CONSTRAINT f FOREIGN KEY (a, b) REFERENCES "S s".u (a, b) MATCH FULL
                ON DELETE CASCADE ON UPDATE SET DEFAULT DEFERRABLE NOT VALID,
            ADD CONSTRAINT e EXCLUDE USING gist (r WITH &&, (a + 1) WITH =, lower(b) WITH =)
                INCLUDE (b) WITH (fillfactor = 60) WHERE (a > 1) DEFERRABLE INITIALLY DEFERRED;
        COMMENT ON CONSTRAINT "P k" ON t IS 'p'; COMMENT ON CONSTRAINT e ON t IS 'e';
        COMMENT ON CONSTRAINT f ON t IS 'f'""",
    )
    assert table.constraints == {
        "P k": PrimaryKey(
            name="P k",
            columns=("a",),
            include=("b",),
            storage=(("fillfactor", "80"),),
            deferrable=True,
            comment="p",
        ),
        "u": Unique(
            name="u",
            columns=("b", "a"),
            include=("r",),
            deferrable=True,
            initially_deferred=True,
        ),
        "c": Check(name="c", expression="a > 0", no_inherit=True, validated=False),
        "f": ForeignKey(
            name="f",
            columns=("a", "b"),
            references_table="S s.u",
            references_columns=("a", "b"),
            on_delete=Action.CASCADE,
            on_update=Action.SET_DEFAULT,
            match=Match.FULL,
            validated=False,
            deferrable=True,
            comment="f",
        ),
        "e": Exclusion(
            name="e",
            elements=(
                (IndexKey(column="r"), "&&"),
                (IndexKey(expression="a + 1"), "="),
                (IndexKey(expression="lower(b)"), "="),
            ),
            include=("b",),
            where="a > 1",
            storage=(("fillfactor", "60"),),
            deferrable=True,
            initially_deferred=True,
            comment="e",
        ),
    }


def test_an_operator_of_another_namespace_is_named_with_it(catalog):
    table = table_of(
        catalog,
        """CREATE SCHEMA "O o"; CREATE EXTENSION btree_gist SCHEMA "O o";
        CREATE FUNCTION "O o".same(int, int) RETURNS bool LANGUAGE sql IMMUTABLE
            AS 'SELECT $1 = $2';
        CREATE OPERATOR "O o".=== (leftarg = int, rightarg = int, function = "O o".same,
            commutator = OPERATOR("O o".===));
        ALTER OPERATOR FAMILY "O o".gist_int4_ops USING gist
            ADD OPERATOR 30 "O o".=== (int, int);
        CREATE TABLE t (a int, CONSTRAINT e EXCLUDE USING gist (a WITH OPERATOR("O o".===)))""",
    )
    assert table.constraints["e"] == Exclusion(
        name="e", elements=((IndexKey(column="a"), 'OPERATOR("O o".===)'),)
    )


def test_on_delete_may_name_columns_where_the_server_can(catalog):
    needs_version(catalog, 15)
    table = table_of(
        catalog,
        """CREATE TABLE u (a int, b int, PRIMARY KEY (a, b)); CREATE TABLE t (a int, b int,
        CONSTRAINT f FOREIGN KEY (a, b) REFERENCES u ON DELETE SET NULL (b))""",
    )
    assert table.foreign_keys[0].on_delete_columns == ("b",)


def test_periods_and_constraints_that_are_not_enforced_are_read(catalog):
    needs_version(catalog, 18)
    model = catalog.model(
        """CREATE EXTENSION btree_gist;
        CREATE TABLE u (a int, b int, p daterange, PRIMARY KEY (a, p WITHOUT OVERLAPS),
            CONSTRAINT uq UNIQUE (b, p WITHOUT OVERLAPS));
        CREATE TABLE t (a int, p daterange, CONSTRAINT c CHECK (a > 0) NOT ENFORCED,
            CONSTRAINT f FOREIGN KEY (a, PERIOD p) REFERENCES u (a, PERIOD p) NOT ENFORCED)"""
    )
    assert model.tables["u"].constraints == {
        "u_pkey": PrimaryKey(name="u_pkey", columns=("a", "p"), without_overlaps=True),
        "uq": Unique(name="uq", columns=("b", "p"), without_overlaps=True),
    }
    assert model.tables["t"].constraints == {
        "c": Check(name="c", expression="a > 0", validated=False, enforced=False),
        "f": ForeignKey(
            name="f",
            columns=("a", "p"),
            references_table="u",
            references_columns=("a", "p"),
            period=True,
            validated=False,
            enforced=False,
        ),
    }


def test_not_null_constraints_are_read_where_something_is_unusual(catalog):
    needs_version(catalog, 18)
    columns = table_of(
        catalog,
        """CREATE TABLE t (a int NOT NULL, b int CONSTRAINT "N n" NOT NULL, c int,
            d int NOT NULL NO INHERIT, e int NOT NULL);
        ALTER TABLE t ADD CONSTRAINT t_c_not_null NOT NULL c NOT VALID;
        COMMENT ON CONSTRAINT t_e_not_null ON t IS 'why'""",
    ).columns
    assert {name: column.details.not_null for name, column in columns.items()} == {
        "a": None,
        "b": NotNull(name="N n"),
        "c": NotNull(validated=False),
        "d": NotNull(no_inherit=True),
        "e": NotNull(comment="why"),
    }
    assert not any(column.nullable for column in columns.values())


def test_indexes_keep_everything_that_can_be_said_of_them(catalog):
    table = table_of(
        catalog,
        """CREATE SCHEMA "X x"; CREATE EXTENSION pg_trgm SCHEMA "X x";
        CREATE TABLE t (gone int, a int, b text, r int4range, x int[]); ALTER TABLE t DROP gone;
        CREATE INDEX "I 1" ON t USING gist (r) WHERE b IS NOT NULL;
        CREATE INDEX i2 ON t ((a + 1), b COLLATE "POSIX" text_pattern_ops DESC NULLS LAST)
            INCLUDE (r) WITH (fillfactor = 70);
        ALTER INDEX i2 ALTER 1 SET STATISTICS 77;
        CREATE INDEX i3 ON t USING brin (a) WITH (pages_per_range = 32);
        CREATE INDEX i4 ON t USING hash (a); CREATE INDEX i5 ON t USING spgist (b);
        CREATE INDEX i6 ON t USING gin (x); CREATE EXTENSION btree_gin;
        CREATE INDEX i8 ON t USING gin (to_tsvector('simple', b), lower(b) COLLATE "C");
        CREATE INDEX i7 ON t USING gist (b "X x".gist_trgm_ops (siglen = 32));
        COMMENT ON INDEX "I 1" IS 'one'""",
    )
    assert table.indexes == {
        "I 1": Index(
            name="I 1",
            keys=(IndexKey(column="r"),),
            method="gist",
            where="b IS NOT NULL",
            comment="one",
        ),
        "i2": Index(
            name="i2",
            keys=(
                IndexKey(expression="a + 1"),
                IndexKey(
                    column="b",
                    descending=True,
                    nulls_first=False,
                    opclass="text_pattern_ops",
                    collation='"POSIX"',
                ),
            ),
            include=("r",),
            storage=(("fillfactor", "70"),),
            statistics=((1, 77),),
        ),
        "i3": Index(
            name="i3",
            keys=(IndexKey(column="a"),),
            method="brin",
            storage=(("pages_per_range", "32"),),
        ),
        "i4": Index(name="i4", keys=(IndexKey(column="a"),), method="hash"),
        "i5": Index(name="i5", keys=(IndexKey(column="b"),), method="spgist"),
        "i6": Index(name="i6", keys=(IndexKey(column="x"),), method="gin"),
        "i8": Index(
            name="i8",
            keys=(
                IndexKey(expression="to_tsvector('simple'::regconfig, b)"),
                IndexKey(expression="lower(b)", collation='"C"'),
            ),
            method="gin",
        ),
        "i7": Index(
            name="i7",
            keys=(IndexKey(column="b", opclass="\"X x\".gist_trgm_ops(siglen='32')"),),
            method="gist",
        ),
    }


def test_children_have_what_is_their_own(catalog):
    model = catalog.model(
        """CREATE SCHEMA "S s";
        CREATE TABLE a (x int NOT NULL, y text DEFAULT 'x', z int, CHECK (x > 0));
        CREATE TABLE "S s".a (w int); CREATE INDEX ON a (x);
        CREATE TABLE kid (own int, y text DEFAULT 'y') INHERITS (a, "S s".a);
        ALTER TABLE kid ALTER x SET DEFAULT 4"""
    )
    inherited = ColumnDetails(inherited=True)
    assert model.tables["kid"] == Table(
        name="kid",
        columns={
            "x": Column(name="x", type="integer", default="4", details=inherited),
            "y": Column(name="y", type="text", nullable=True, default="'y'::text"),
            "z": Column(name="z", type="integer", nullable=True, details=inherited),
            "w": Column(name="w", type="integer", nullable=True, details=inherited),
            "own": Column(name="own", type="integer", nullable=True),
        },
        details=TableDetails(inherits=("a", "S s.a")),
    )


def test_partitions_have_what_is_their_own(catalog):
    model = catalog.model(
        """CREATE SCHEMA "S s";
        CREATE TABLE "S s".e (id bigint GENERATED ALWAYS AS IDENTITY (START 9), at timestamptz,
            k text DEFAULT 'q', PRIMARY KEY (id, at, k), CHECK (k <> '')) PARTITION BY RANGE (at);
        CREATE INDEX ON "S s".e (k);
        CREATE TABLE e1 PARTITION OF "S s".e FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')
            PARTITION BY LIST (k);
        CREATE TABLE e1a PARTITION OF e1 (k DEFAULT 'a', CONSTRAINT own CHECK (id > 5))
            FOR VALUES IN ('a');
        CREATE TABLE ed PARTITION OF "S s".e DEFAULT; CREATE INDEX own_i ON ed (k, at);
        COMMENT ON COLUMN ed.k IS 'own';
        CREATE TABLE later (at timestamptz NOT NULL, k text NOT NULL, id bigint NOT NULL,
            CONSTRAINT later_pk PRIMARY KEY (id, at, k), CONSTRAINT e_k_check CHECK (k <> ''));
        CREATE INDEX later_k ON later (k);
        ALTER TABLE "S s".e ATTACH PARTITION later FOR VALUES FROM ('2025-01-01') TO (MAXVALUE);
        CREATE TABLE h (a int, b int) PARTITION BY HASH (a, (b + 1));
        CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0)"""
    )
    details = {name: table.details for name, table in model.tables.items()}
    assert details == {
        "S s.e": TableDetails(partition_by="RANGE (at)"),
        "e1": TableDetails(
            partition_by="LIST (k)",
            partition_of="S s.e",
            bound="FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00')",
        ),
        "e1a": TableDetails(partition_of="e1", bound="FOR VALUES IN ('a')"),
        "ed": TableDetails(partition_of="S s.e", bound="DEFAULT"),
        "later": TableDetails(
            partition_of="S s.e",
            bound="FOR VALUES FROM ('2025-01-01 00:00:00+00') TO (MAXVALUE)",
        ),
        "h": TableDetails(partition_by="HASH (a, ((b + 1)))"),
        "h0": TableDetails(partition_of="h", bound="FOR VALUES WITH (modulus 2, remainder 0)"),
    }
    attached = {name: each.attached for name, each in details.items() if each.attached is not None}
    assert attached == {"later": (("e_k_idx", "later_k"), ("e_pkey", "later_pk"))}
    own = {
        name: (set(table.constraints), set(table.indexes)) for name, table in model.tables.items()
    }
    assert own == {
        "S s.e": ({"e_pkey", "e_k_check"}, {"e_k_idx"}),
        "e1": (set(), set()),
        "e1a": ({"own"}, set()),
        "ed": (set(), {"own_i"}),
        "later": (set(), set()),
        "h": (set(), set()),
        "h0": (set(), set()),
    }
    inherited = ColumnDetails(inherited=True)
    top = model.tables["S s.e"].columns["id"].identity
    for name in ("e1", "e1a", "ed", "later"):
        columns = model.tables[name].columns
        assert {column.details for column in columns.values()} == {inherited}
        assert columns["id"].identity == top
    assert model.tables["e1a"].columns["k"].default == "'a'::text"
    assert model.tables["ed"].columns["k"].comment == "own"


def test_names_tell_an_attached_partition_without_keys(catalog):
    needs_version(catalog, 18)
    model = catalog.model(
        """CREATE TABLE t (a int NOT NULL, b text CONSTRAINT named NOT NULL, c int)
            PARTITION BY LIST (a);
        CREATE INDEX ON t (lower(b)); CREATE INDEX ON t (c); CREATE INDEX ON t (c) WHERE a > 1;
        CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
        CREATE TABLE t2 PARTITION OF t (CONSTRAINT t2_a_not_null NOT NULL a) FOR VALUES IN (2);
        CREATE TABLE t3 (a int NOT NULL, b text CONSTRAINT own NOT NULL, c int);
        ALTER TABLE t ATTACH PARTITION t3 FOR VALUES IN (3);
        CREATE TABLE t4 PARTITION OF t FOR VALUES IN (4);
        ALTER INDEX t4_lower_idx RENAME TO other"""
    )
    details = {name: table.details.attached for name, table in model.tables.items()}
    third = (("t_c_idx1", "t3_c_idx1"),)
    fourth = (("t_c_idx1", "t4_c_idx1"), ("t_lower_idx", "other"))
    assert details == {"t": None, "t1": None, "t2": None, "t3": third, "t4": fourth}
    names = {
        (table, column.name): column.details.not_null
        for table in ("t1", "t3", "t4")
        for column in model.tables[table].columns.values()
        if column.details.not_null
    }
    assert names == {
        ("t3", "b"): NotNull(name="own"),
        ("t4", "a"): NotNull(name="t_a_not_null"),
        ("t4", "b"): NotNull(name="named"),
    }


def test_what_is_not_modelled_of_tables_is_told(catalog):
    catalog.run(
        """CREATE TYPE pair AS (a int, b text); CREATE TABLE typed OF pair (a NOT NULL);
        CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a);
        CREATE TABLE parts (a int) PARTITION BY LIST (a); CREATE TABLE part PARTITION OF parts
            DEFAULT; CREATE INDEX "only" ON ONLY parts (a)"""
    )
    from fluentorm.dialects.postgres.introspect import introspect

    state = introspect(catalog.session)
    assert set(state.model.tables) == {"t", "parts", "part"}
    assert state.others == {
        ("typed table", "typed"): 'of pair\ncolumn "a": type integer, not null\n'
        'column "b": type text, nullable',
        ("state of index", '"only"'): "not valid",
    }


def test_a_type_of_ones_own_keeps_its_modifiers(catalog):
    table = table_of(
        catalog,
        """CREATE TYPE short; CREATE FUNCTION short_in(cstring, oid, int4) RETURNS short
            LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
        CREATE FUNCTION short_out(short) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT
            AS 'varcharout';
        CREATE TYPE short (INPUT = short_in, OUTPUT = short_out, TYPMOD_IN = varchartypmodin,
            TYPMOD_OUT = varchartypmodout);
        CREATE TABLE t (a short(5), b short(7)[], c short)""",
    )
    assert [column.type for column in table.columns.values()] == ["short(5)", "short(7)[]", "short"]
