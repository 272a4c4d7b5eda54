"""The tools that databases are taken over from, and how each keeps its history.

The layouts are those that the tools create themselves: Alembic's ``MigrationContext``, Django's
``MigrationRecorder``, Flyway's PostgreSQL scripts, dbmate's PostgreSQL driver, Prisma's engine.
"""

from __future__ import annotations

from fluentorm.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool: its name for ``--from``, its own, and the table that holds what it applied.

    ``columns`` are read, in this order, sorted by ``order``. With ``alone`` the table has no other
    column: the name of the table is one that several tools use. ``others`` are what else belongs to
    the tool alone. ``folders`` are where its migrations usually are, ``suffix`` is how the
    names of their files end, and ``upgrade`` the command that applies them.
    """

    name: str
    title: str
    table: str
    columns: tuple[str, ...]
    order: str
    alone: bool = False
    others: tuple[str, ...] = ()
    folders: tuple[str, ...]
    suffix: str
    upgrade: str


TOOLS = {
    tool.name: tool
    for tool in (
        Tool(
            name="alembic",
            title="Alembic",
            table="alembic_version",
            columns=("version_num",),
            order="version_num",
            folders=("alembic/versions", "migrations/versions"),
            suffix=".py",
            upgrade="alembic upgrade heads",
        ),
        Tool(
            name="django",
            title="Django",
            table="django_migrations",
            columns=("app", "name"),
            order="id",
            others=("django_migrations_id_seq",),
            folders=(".",),
            suffix=".py",
            upgrade="python manage.py migrate",
        ),
        Tool(
            name="flyway",
            title="Flyway",
            table="flyway_schema_history",
            columns=("version", "type", "script", "success"),
            order="installed_rank",
            folders=("sql", "db/migration", "src/main/resources/db/migration"),
            suffix=".sql",
            upgrade="flyway migrate",
        ),
        Tool(
            name="dbmate",
            title="dbmate",
            table="schema_migrations",
            columns=("version",),
            order="version",
            alone=True,
            folders=("db/migrations",),
            suffix=".sql",
            upgrade="dbmate up",
        ),
        Tool(
            name="prisma",
            title="Prisma",
            table="_prisma_migrations",
            columns=("migration_name", "finished_at", "rolled_back_at"),
            order="started_at",
            folders=("prisma/migrations",),
            suffix=".sql",
            upgrade="prisma migrate deploy",
        ),
    )
}
