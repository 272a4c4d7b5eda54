"""Text for other places: every table, column and link is there, and odd names break nothing."""

import re
import shutil
import subprocess

import pytest

from fluentorm.document.dbml import dbml
from fluentorm.document.dot import dot
from fluentorm.document.markdown import markdown
from fluentorm.document.mermaid import mermaid
from fluentorm.schema.objects import SchemaModel
from tests.document.schema import shop

MERMAID_LINE = re.compile(
    r'erDiagram|  "[^"%\\]+" \{|  \}'
    r'|    [A-Za-z_][\w\[\]()-]* [A-Za-z_][\w\[\]()-]*( (PK|FK)(, FK)?)?( "[^"%\\]*")?'
    r'|  "[^"%\\]+" (\|\||\|o)--(o\||o\{) "[^"%\\]+" : "[^"%\\]+"',
    re.ASCII,
)


def test_mermaid_has_every_table_and_both_ends_of_every_link() -> None:
    lines = mermaid(shop()).splitlines()
    assert [line for line in lines if not MERMAID_LINE.fullmatch(line)] == []
    assert '  "users" ||--o{ "billing.Orders" : "fk_Orders_user"' in lines
    assert '  "billing.Orders" |o--o{ "billing.Orders" : "fk_Orders_parent"' in lines
    assert '  "users" ||--o| "notes" : "fk_notes_owner"' in lines
    assert '    bigint user_id FK "who pays"' in lines
    assert '    text odd_name_ "odd  name "' in lines


def test_dbml_says_what_it_has_words_for() -> None:
    text = dbml(shop())
    for line in (
        'Enum "mood" {\n  "sad"\n  "it\'s ok"\n}',
        'Table "billing"."Orders" {',
        '  "id" "bigint" [pk, increment]',
        '  "user_id" "bigint" [not null, note: \'who pays\']',
        '  "odd \\"name\\"" "text" [not null, default: `\'a|b\'`]',
        '    ("user_id", "id") [unique, type: btree, name: \'newest\']',
        "  Note: 'what was bought <b>& when</b> | \\'so\\''",
        'Ref "fk_Orders_user": "billing"."Orders"."user_id" > "users"."id" [delete: cascade]',
        'Ref "fk_notes_owner": "notes"."user_id" - "users"."id"',
    ):
        assert line in text


@pytest.mark.filterwarnings("ignore:.*deprecated")
def test_dbml_is_read_by_another_program() -> None:
    pydbml = pytest.importorskip("pydbml", reason="pydbml is not installed")
    # It knows no quotes within names, which DBML's own parser does.
    read = pydbml.PyDBML(dbml(shop()).replace('\\"', ""))
    assert sorted(table.full_name for table in read.tables) == [
        "billing.Orders",
        "public.notes",
        "public.users",
    ]
    assert len(read.refs) == 3


def test_dot_is_a_graph_that_graphviz_draws() -> None:
    text = dot(shop())
    assert '  "billing.Orders":1 -> "users":0 [arrowtail=crow, arrowhead=tee]' in text
    assert '  "notes":0 -> "users":0 [arrowtail=tee, arrowhead=tee]' in text
    program = shutil.which("dot")
    if program is None:
        pytest.skip("graphviz is not installed")
    done = subprocess.run([program, "-Tsvg"], input=text, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "billing.Orders" in done.stdout


def test_markdown_escapes_what_would_be_markup() -> None:
    text = markdown(shop(), {"users": ("1_create_users.sql",)})
    assert "## billing.Orders" in text
    assert "what was bought \\<b\\>& when\\</b\\> \\| 'so'" in text
    assert "| odd \"name\" | `text default 'a\\|b'` |  |" in text
    assert "- `1_create_users.sql`" in text
    assert "## view payers" in text
    assert "```sql\nSELECT id\n  FROM users\n WHERE id < 5\n```" in text


@pytest.mark.parametrize("write", [mermaid, dbml, dot, lambda model: markdown(model, {})])
def test_a_schema_without_anything_is_a_document_too(write) -> None:  # type: ignore[no-untyped-def]
    assert write(SchemaModel()).endswith("\n")
