"""Seeds on a real server: what is written, in which order, and what is refused."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from fluentorm.dialects.postgres.driver import PostgresSession, connect
from fluentorm.errors import SeedError
from fluentorm.seeds.apply import Outcome
from fluentorm.seeds.python_file import read_python
from fluentorm.seeds.rows import Statements
from fluentorm.seeds.yaml_file import read_yaml
from fluentorm.tasks.seed import write

pytestmark = pytest.mark.acceptance

SCHEMA = """
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN short AS varchar(5);
CREATE TABLE users (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE, name varchar(9),
    team_id int, mood mood, prefs json, tags text[], born date, code char(4), score numeric(6, 2),
    bits bit(3), raw bytea, place point, nick short DEFAULT 'nick', shout text GENERATED ALWAYS AS
    (upper(email)) STORED, "100% odd" int);
CREATE TABLE teams (id serial PRIMARY KEY, slug text UNIQUE,
    owner_id int NOT NULL REFERENCES users);
ALTER TABLE users ADD CONSTRAINT fk_team FOREIGN KEY (team_id) REFERENCES teams;
CREATE TABLE docs (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text UNIQUE,
    parent_id uuid REFERENCES docs, data jsonb);
CREATE TABLE doc_users (doc_id uuid REFERENCES docs, user_id int REFERENCES users,
    PRIMARY KEY (doc_id, user_id));
CREATE TABLE countries (code char(2) PRIMARY KEY, name text);
CREATE TABLE cities (country char(2) REFERENCES countries, name text, size int,
    UNIQUE (country, name));
CREATE TABLE loop_a (id int PRIMARY KEY, b_id int NOT NULL);
CREATE TABLE loop_b (id int PRIMARY KEY, a_id int NOT NULL REFERENCES loop_a);
ALTER TABLE loop_a ADD CONSTRAINT fk_b FOREIGN KEY (b_id) REFERENCES loop_b;
CREATE TABLE plain (word text);
CREATE TABLE late_a (id int PRIMARY KEY, b int NOT NULL);
CREATE TABLE late_b (id int PRIMARY KEY, a int NOT NULL REFERENCES late_a);
ALTER TABLE late_a ADD FOREIGN KEY (b) REFERENCES late_b DEFERRABLE INITIALLY DEFERRED;
"""
SEEDS = """
cities: [{country: DE, name: Berlin, size: 3_700_000}, {country: "FR", name: Paris, size: 2}]
doc_users:
  - {doc_id: !ref handbook, user_id: !ref users.ann}
countries: [{code: DE, name: Germany}, {code: FR, name: yes}]
docs:
  key: title
  rows:
    chapter: {title: Chapter, parent_id: !ref handbook}
    handbook: {title: Handbook, parent_id: !ref docs.handbook, data: {a: [1, yes, "1", null, 2.5]}}
users:
  key: [email]
  rows:
    ann:
      {email: ann@b.c, name: 007, team_id: !ref core, mood: happy, prefs: {x: 1},
       tags: [a, "b,{}", ~],
       born: 2001-02-03, code: ab, score: 1.5, bits: "101", raw: !!binary aGk=, place: "(1,2)",
       "100% odd": 1}
    bob: {email: bob@b.c, name: null, prefs: text}
teams:
  key: slug
  rows:
    core: {slug: core, owner_id: !ref ann}
late_a: [{id: 1, b: 1}]
late_b: [{id: 1, a: 1}]
"""


@pytest.fixture
def session(database: str) -> Iterator[PostgresSession]:
    with contextlib.closing(connect(database)) as session:
        session.execute(SCHEMA)
        yield session


def seeded(session: PostgresSession, *sources: str | Statements) -> dict[str, tuple[int, ...]]:
    read = [
        read_yaml(one.encode(), f"seeds/{number}.yaml") if isinstance(one, str) else one
        for number, one in enumerate(sources, 1)
    ]
    done = write(session, read)
    return {
        table: tuple(counts.get(one, 0) for one in Outcome) for table, counts in done.tables.items()
    }


def wrong(session: PostgresSession, *sources: str | Statements) -> str:
    try:
        return str(seeded(session, *sources))
    except SeedError as error:
        return str(error)


def test_rows_of_all_types_in_the_order_of_their_needs(session: PostgresSession) -> None:
    first = seeded(session, SEEDS)
    assert first == {
        "countries": (2, 0, 0),
        "cities": (2, 0, 0),
        "docs": (2, 0, 0),
        "users": (2, 0, 0),
        "teams": (1, 0, 0),
        "doc_users": (1, 0, 0),
        "late_a": (1, 0, 0),
        "late_b": (1, 0, 0),
    }
    (ann,) = session.query("SELECT * FROM users WHERE email = 'ann@b.c'")
    assert ann[1:6] == ("ann@b.c", "007", 1, "happy", {"x": 1})
    assert ann[6] == ["a", "b,{}", None]
    assert (str(ann[7]), ann[8], str(ann[9]), ann[10], ann[11]) == (
        "2001-02-03",
        "ab  ",
        "1.50",
        "101",
        b"hi",
    )
    assert ann[12:] == ("(1,2)", "nick", "ANN@B.C", 1)
    assert session.query("SELECT data FROM docs WHERE data IS NOT NULL") == [
        ({"a": [1, True, "1", None, 2.5]},)
    ]
    query = "SELECT d.title, p.title FROM docs d JOIN docs p ON p.id = d.parent_id ORDER BY 1"
    assert session.query(query) == [("Chapter", "Handbook"), ("Handbook", "Handbook")]
    assert session.query("SELECT name FROM countries WHERE code = 'FR'") == [("yes",)]
    stamps = (
        "SELECT xmin::text, ctid::text FROM users UNION ALL SELECT xmin::text, ctid::text FROM docs"
    )
    before = session.query(stamps)
    again = seeded(session, SEEDS)
    assert again == {table: (0, 0, sum(counts)) for table, counts in first.items()}
    assert session.query(stamps) == before
    changed = SEEDS.replace("happy", "sad").replace("code: ab", "code: AB").replace("1.5,", "1.25,")
    session.query("UPDATE countries SET name = 'x' WHERE code = 'DE'")
    session.query("UPDATE users SET team_id = NULL, name = 'kept' WHERE email = 'bob@b.c'")
    assert seeded(session, changed)["users"] == (0, 2, 0)  # bob's name is null in the seeds
    assert session.query("SELECT name FROM countries WHERE code = 'DE'") == [("Germany",)]
    # The next number is a new one.
    session.query("INSERT INTO users (email) VALUES ('new')")
    assert seeded(session, "teams: [{id: 50, slug: x, owner_id: 1}]") == {"teams": (1, 0, 0)}
    session.query("INSERT INTO teams (slug, owner_id) VALUES ('y', 1)")
    assert session.query("SELECT max(id) FROM teams") == [(51,)]


def test_files_of_sql_stand_between(session: PostgresSession) -> None:
    sql = Statements(shown="2.sql", text="INSERT INTO plain SELECT '100%' || name FROM countries;")
    after = "countries: [{code: FR, name: France}]"
    assert seeded(session, "countries: [{code: DE, name: A}]", sql, after) == {
        "countries": (2, 0, 0)
    }
    assert session.query("SELECT word FROM plain") == [("100%A",)]
    bad = Statements(shown="2.sql", text="\nSELECT 1;\nSELECT 1/0;")
    assert wrong(session, "countries: [{code: IT, name: A}]", bad) == "2.sql:3: division by zero"
    assert session.query("SELECT count(*) FROM countries") == [(2,)]  # all or nothing


def test_python_declares_rows(session: PostgresSession, tmp_path: Path) -> None:
    path = tmp_path / "1.py"
    path.write_text(
        "import datetime, decimal\n"
        "def seed(s):\n"
        "    users = s.table('users', key='email')\n"
        "    ann = users.row('ann', email='ann', born=datetime.date(2001, 2, 3), raw=b'\\x00',\n"
        "        tags=['x', None], prefs={'a': 1}, score=decimal.Decimal('1.50'))\n"
        "    for number in range(3):\n"
        "        s.table('teams').row(slug=f't{number}', owner_id=ann)\n"
    )
    rows = read_python(path, "1.py")
    assert write(session, [rows]).tables == {
        "users": {Outcome.INSERTED: 1},
        "teams": {Outcome.INSERTED: 3},
    }
    text = (
        "teams: {key: slug, rows: [{slug: t8, owner_id: !ref ann}, {slug: t9, owner_id: !ref ben}]}"
    )
    with pytest.raises(SeedError, match=r'no row is called "users\.ben"\nhint: did'):
        write(session, [rows, read_yaml(text.encode(), "2.yaml")])
    path.write_text("def seed(s):\n    s.table('users').row('a', email=object())\n")
    with pytest.raises(SeedError, match=r'^1\.py:2: the value of "email": object is no type of a'):
        read_python(path, "1.py")
    path.write_text("def seed(s):\n\n    raise KeyError('x')\n")
    with pytest.raises(SeedError, match=r"^1\.py:3: the file raised KeyError: 'x'"):
        read_python(path, "1.py")


BAD = {
    "user: [{id: 1}]": '1.yaml:1:1: the database has no table "user"\nhint: did you mean "users"?',
    "users: [{emial: x}]": '1.yaml:1:9: table "users" has no column "emial"\nhint: did you mean "',
    "users: [{email: x, shout: x}]": 'column "shout" of table "users" is generated',
    "plain: [{word: x}]": 'nothing tells these rows of table "plain" apart',
    "users: [{name: x}]": "hint: give each row all columns of its key: key: [email] or key: [id]",
    "users: {key: name, rows: [{name: x}]}": '(name) is not unique in table "users"',
    "users: {key: nam, rows: [{name: x}]}": 'the key names "nam", which table "users" has not',
    "users: {key: email, rows: [{name: x}]}": 'the row has no "email", which is of its key',
    "users: [{email: null}]": '"email" is null, and of the key',
    "users: [{email: x},\n  {email: x}]": (
        "2:3: the key (email) = (x) is that of the row at seeds/1.yaml:1:9 too"
    ),
    "countries: [{code: DE},\n  {code: 'DE '}]": "2:3: the key (code) is that of the row at seeds",
    "users: {rows: {a: {email: x}}}\nteams: {rows: {a: {slug: x, owner_id: !ref b}}}": (
        '2:39: no row is called "users.b"\nhint: '
    ),
    "users: {rows: {a: {email: !ref b}}}": '1:27: "b" may be of any table: "email" has no foreign ',
    "loop_a: {rows: {x: {id: 1, b_id: !ref y}}}\nloop_b: {rows: {y: {id: 1, a_id: !ref x}}}": (
        "1:17: these rows need each other in a circle: loop_a.x -> loop_b.y -> loop_a.x\nhint: let"
    ),
    "loop_a: [{id: 1, b_id: 2}]\nloop_b: [{id: 2, a_id: 1}]": "in a circle: loop_a at seeds/1.yam",
    "users: [{email: a},\n {email: x, born: tomorrowish}]": (
        '1.yaml:2:2: the value of "born": invalid input syntax for type date: "tomorrowish"'
    ),
    "users: [{email: x, name: far too long}]": '1:9: the row of "users": value too long for type ',
    "users: [{email: x, nick: far too long}]": '1:9: the row of "users": value too long for type',
    "users: [{email: x, bits: '1011'}]": '1:9: the row of "users": bit string length 4 does not m',
    "users: [{email: x, mood: {a: 1}}]": '1:9: the value of "mood" is a mapping, and the column is',
    "users: [{email: x, mood: [a]}]": 'the value of "mood" is a list, and the column is mood',
    "teams: [{slug: x}]": '1:9: the value of "owner_id": null value in column "owner_id"',
    "teams: [{slug: x, owner_id: 99}]": '1:9: the row of "teams": insert or update on table "team',
    "late_a: [{id: 1, b: 7}]": 'the rows do not fit together: insert or update on table "late_a"',
    "users: {row: []}": '1:9: unknown key "row"\nhint: the form is: users: {key: email, ',
    "users: [x]": '1:9: expected the columns of a row, not "x"',
    "users: [{email: !x y}]": '1:17: unknown tag "!x"',
    "users: {rows: {a.b: {email: x}}}": '1:16: the label "a.b" has a dot in it',
    "users: {rows: {a: {email: x}, a: {email: y}}}": '1:31: "a" stands here twice, first in line 1',
    "- 1": "1:1: expected keys, not a list\nhint: the form is: users:",
    "users: [{email: !!binary '*'}]": "1:17: this is no base64",
    "users: [{email: 'a": "this is no YAML",
}


def test_what_is_wrong_is_told_with_its_place_and_nothing_is_written(
    session: PostgresSession,
) -> None:
    found = {text: wrong(session, text) for text in BAD}
    assert {text: said for text, said in found.items() if BAD[text] not in said} == {}
    assert session.query("SELECT count(*) FROM users") == [(0,)]
    many = wrong(session, "user: [{id: 1}]\nusers: [{emial: x}, {email: x, shot: 1}]")
    assert many.count("seeds/1.yaml:") == 3
    taken = wrong(session, "users: {rows: {a: {email: x}}}", "users: {rows: {a: {email: y}}}")
    assert 'seeds/2.yaml:1:16: "users.a" is a row already, at seeds/1.yaml:1:16' in taken
