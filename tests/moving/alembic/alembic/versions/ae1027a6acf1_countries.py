"""The countries."""

from alembic import op

revision = "ae1027a6acf1"
down_revision = "1975ea83b712"


def upgrade():
    op.execute("INSERT INTO countries VALUES ('AT', 'Austria'), ('PT', 'Portugal')")


def downgrade():
    op.execute("DELETE FROM countries")
