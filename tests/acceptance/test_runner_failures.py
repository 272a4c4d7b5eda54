"""What the user reads when a migration fails, and what the database looks like then."""

import textwrap

import psycopg
import pytest

from fluentorm.dialects.postgres.driver import connect
from fluentorm.errors import ConnectionFailed, DatabaseError, Failed, FileFormat
from fluentorm.migrate.directory import scan
from fluentorm.migrate.execution import Done
from fluentorm.migrate.runner import migrate_up

pytestmark = pytest.mark.acceptance


@pytest.fixture
def session(database):
    session = connect(database)
    yield session
    session.close()


def run(session, folder, *texts):
    """Apply files of these texts, called 1_x.sql and so on."""
    for number, text in enumerate(texts, 1):
        (folder / f"{number}_x.sql").write_text(textwrap.dedent(text))
    return migrate_up(session, scan(folder))


def tables(session):
    rows = session.query(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND relname <> '_fluent_migrations' ORDER BY 1"
    )
    return [name for (name,) in rows]


def test_everything_postgresql_reads_as_one_file_is_one(session, tmp_path):
    run(
        session,
        tmp_path,
        r"""
        /* a /* nested ; */ comment; */
        CREATE TABLE a (id int, t text DEFAULT 'x;\'';y', e text DEFAULT E'\';');
        CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $body$
        BEGIN  -- COMMIT;
          RETURN 1;
        END $body$;
        CREATE FUNCTION g(x int) RETURNS int LANGUAGE sql
        BEGIN ATOMIC
          SELECT CASE x WHEN 1 THEN 2 END;
          SELECT x + 1;
        END;
        CREATE RULE r AS ON INSERT TO a DO ALSO (SELECT 1; SELECT 2);
        DO $$ BEGIN PERFORM f(); END $$;
        COMMENT ON TABLE a IS 'BEGIN; COMMIT;'
        -- no semicolon, and a comment at the very end""",
    )
    assert session.query("SELECT f(), g(4)") == [(1, 5)]
    default = (
        "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef"
        " WHERE adrelid = 'a'::regclass ORDER BY adnum"
    )
    assert session.query(default) == [("'x;\\'';y'::text",), ("''';'::text",)]
    assert len(session.applied()) == 1


@pytest.mark.parametrize(
    "text",
    ["SELECT 'a", "SELECT $$a", 'SELECT "a', "SELECT (1", "CREATE TABLE a (", "SELECT 1;;;x"],
)
def test_text_that_does_not_end_is_never_recorded(session, tmp_path, text):
    with pytest.raises(Failed):
        run(session, tmp_path, f"CREATE TABLE z ();\n{text}")
    assert tables(session) == []
    assert session.applied() == ()


def test_the_message_says_where_what_and_what_next(session, tmp_path):
    with pytest.raises(Failed) as caught:
        run(
            session,
            tmp_path,
            "CREATE TABLE a (id int PRIMARY KEY);",
            """\
            -- first
            INSERT INTO a VALUES (1);

            INSERT INTO a
              VALUES (1);
            """,
            "CREATE TABLE never ();",
        )
    path = tmp_path / "2_x.sql"
    assert str(caught.value) == (
        f"{path}:4: statement 2 failed: "
        'duplicate key value violates unique constraint "a_pkey"\n'
        "detail: Key (id)=(1) already exists.\n"
        "applied before it: 1_x.sql\n"
        "hint: correct the rows, or the file if no database has it yet, "
        'then type "doit migrate"'
    )
    assert caught.value.applied == ("1_x.sql",)
    assert caught.value.file == str(path)
    assert caught.value.cause.constraint == "a_pkey"
    assert session.query("SELECT count(*) FROM a") == [(0,)]
    assert tables(session) == ["a"]


@pytest.mark.parametrize(
    ("statement", "line", "column"),
    [
        ("SELECT 'ü🙂', nope FROM a", 3, 14),
        ("SELEC 1", 3, 1),
        ("SELECT 1,\n  'ä' + 1", 4, 3),
        ("CREATE TABLE a ()", 3, 0),
        ("DO $$ BEGIN\n RAISE 'boo';\nEND $$", 3, 0),
        ("SELECT 1 / 0", 3, 0),
    ],
)
def test_the_place_is_the_servers_or_the_statements(session, tmp_path, statement, line, column):
    with pytest.raises(Failed) as caught:
        run(session, tmp_path, f"CREATE TABLE a ();\n-- ü\n{statement};\nSELECT 2;")
    assert (caught.value.statement, caught.value.place.line) == (2, line)
    assert caught.value.place.column == column
    assert tables(session) == []


def test_context_and_hint_of_the_server_are_told(session, tmp_path):
    with pytest.raises(Failed) as caught:
        run(
            session,
            tmp_path,
            "DO $$ BEGIN RAISE 'no such thing' USING HINT = 'ask Ann', DETAIL = 'd'; END $$",
        )
    message = str(caught.value)
    assert "detail: d\nthe server's hint: ask Ann\ncontext: PL/pgSQL function" in message
    assert "applied before it: nothing" in message


def test_what_refuses_a_transaction_is_told_the_header_line(session, tmp_path):
    with pytest.raises(Failed, match="-- Transaction: none"):
        run(session, tmp_path, "CREATE TABLE a (id int);", "CREATE INDEX CONCURRENTLY i ON a (id)")


def test_a_new_enum_value_used_at_once_is_told_to_wait(session, tmp_path):
    with pytest.raises(Failed, match="a migration of its own"):
        run(
            session,
            tmp_path,
            "CREATE TYPE e AS ENUM ('a'); CREATE TABLE a (x e)",
            "ALTER TYPE e ADD VALUE 'b'; INSERT INTO a VALUES ('b')",
        )


def test_a_long_list_of_what_was_applied_is_cut(session, tmp_path):
    with pytest.raises(Failed, match="applied before it: 7 migrations, the last 3_x") as caught:
        run(session, tmp_path, *["SELECT 1"] * 7, "SELECT nope")
    assert len(caught.value.applied) == len(session.applied()) == 7


def test_after_the_file_is_corrected_the_run_goes_on(session, tmp_path):
    texts = ["CREATE TABLE a ()", "CREATE TABLE b (); nope"]
    with pytest.raises(Failed):
        run(session, tmp_path, *texts)
    assert run(session, tmp_path, texts[0], "CREATE TABLE b ()").applied == ("2_x.sql",)
    assert tables(session) == ["a", "b"]


def test_a_deferred_constraint_fails_the_whole_file(session, tmp_path):
    with pytest.raises(Failed, match="violates foreign key") as caught:
        run(
            session,
            tmp_path,
            """
            CREATE TABLE a (id int PRIMARY KEY, a int REFERENCES a DEFERRABLE INITIALLY DEFERRED);
            INSERT INTO a VALUES (1, 2);
            SELECT 1;
            """,
        )
    assert caught.value.cause.constraint == "a_a_fkey"
    assert tables(session) == []
    assert session.applied() == ()


def test_a_lost_connection_is_told_as_such(session, tmp_path):
    with pytest.raises(Failed, match="migrate_status") as caught:
        run(session, tmp_path, "CREATE TABLE a ()", "SELECT pg_terminate_backend(pg_backend_pid())")
    assert isinstance(caught.value.cause, ConnectionFailed)
    assert caught.value.applied == ("1_x.sql",)


LOSES_ITS_SESSION = "SELECT pg_terminate_backend(pg_backend_pid());"


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("nonsense;", "applied before it: "),
        (LOSES_ITS_SESSION, "applied before it, not yet durable: "),
    ],
)
def test_what_no_commit_waited_for_is_told_where_it_cannot_be_made_durable(
    session, tmp_path, last, told
):
    with pytest.raises(Failed) as caught:
        run(session, tmp_path, *(f"CREATE TABLE t{n} ();" for n in range(5)), last)
    assert told in str(caught.value)


def test_the_last_commit_is_the_one_that_waits(session, tmp_path):
    events = []
    for number in range(1, 6):
        (tmp_path / f"{number}_m.sql").write_text("SELECT 1;\n", encoding="utf-8")
    migrate_up(session, scan(tmp_path), on_progress=events.append)
    assert [e.durable for e in events if isinstance(e, Done)] == [False] * 4 + [True]


def test_copy_from_the_client_is_refused_before_anything_runs(session, tmp_path):
    with pytest.raises(FileFormat, match="COPY"):
        run(session, tmp_path, "CREATE TABLE a (id int)", "COPY a FROM stdin;\n1\n\\.\n")
    assert tables(session) == []


def test_another_tools_table_of_our_name_is_told(session, tmp_path):
    session.execute("CREATE TABLE _fluent_migrations (version text)")
    with pytest.raises(DatabaseError, match="is not one of fluentorm's"):
        run(session, tmp_path, "SELECT 1")


def test_a_read_only_database_is_refused_before_anything_runs(database, tmp_path):
    with psycopg.connect(database, autocommit=True) as admin:
        name = admin.info.dbname
        admin.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    session = connect(database)
    try:
        with pytest.raises(DatabaseError, match="is read-only"):
            run(session, tmp_path, "CREATE TABLE a ()")
        assert session.applied() == ()
    finally:
        session.close()


def test_a_user_who_may_not_create_tables_is_told_the_grant(database, tmp_path):
    with psycopg.connect(database, autocommit=True) as admin:
        role = f"{admin.info.dbname}_limited"
        admin.execute(f"CREATE ROLE {role}")
        try:
            admin.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
            admin.execute(f"ALTER DATABASE {admin.info.dbname} SET role = {role}")
            session = connect(database)
            with pytest.raises(DatabaseError, match="GRANT CREATE ON SCHEMA public"):
                run(session, tmp_path, "CREATE TABLE a ()")
            session.close()
        finally:
            admin.execute(f"ALTER DATABASE {admin.info.dbname} RESET role")
            admin.execute(f"DROP OWNED BY {role}")
            admin.execute(f"DROP ROLE {role}")


def test_a_search_path_that_leads_nowhere_is_told(database, tmp_path):
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {admin.info.dbname} SET search_path = nowhere")
    session = connect(database)
    try:
        with pytest.raises(DatabaseError, match="search_path"):
            run(session, tmp_path, "SELECT 1")
    finally:
        session.close()
