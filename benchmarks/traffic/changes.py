"""The changes, in the words of fluentorm, SQLAlchemy and Django."""

from __future__ import annotations

from dataclasses import dataclass

TEAMS, ACCOUNTS, EVENTS, SUMMARY = "01_teams.py 02_accounts.py 03_events.py 04_summary.py".split()
_N = '    t.integer("n", nullable=True)\n'
_NOTE = '    t.varchar("note", 50, nullable=True)\n'
_VALUES = '["new", "open", "gone"]'
_LAST = '    t.index("by_note", "note")\n'


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change: in a schema file a text is replaced by another.

    ``alembic`` are lines that replace the column or are added to the table, ``django`` those of the
    model; empty where the tool has no such change (Django drops a column that becomes a foreign
    key, and makes another). ``goal`` is the longest stall in seconds. ``concluded`` says that the
    contract is applied too; the clients stay with the names of before, which some contracts drop.
    """

    name: str
    file: str = ACCOUNTS
    before: str = _LAST
    after: str
    alembic: str = ""
    django: str = ""
    goal: float = 0.150
    concluded: bool = True


CHANGES = (
    Change(
        name="add an index",
        after=_LAST + '    t.index("by_n", "n")\n',
        alembic='Index("by_n", "n")',
        django='indexes: models.Index(fields=["n"], name="by_n")',
    ),
    Change(name="replace an index", after='    t.index("by_note", ["note", "n"])\n'),
    Change(
        name="add a unique constraint",
        after=_LAST + '    t.unique("code")\n',
        alembic='UniqueConstraint("code", name="accounts_code_key")',
        django='constraints: models.UniqueConstraint(fields=["code"], name="accounts_code_key")',
    ),
    Change(
        name="add a check",
        after=_LAST + '    t.check("small", "n < 1000000")\n',
        django="constraints: models.CheckConstraint(condition=models.Q(n__lt=1000000), "
        'name="small")',
    ),
    Change(
        name="add a foreign key",
        after=_LAST + '    t.foreign_key("team", "team_id", "teams")\n',
        alembic='ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_accounts_team")',
    ),
    Change(
        name="set NOT NULL",
        before=_N,
        after=_N.replace(", nullable=True", ""),
        alembic='n: Column("n", Integer, nullable=False)',
        django="n: n = models.IntegerField()",
    ),
    Change(
        name="add a column with a default",
        after=_LAST + '    t.integer("level", default=1)\n',
        alembic='Column("level", Integer, nullable=False, server_default="1")',
        django="level: level = models.IntegerField(db_default=1)",
    ),
    Change(
        name="add a column with a random uuid",
        after=_LAST + '    t.uuid("token", auto_generated=True)\n',
        alembic='Column("token", UUID, nullable=False, server_default=text("gen_random_uuid()"))',
        django="token: token = models.UUIDField(db_default=models.Func("
        'function="gen_random_uuid", output_field=models.UUIDField()))',
    ),
    Change(
        name="add an identity column",
        after=_LAST + '    t.big_increments("number")\n',
        alembic='Column("number", BigInteger, Identity(), nullable=False)',
    ),
    Change(
        name="add a column and fill it",
        after=_LAST + '    t.string("domain", backfill="split_part(accounts.email, \'@\', 2)", '
        'default="")\n',
    ),
    Change(
        name="integer to bigint",
        before=_N,
        after=_N.replace("integer", "big_int"),
        alembic='n: Column("n", BigInteger)',
        django="n: n = models.BigIntegerField(null=True)",
    ),
    Change(
        name="varchar(50) to varchar(100)",
        before=_NOTE,
        after=_NOTE.replace("50", "100"),
        alembic='note: Column("note", String(100))',
        django="note: note = models.CharField(max_length=100, null=True)",
    ),
    Change(
        name="rename a column, both names for a while",
        before='    t.date("joined", nullable=True)\n',
        after='    t.date("came", nullable=True)\n'
        '    t.rename_field("joined", "came", online=True)\n',
    ),
    Change(
        name="rename a table, both names for a while",
        before="\ndef build(t):\n",
        after='\ntable_name = "people"\n\n\ndef build(t):\n'
        '    t.renamed_from("accounts", online=True)\n',
        concluded=False,
    ),
    Change(
        name="drop a column in two stages",
        before='    t.date("joined", nullable=True)\n',
        after='    t.drop_field("joined")\n',
    ),
    Change(
        name="drop a table in two stages",
        file=TEAMS,
        before='\ndef build(t):\n    t.big_int("id", primary_key=True)\n    t.string("name")\n',
        after='\ndef define(db):\n    db.drop_table("teams")\n',
        concluded=False,
    ),
    Change(
        name="add a value to an enum",
        before=_VALUES,
        after='["new", "open", "gone", "lost"]',
    ),
    Change(name="remove a value of an enum", before=_VALUES, after='["new", "open"]'),
    Change(
        name="another primary key",
        before='    t.big_int("id", primary_key=True)\n    t.integer("code")\n',
        after='    t.big_int("id", unique=True)\n    t.integer("code", primary_key=True)\n',
        goal=0.350,
    ),
    Change(
        name="add a partition",
        file=EVENTS,
        before="",
        after='    t.partition("events_2025", start="2025-01-01", end="2026-01-01")\n',
    ),
    Change(
        name="index a partitioned table",
        file=EVENTS,
        before="",
        after='    t.index("events_by_note", "note")\n',
    ),
    Change(
        name="remove a partition",
        file=EVENTS,
        before='    t.partition("events_2022", start="2022-01-01", end="2023-01-01")\n',
        after="",
    ),
    Change(
        name="add a check to a partitioned table",
        file=EVENTS,
        before="",
        after='    t.check("noted", "note <> \'\'")\n',
    ),
    Change(
        name="set NOT NULL in a partitioned table",
        file=EVENTS,
        before='    t.string("note", nullable=True)\n',
        after='    t.string("note")\n',
    ),
    Change(
        name="define a materialized view anew",
        file=SUMMARY,
        before="count(*) AS events",
        after="count(*) AS events, max(id) AS last",
    ),
)
