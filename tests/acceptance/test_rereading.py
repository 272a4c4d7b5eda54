"""Reading a database again after each change gives what reading all of it gives."""

import secrets
from dataclasses import dataclass, field

import pytest

from fluentorm.dialects.postgres.driver import PostgresSession, connect
from fluentorm.dialects.postgres.introspect import introspect
from fluentorm.dialects.postgres.rereading import CatalogReader

pytestmark = pytest.mark.acceptance

BEFORE = """
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TYPE pair AS (a int, b int);
CREATE COLLATION plain (provider = libc, locale = 'C');
CREATE SEQUENCE counter;
CREATE FUNCTION positive(n int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT n > 0';
CREATE TABLE users (id int PRIMARY KEY, name text, mood mood DEFAULT 'sad', twin pair,
    CHECK (mood <> 'glad'), CHECK ((twin).a > 0));
CREATE TABLE posts (id int DEFAULT nextval('counter'), user_id int REFERENCES users,
    author users, title text COLLATE plain, CHECK (positive(id)), CHECK ((author).name <> ''));
CREATE INDEX posts_title ON posts (lower(title), (title COLLATE plain));
CREATE TABLE quiet (id int PRIMARY KEY, note text);
"""
# In order, each on top of those before it.
CHANGES = (
    "ALTER TABLE quiet ADD more int DEFAULT 3",
    "ALTER TABLE quiet ALTER more SET DEFAULT 4",
    "ALTER TABLE quiet ALTER more DROP DEFAULT, ALTER note SET NOT NULL",
    "CREATE INDEX quiet_note ON quiet (note DESC)",
    "ALTER INDEX quiet_note RENAME TO quiet_notes",
    "COMMENT ON INDEX quiet_notes IS 'fast'",
    "COMMENT ON INDEX quiet_notes IS 'faster'",
    "COMMENT ON INDEX quiet_notes IS NULL",
    "DROP INDEX quiet_notes",
    "COMMENT ON TABLE quiet IS 'sh'; COMMENT ON COLUMN quiet.note IS 'words'",
    "ALTER TABLE quiet ADD CONSTRAINT short CHECK (length(note) < 9)",
    "COMMENT ON CONSTRAINT short ON quiet IS 'brief'",
    "ALTER TABLE quiet DROP CONSTRAINT short",
    "ALTER TABLE quiet ADD FOREIGN KEY (more) REFERENCES users DEFERRABLE",
    "ALTER TABLE quiet ALTER CONSTRAINT quiet_more_fkey NOT DEFERRABLE",
    "ALTER TABLE quiet DROP COLUMN note",
    "ALTER TABLE quiet ADD note int GENERATED ALWAYS AS (more + 1) STORED",
    "ALTER TABLE quiet ADD serial int GENERATED ALWAYS AS IDENTITY",
    "ALTER TABLE users RENAME COLUMN id TO key",
    "ALTER TABLE users RENAME COLUMN name TO called",
    "ALTER TABLE users RENAME TO people",
    "ALTER TYPE mood RENAME VALUE 'glad' TO 'merry'",
    "ALTER TYPE mood ADD VALUE 'wild' BEFORE 'sad'",
    "ALTER TYPE mood RENAME TO moods",
    "ALTER TYPE pair RENAME ATTRIBUTE a TO first CASCADE",
    "ALTER SEQUENCE counter RENAME TO numbers",
    "ALTER FUNCTION positive RENAME TO above_zero",
    "ALTER COLLATION plain RENAME TO simple",
    "CREATE SCHEMA other; ALTER TABLE quiet SET SCHEMA other",
    "ALTER TABLE other.quiet ADD again text",
    "ALTER TABLE other.quiet SET SCHEMA public",
    "GRANT SELECT (again) ON quiet TO PUBLIC",
    "REVOKE SELECT (again) ON quiet FROM PUBLIC",
    "GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO PUBLIC",
    "REVOKE SELECT ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC",
    "CREATE VIEW shown AS SELECT title FROM posts",
    "ALTER VIEW shown RENAME COLUMN title TO headline",
    "DROP VIEW shown",
    "CREATE TABLE parent (a int); CREATE TABLE child () INHERITS (parent)",
    "ALTER TABLE parent ADD b int",
    "ALTER TABLE parent RENAME COLUMN b TO c",
    "DROP TABLE child, parent",
    "DROP TABLE quiet; CREATE TABLE quiet (id int PRIMARY KEY, note text)",
    "DEALLOCATE ALL; ALTER TABLE quiet ADD last int",
    "DROP TABLE posts",
    "DROP TABLE people, quiet",
    "",
)


@dataclass
class Recorder:
    """Passes everything on to a session and notes the statements."""

    session: PostgresSession
    statements: list[str] = field(default_factory=list)

    @property
    def server(self):
        return self.session.server

    def query(self, statement, parameters=()):
        self.statements.append(statement)
        return self.session.query(statement, parameters)


@pytest.fixture
def session(database):
    session = connect(database)
    yield session
    session.close()


def test_after_each_change_the_state_is_what_reading_all_gives(session):
    session.execute(BEFORE)
    reader = CatalogReader(session)
    for change in ("", *CHANGES):
        session.execute(change)
        assert reader.read() == introspect(session), change


def test_in_a_transaction_that_is_taken_back_it_reads_both_sides(session):
    session.execute(BEFORE)
    reader = CatalogReader(session)
    before = reader.read()
    for change in CHANGES:
        if "ADD VALUE" in change:
            continue
        session.query("BEGIN")
        session.execute(change)
        whole = introspect(session, inside_transaction=True)
        assert reader.read(inside_transaction=True) == whole, change
        session.query("ROLLBACK")
        assert reader.read() == before, change
        session.execute(change)
        before = reader.read()


def test_a_role_of_another_name_is_seen(session):
    session.execute(BEFORE)
    old, new = (f"fluent_{secrets.token_hex(4)}" for _ in range(2))
    session.execute(f"CREATE ROLE {old}; GRANT SELECT ON quiet TO {old}")
    reader = CatalogReader(session)
    before = reader.read()
    session.execute(f"ALTER ROLE {old} RENAME TO {new}")
    after = reader.read()
    session.execute(f"DROP OWNED BY {new}; DROP ROLE {new}")
    assert before.model.tables["quiet"] != after.model.tables["quiet"]
    assert new in str(after.model.tables["quiet"].details)


def test_only_what_changed_is_read_again(session):
    session.execute(BEFORE)
    recorder = Recorder(session)
    reader = CatalogReader(recorder)
    reader.read()
    (oid,) = session.query("SELECT 'quiet'::regclass::oid")[0]
    for change, tables in (("", ""), ("ALTER TABLE quiet ADD more int", str(oid))):
        session.execute(change)
        recorder.statements.clear()
        reader.read()
        asked = [text for text in recorder.statements if "_read_columns" in text]
        assert asked == [f"EXECUTE _fluent_read_columns_of ('{{{tables}}}')"]
