"""Which roles a schema names."""

from fluentorm.schema.database_objects import DefaultPrivileges, Policy, View, ViewColumn
from fluentorm.schema.objects import (
    Column,
    ColumnDetails,
    Enum,
    Identity,
    SchemaModel,
    Table,
    TableDetails,
)
from fluentorm.schema.privileges import OWNER, PUBLIC, Grant, Privileges
from fluentorm.schema.roles import roles_of


def to(*roles):
    return Privileges(grants=tuple(Grant(role, "SELECT") for role in roles))


def test_roles_are_found_wherever_something_is_granted():
    table = Table(
        name="t",
        columns={
            "a": Column(name="a", type="integer", identity=Identity(privileges=to("by identity"))),
            "b": Column(name="b", type="text", details=ColumnDetails(privileges=to("by column"))),
        },
        details=TableDetails(privileges=to("by table", PUBLIC, OWNER)),
    )
    objects = (
        View(name="v", query="SELECT 1", columns=(ViewColumn(name="c", privileges=to("by view")),)),
        Policy(name="p", table="t", roles=("by policy", "CURRENT_USER")),
        DefaultPrivileges(objects="tables", role="by role", privileges=to("by default")),
    )
    model = SchemaModel(
        tables={"t": table},
        enums={"e": Enum(name="e", values=(), privileges=to("by enum"))},
        objects={item.ref: item for item in objects},
    )
    assert roles_of(model) == tuple(
        f"by {what}"
        for what in (
            *("column", "default", "enum", "identity"),
            *("policy", "role", "table", "view"),
        )
    )
