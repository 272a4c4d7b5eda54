"""Which files of other tools are pending, and which filled rows."""

from fluentorm.adopt.files import Comparison, compare, read_files
from fluentorm.adopt.history import History
from fluentorm.adopt.tools import TOOLS


def _compare(tool: str, texts: dict[str, str], *applied: str, floor: str = "") -> Comparison:
    found = read_files(TOOLS[tool], texts)
    return compare(TOOLS[tool], found, History(applied=applied, floor=floor))


def _revision(name: str, down: object, body: str = "pass") -> str:
    return f"""
from alembic import op
revision: str = {name!r}
down_revision = {down!r}
depends_on = None

def upgrade():
    {body}

def downgrade():
    op.execute("DELETE FROM users")
"""


def test_alembic_applied_is_what_the_heads_descend_from() -> None:
    files = {
        "v/1.py": _revision("a", None),
        "v/2.py": _revision("b", "a", "op.execute('insert into users values (1)')"),
        "v/3.py": _revision("c", "a", "op.bulk_insert(users, [])"),
        "v/4.py": _revision("d", ("b", "c")),
        "v/5.py": _revision("e", "d", "op.execute('UPDATE users SET n = 1')"),
        "v/broken.py": "def upgrade(:",
        "v/other.py": "x = 1",
    }
    assert _compare("alembic", files, "d") == Comparison(
        pending=("v/5.py",), filling=("v/2.py", "v/3.py")
    )
    assert _compare("alembic", files, "b", "c").pending == ("v/4.py", "v/5.py")
    assert _compare("alembic", files, "zz").unknown == ("zz",)


def test_django_squashed_migrations_stand_for_what_they_replace() -> None:
    head = "from django.db import migrations\nclass Migration(migrations.Migration):\n"
    files = {
        "shop/migrations/__init__.py": "",
        "shop/migrations/0001_initial.py": f"{head}    operations = []\n",
        "shop/migrations/0002_fill.py": f"{head}    operations = [migrations.RunPython(f)]\n",
        "shop/migrations/0001_squashed.py": (
            f"{head}    replaces = [('shop', '0001_initial'), ('shop', '0002_fill')]\n"
        ),
        "shop/migrations/0003_more.py": f"{head}    operations = []\n",
        "migrations/0001_initial.py": f"{head}    operations = []\n",
        "shop/other/0001_initial.py": f"{head}    operations = []\n",
    }
    names = ("shop.0001_initial", "shop.0002_fill", "auth.0001_initial")
    assert _compare("django", files, *names) == Comparison(
        pending=("shop/migrations/0003_more.py",), filling=("shop/migrations/0002_fill.py",)
    )
    assert _compare("django", files, "shop.0001_squashed", "shop.0003_more").pending == ()
    assert len(_compare("django", files, "shop.0001_initial").pending) == 3


def test_flyway_repeatables_are_known_by_file_and_old_versions_by_the_baseline() -> None:
    files = {
        "sql/V0_9__before.sql": "SELECT 1",
        "sql/V1_1__a.sql": "INSERT INTO t VALUES (1)",
        "sql/v2__b.sql": "SELECT 1",
        "sql/R__views.sql": "SELECT 1",
        "sql/R__new.sql": "SELECT 1",
        "sql/U2__b.sql": "SELECT 1",
        "sql/readme.sql": "SELECT 1",
    }
    found = _compare("flyway", files, "1", "1.1", "R__views.sql", floor="1")
    assert found.pending == ("sql/R__new.sql", "sql/v2__b.sql")
    assert found.filling == ("sql/V1_1__a.sql",)


def test_sql_fills_rows_only_where_statements_do() -> None:
    files = {
        "1_a.sql": "-- migrate:up\nCREATE TABLE t ();\n-- migrate:down\nDELETE FROM u;",
        "2_b.sql": "-- migrate:up\n-- INSERT INTO t\n/* UPDATE t SET x */ SELECT 1",
        "3_c.sql": "-- migrate:up\nCREATE FUNCTION f() AS $$ INSERT INTO t VALUES (1) $$;",
        "4_d.sql": "-- migrate:up\nupdate public.t set n = 1;",
        "notes.sql": "INSERT INTO t",
    }
    found = _compare("dbmate", files, "1", "2", "3", "4", "9")
    assert found == Comparison(unknown=("9",), filling=("4_d.sql",))
    files = {"p/1_init/migration.sql": "SELECT 1", "p/2_x/migration.sql": "", "p/3/seed.sql": ""}
    assert _compare("prisma", files, "1_init").pending == ("p/2_x/migration.sql",)
