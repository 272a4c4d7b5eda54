"""SE: who may see and do what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.lint.nodes import (
    dotted,
    has_option,
    literals_in,
    option,
    option_text,
    relation_key,
    relations_in,
)
from fluentorm.lint.rule import CATALOGUE, Found, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.lint.rule import Scene
    from fluentorm.lint.source import Change

SE001 = CATALOGUE.add(
    Rule(
        id="SE001",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="SECURITY DEFINER without SET search_path",
        reason="The function runs with its owner's rights and the caller's search_path: whoever "
        "may "
        "create objects can slip it others of the same name.",
        fix="SET search_path = pg_catalog, pg_temp in the function's definition",
    )
)
SE002 = CATALOGUE.add(
    Rule(
        id="SE002",
        severity=Severity.WARNING,
        level=Level.SYNTAX,
        summary="GRANT to PUBLIC, GRANT ALL, or default privileges that widen",
        reason="PUBLIC is every role there is and will be; ALL includes TRUNCATE, TRIGGER and "
        "what later "
        "versions add.",
        fix="name the roles and the privileges",
        intent=True,
    )
)
SE003 = CATALOGUE.add(
    Rule(
        id="SE003",
        severity=Severity.WARNING,
        level=Level.STATE,
        summary="row-level security that locks out or leaks",
        reason="Without a policy nobody but the owner sees a row; without WITH CHECK rows can be "
        "written that the policy's USING was not meant for; a view without security_invoker shows "
        "what its owner may see.",
        fix="a policy, WITH CHECK, or security_invoker = true",
        intent=True,
    )
)
SE004 = CATALOGUE.add(
    Rule(
        id="SE004",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="a password in SQL",
        reason="It stays in the repository, in the server's log and in pg_stat_statements.",
        fix="create the role by hand or by the deployment, with the password from its store",
    )
)

_SECRET = re.compile(r"\bpassword\s*=\s*[^\s']|://[^/\s:@]+:[^/\s@]+@", re.IGNORECASE)


@CATALOGUE.check(SE001, "create_function_stmt", "alter_function_stmt")
def definer_without_path(node: Node, change: Change, _: Scene) -> Iterator[Found]:
    """Look for functions that borrow rights with the caller's path."""
    altered = change.verb == "alter_function_stmt"
    options = node.actions if altered else node.options
    security = option(options, "security")
    if security is None or option_text(security) != "true":
        return
    sets = [item.def_elem.arg for item in options if item.def_elem.defname == "set"]
    if not any(item.variable_set_stmt.name == "search_path" for item in sets):
        name = dotted(node.func.objname if altered else node.funcname)
        yield Found(f"\"{name}\" runs with its owner's rights and its caller's search_path")


@CATALOGUE.check(SE002, "grant_stmt", "alter_default_privileges_stmt")
def wide_grant(node: Node, change: Change, _: Scene) -> Iterator[Found]:
    """Look for grants to all, and of all."""
    default = change.verb == "alter_default_privileges_stmt"
    grant = node.action if default else node
    if not grant.is_grant:
        return
    prefix = "by default " if default else ""
    if any(word(item.role_spec, "roletype") == "ROLESPEC_PUBLIC" for item in grant.grantees):
        yield Found(f"{prefix}granted to PUBLIC")
    if not grant.privileges:
        yield Found(f"{prefix}all privileges are granted")


@CATALOGUE.check(SE003, "file")
def security_without_policy(scene: Scene) -> Iterator[Found]:
    """Look for tables whose rows nobody may see at the end of the file."""
    for statement, change, _ in scene.before:
        if change.verb == "AT_EnableRowSecurity":
            own = scene.state.policies.values()
            if not any(item.table == change.table for item in own):
                yield Found(
                    f'"{change.table}" has row-level security and no policy',
                    change.table,
                    line=statement.line,
                )


@CATALOGUE.check(SE003, "AT_DisableRowSecurity")
def security_disabled(_: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for row-level security that is switched off."""
    if scene.live(change.table):
        yield Found(f'all rows of "{change.table}" become visible', change.table)


@CATALOGUE.check(SE003, "create_policy_stmt")
def policy_without_check(node: Node, change: Change, _: Scene) -> Iterator[Found]:
    """Look for policies on writes that state USING only."""
    writes = node.cmd_name in ("all", "update")
    if writes and node.permissive and not node.HasField("with_check"):
        yield Found(f'the policy "{node.policy_name}" has no WITH CHECK', change.table)


@CATALOGUE.check(SE003, "view_stmt")
def view_sees_all(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for views over tables with row-level security that run as their owner."""
    if has_option(node.options, "security_invoker"):
        return
    for name in sorted(relations_in(node.query)):
        table = scene.state.tables.get(name)
        if table is not None and table.row_security:
            view = relation_key(node.view)
            yield Found(f'the view "{view}" shows rows of "{name}" that its policies hide', name)


@CATALOGUE.check(SE004, "create_role_stmt", "alter_role_stmt")
def password_of_role(node: Node, _: Change, __: Scene) -> Iterator[Found]:
    """Look for roles with a password."""
    secret = option(node.options, "password")
    if secret is not None and secret.WhichOneof("node") == "string":
        yield Found("the password of a role")


@CATALOGUE.check(
    SE004,
    "create_user_mapping_stmt",
    "alter_user_mapping_stmt",
    "create_foreign_server_stmt",
)
def password_of_server(node: Node, _: Change, __: Scene) -> Iterator[Found]:
    """Look for passwords of foreign servers."""
    if any(item.def_elem.defname == "password" for item in node.options):
        yield Found("the password of a foreign server")


@CATALOGUE.check(SE004, "create_subscription_stmt")
def password_of_subscription(node: Node, _: Change, __: Scene) -> Iterator[Found]:
    """Look for connection strings with a password."""
    if _SECRET.search(node.conninfo):
        yield Found("the password of a subscription")


@CATALOGUE.check(SE004, "select_stmt", "do_stmt", "create_function_stmt")
def password_in_text(node: Node, _: Change, __: Scene) -> Iterator[Found]:
    """Look for connection strings in literals."""
    if any(_SECRET.search(text) for text in literals_in(node)):
        yield Found("a connection string with a password")
