"""The tables."""

import sqlalchemy as sa
from alembic import op

revision = "1975ea83b712"
down_revision = None


def upgrade():
    op.create_table(
        "countries",
        sa.Column("code", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
    )
    op.create_table(
        "customers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(), nullable=False, unique=True),
        sa.Column("country", sa.String(), sa.ForeignKey("countries.code"), nullable=False),
    )


def downgrade():
    op.drop_table("customers")
    op.drop_table("countries")
