"""What operations need of a server; tests/acceptance/test_needed_versions.py asks servers."""

from fluentorm.dialects.postgres.versions import needed_version, needed_versions
from fluentorm.diff.operations import CreateTable
from fluentorm.schema.objects import Column, ColumnDetails, Generated, NotNull, Table, Unique


def test_every_feature_that_needs_a_version_is_named() -> None:
    columns = (
        Column(name="a", type="integer", details=ColumnDetails(not_null=NotNull(name="there"))),
        Column(
            name="b",
            type="integer",
            generated=Generated(expression="a", virtual=True),
            nullable=True,
        ),
    )
    table = Table(
        name="t",
        columns={column.name: column for column in columns},
        constraints={"u": Unique(name="u", columns=("a",), nulls_not_distinct=True)},
    )
    create = CreateTable(table=table)
    assert needed_versions(create) == (
        (180000, "virtual generated columns"),
        (180000, "named NOT NULL constraints"),
        (150000, "NULLS NOT DISTINCT"),
    )
    assert needed_version(create) == (180000, "virtual generated columns")
