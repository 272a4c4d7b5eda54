"""A table in use that gets another name: a view has the old one until the contract is run.

PostgreSQL passes what is written to such a view on to the table. COPY, TRUNCATE and foreign keys
need the table itself (measured), and columns that come later are not in the view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.base import ContractForm, OnlineForm
from fluentorm.dialects.postgres.online.steps import plain, short, written
from fluentorm.dialects.postgres.views import create_view
from fluentorm.diff.operations import RenameTable
from fluentorm.errors import DiffError, Problem
from fluentorm.schema.database_objects import DefaultPrivileges, View, ViewColumn
from fluentorm.schema.helpers import MARK
from fluentorm.schema.privileges import NO_PRIVILEGES, OWNER, PUBLIC
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.sql_text import quote_identifier as quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.dialects.postgres.online.steps import Step
    from fluentorm.diff.operations import Operation

_INVOKER = 15
"""Views that look at rows with the rights of whoever asks (release notes of 15)."""


def wanted(operations: Sequence[Operation], scene: Scene) -> RenameTable | None:
    """Return the rename that shall leave the old name to old code, None where none shall."""
    renames = (one for one in operations if isinstance(one, RenameTable))
    known = (one for one in renames if scene.knows(one.before))
    return next((o for o in known if scene.wanted(o.after).steering.renamed_online), None)


def kept(
    rename: RenameTable,
    forth: Sequence[Operation],
    back: Sequence[Operation],
    up: Scene,
    down: Scene,
    steps_of: Callable[[Sequence[Operation], Scene], list[Step]],
) -> OnlineForm:
    """Return the form of a rename with a view; ``steps_of`` gives the steps of the rename.

    Raises DiffError where the view would show rows that a policy hides.
    """
    table = up.wanted(rename.after)
    if table.details.row_security and up.version < _INVOKER:
        problem = Problem(
            f'table "{rename.after}" cannot have its old name "{rename.before}" beside the new '
            "one: before PostgreSQL 15 a view shows the rows that its policies hide",
            table.origin,
            f"leave online=True out, or say FLUENT_PG_VERSION={_INVOKER}",
        )
        raise DiffError([problem])
    made = tuple(_view(rename, up))
    gone = f"DROP VIEW {quote_name(rename.before)}"
    return OnlineForm(
        up=written([*steps_of(forth, up), plain(rename.after, made)]),
        down=written([short("", gone), *steps_of(back, down)]),
        contract=ContractForm(
            up=written([short("", gone)]), down=written([short(rename.after, *made)])
        ),
    )


def _view(rename: RenameTable, scene: Scene) -> Iterator[str]:
    """Yield the statements that make the view, which may be used as the table may."""
    table = scene.table(rename.after)
    own = {name: column.details.privileges for name, column in table.columns.items()}
    view = View(
        name=rename.before,
        query=f"SELECT * FROM {quote_name(rename.after)}",  # noqa: S608 - quoted
        options=(("security_invoker", "true"),) if table.details.row_security else (),
        comment=f'{MARK} the name before of "{rename.after}", until the contract drops it',
        privileges=table.details.privileges,
        columns=tuple(ViewColumn(name=n, privileges=given) for n, given in own.items() if given),
    )
    create, *others = create_view(view, NO_PRIVILEGES)
    yield create
    given = sorted(set(_given(scene)))
    if given:
        roles = ", ".join(role if role == PUBLIC else quote(role) for role in given)
        yield f"REVOKE ALL ON {quote_name(rename.before)} FROM {roles}"
    yield from others


def _given(scene: Scene) -> Iterator[str]:
    """Yield who has privileges on each new table or view from the start."""
    for item in scene.before.objects.values():
        if isinstance(item, DefaultPrivileges) and item.objects == "tables":
            yield from (grant.grantee for grant in item.privileges.grants if grant.grantee != OWNER)
