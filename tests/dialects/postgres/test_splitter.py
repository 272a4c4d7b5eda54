import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fluentorm.dialects.postgres.splitter import (
    Unterminated,
    check,
    line_column,
    split,
    statement_at,
    statement_offset,
)
from fluentorm.errors import FileFormat

ATOMIC = """CREATE FUNCTION f(a int DEFAULT (CASE WHEN true THEN 1 END)) RETURNS int LANGUAGE sql
BEGIN ATOMIC
  SELECT CASE a WHEN 1 THEN 2 ELSE CASE WHEN a > 3 THEN 4 END END;
  SELECT 2;
END"""

# Each is one statement, to the last character.
STATEMENTS = [
    "SELECT 1",
    "SELECT ';'",
    "SELECT ';''; '';'",
    r"SELECT '\'",
    r"SELECT E'\';\\'",
    r"SELECT e'a'';\''",
    "SELECT E'a'\n  \n  '\\';b'",
    "SELECT 'a'\n';b'",
    "SELECT U&'\\0041;' UESCAPE '!'",
    "SELECT B'01', X'1F', N';'",
    'SELECT ";" AS "a""; b"',
    "SELECT $$;'$$",
    "SELECT $a$ $$;$$ $b$; $a$",
    "SELECT $é$;$é$",
    "SELECT a$b$c FROM t",
    "SELECT $1",
    "SELECT /* ; /* ; */ ; */ 1",
    "SELECT 1 -- ; '",
    "SELECT 1 /* ' */ + /* $$ */ 2",
    "SELECT 1 - -1, 2 */*;*/ 3, '{1}'::int[]",
    "DO $do$ BEGIN PERFORM 1; END $do$",
    "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2)",
    ATOMIC,
    ATOMIC.replace("FUNCTION f", "OR REPLACE FUNCTION f").replace("END", "end"),
    "CREATE PROCEDURE p() BEGIN ATOMIC END",
    "CREATE TABLE begin (atomic int)",
    "SELECT CASE WHEN true THEN 1 END",
    "SELECT 'ä🙂;' AS ä🙂",
]


def texts(text):
    return [text[statement.start : statement.end] for statement in split(text)]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_ends_at_its_own_semicolon_only(statement):
    text = f"  {statement}\n;\n{statement}\n"
    end = statement.split(" -- ;")[0] if statement.endswith("-- ; '") else statement
    assert texts(text) == [end, end]


@settings(deadline=None)  # the first example imports the parser
@given(st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=6), st.sampled_from(["", ";"]))
def test_postgresql_itself_splits_the_same(statements, last):
    postgast = pytest.importorskip("postgast")
    text = "\n;\n".join(statements) + "\n" + last
    theirs = [piece for piece in postgast.split(text) if piece.strip()]
    assert len(texts(text)) == len(theirs) == len(statements)


def test_an_escape_string_goes_on_after_a_comment():
    # The server takes this (seen on 15); libpg_query, whose scanner keeps comments, does not.
    text = "SELECT E'a' -- it's one\n  -- '\n  '\\';b'; SELECT 2"
    assert len(split(text)) == 2


@pytest.mark.parametrize("text", ["", ";;", "-- a", "/* a; /* b */ */ ;", "\n ; -- x\n;"])
def test_comments_and_lone_semicolons_are_no_statement(text):
    assert split(text) == ()


@pytest.mark.parametrize(
    ("text", "what", "offset"),
    [
        ("SELECT 1; SELECT 'a", "string", 17),
        ("SELECT 'a''b", "string", 7),
        (r"SELECT E'a\'", "string", 7),
        ("SELECT $a$ $b$", "dollar-quoted string $a$", 7),
        ("SELECT $$", "dollar-quoted string $$", 7),
        ('SELECT "a', "quoted name", 7),
        ("SELECT 1 /* /* */", "comment", 9),
    ],
)
def test_text_that_does_not_end_is_told_where_it_began(text, what, offset):
    with pytest.raises(Unterminated) as caught:
        split(text)
    assert (caught.value.what, caught.value.offset) == (what, offset)


def test_long_quotes_and_comments_take_linear_time():
    import time

    start = time.perf_counter()
    for text in ("'" + "''" * 100_000, "/*" * 100_000, r"E'" + r"\'" * 100_000):
        with pytest.raises(Unterminated):
            split(text)
    split("SELECT E'a'" + " -- --" * 30_000 + "x")
    split("SELECT (" + "(" * 100_000)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    "statement",
    [
        "BEGIN",
        "begin;",
        "Start  Transaction",
        "COMMIT",
        "END",
        "ROLLBACK",
        "ABORT",
        "SAVEPOINT a",
        "RELEASE a",
        "ROLLBACK TO a",
        "PREPARE TRANSACTION 'x'",
        "/* a */ COMMIT",
    ],
)
def test_transaction_control_is_refused_with_its_line(statement):
    with pytest.raises(FileFormat) as caught:
        check(f"SELECT 1;\n\n  {statement};\n", "m/1_a.sql")
    column = 11 if statement.startswith("/*") else 3
    assert str(caught.value.place) == f"m/1_a.sql:3:{column}"
    assert "transaction" in caught.value.message


@pytest.mark.parametrize("statement", STATEMENTS)
def test_everything_else_passes(statement):
    check(f"{statement}\n;", "1_a.sql")


@pytest.mark.parametrize(
    "text",
    [
        "COMMENT ON TABLE a IS 'BEGIN; COMMIT;'",
        "PREPARE p AS SELECT 1",
        "COPY a FROM '/tmp/x'",
        'CREATE TABLE a (stdin int, copy int, "end" int)',
        "-- COMMIT;\nSELECT 1",
        "START_ALL()",
    ],
)
def test_words_inside_other_statements_pass(text):
    check(text, "1_a.sql")


@pytest.mark.parametrize(
    "text",
    ["COPY t FROM stdin;\n1\t2\n\\.\n", "copy t (a, b) from STDIN", "COPY (SELECT 1) TO STDOUT"],
)
def test_copy_through_the_client_is_refused(text):
    with pytest.raises(FileFormat, match="INSERT"):
        check(text, "1_a.sql")


@pytest.mark.parametrize(
    "text", ["\\connect x\n", "SELECT 1 \\gexec\n", "\\restrict abc\nSELECT 1;"]
)
def test_commands_of_psql_are_refused(text):
    with pytest.raises(FileFormat, match="psql") as caught:
        check(f"SELECT 1;\n{text}", "1_a.sql")
    assert caught.value.place.line == 2


@pytest.mark.parametrize("text", ["-- only a comment\n", "\n;\n", "/* SELECT 1 */", "-- a\n\n;"])
def test_a_file_without_statement_is_refused(text):
    with pytest.raises(FileFormat, match="no statement"):
        check(text, "1_a.sql")


def test_an_unterminated_comment_is_refused():
    with pytest.raises(FileFormat, match="unterminated comment") as caught:
        check("SELECT 1;\n /* SELECT 2;", "1_a.sql")
    assert (caught.value.place.line, caught.value.place.column) == (2, 2)


def test_statements_are_found_by_offset_and_by_number():
    text = "-- a\nSELECT 1;\n\n  SELECT 2;\n-- b"
    assert [statement_at(text, offset) for offset in (0, 6, 14, 20, 32)] == [1, 1, 1, 2, 2]
    assert line_column(text, statement_offset(text, 2)) == (4, 3)
    assert statement_offset(text, 3) == 0
    assert statement_at("SELECT 1; SELECT 'a", 17) == 2
    assert statement_offset("SELECT 1; SELECT 'a", 1) == 0


def test_columns_count_characters():
    assert line_column("a\n🙂b", 3) == (2, 2)
