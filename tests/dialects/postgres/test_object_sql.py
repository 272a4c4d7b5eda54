"""Text that the case folders do not show: quotes, the ends of bodies, who is granted what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fluentorm.dialects.postgres.clauses import closed, parameter_value
from fluentorm.dialects.postgres.ddl import render
from fluentorm.dialects.postgres.privileges import changed_column_privileges, changed_privileges
from fluentorm.diff.operations import (
    AlterObject,
    CreateObject,
    DropObject,
    RenameObject,
)
from fluentorm.schema.database_objects import (
    Aggregate,
    DefaultPrivileges,
    Publication,
    PublishedTable,
    Routine,
    Sequence,
    Trigger,
    View,
)
from fluentorm.schema.objects import SequenceOptions
from fluentorm.schema.privileges import NO_PRIVILEGES, OWNER, PUBLIC, Grant, Privileges
from fluentorm.schema.refs import Kind, Ref

READ = Grant("app", "SELECT")
WRITE = Grant("app", "INSERT")
PASS_ON = Grant("app", "SELECT", True)
EXECUTE = Grant(PUBLIC, "EXECUTE")


def routine(**more):
    return Routine(**({"name": "f", "signature": "", "returns": "integer", "body": ""} | more))


def body_of(text):
    (statement,) = render(CreateObject(object=routine(body=text)))
    return statement.split("\nAS ", 1)[1]


@pytest.mark.parametrize(
    ("body", "quoted"),
    [
        ("SELECT 1", "$$SELECT 1$$"),
        ("", "$$$$"),
        ("a $$ b", "$function$a $$ b$function$"),
        ("a $", "$function$a $$function$"),
        ("$$ $function$", "$function2$$$ $function$$function2$"),
        ("$$ $function$ $function2$", "$function3$$$ $function$ $function2$$function3$"),
        ("a\r\n'b'", "E'a\\r\n''b'''"),
    ],
)
def test_a_body_stands_in_quotes_that_it_does_not_end(body, quoted):
    assert body_of(body) == quoted


def test_a_library_and_its_symbol_are_literals():
    made = routine(language="c", library="$libdir/x'y", body="sym", strict=True)
    assert render(CreateObject(object=made)) == (
        "CREATE FUNCTION f()\nRETURNS integer\nLANGUAGE c\nSTRICT\nAS '$libdir/x''y', 'sym'",
    )


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        (("search_path", "app, public"), "search_path TO 'app', 'public'"),
        (("search_path", '"My, ""App", $user'), "search_path TO 'My, \"App', '$user'"),
        (("search_path", '""'), "search_path TO ''"),
        (("DateStyle", "ISO, MDY"), "\"DateStyle\" TO 'ISO, MDY'"),
        (("statement_timeout", "100"), "statement_timeout TO 100"),
        (("enable_seqscan", "off"), "enable_seqscan TO off"),
        (("work_mem", "64MB"), "work_mem TO '64MB'"),
        (("app.owner", "O'Hara"), "app.owner TO 'O''Hara'"),
    ],
)
def test_settings_are_spelled_as_set_takes_them(setting, text):
    (statement,) = render(CreateObject(object=routine(settings=(setting,))))
    assert f"\nSET {text}\n" in statement


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("70", "70"),
        ("-0.5", "-0.5"),
        ("off", "off"),
        ("on", "on"),
        ("true", "true"),
        ("Auto", "'Auto'"),
        ("int", "'int'"),
        ("none", "'none'"),
        ("a b", "'a b'"),
        ("", "''"),
        ("it's", "'it''s'"),
    ],
)
def test_a_parameter_is_quoted_unless_the_grammar_keeps_it_as_it_is(value, text):
    assert parameter_value(value) == text


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("SELECT 1", "SELECT 1"),
        ("SELECT 1 -- one", "SELECT 1 -- one\n"),
        ("SELECT 1 -- one\n", "SELECT 1 -- one\n"),
        ('SELECT "a -- b"', 'SELECT "a -- b"'),
        ("SELECT '--'", "SELECT '--'"),
        ("SELECT 1 /* -- */", "SELECT 1 /* -- */"),
    ],
)
def test_only_a_comment_at_the_end_needs_a_line_of_its_own(text, ended):
    assert closed(text) == ended


@pytest.mark.parametrize(
    ("before", "after", "statements"),
    [
        ((), (READ,), ["GRANT SELECT ON TABLE t TO app"]),
        ((READ,), (), ["REVOKE SELECT ON TABLE t FROM app"]),
        ((READ,), (PASS_ON,), ["GRANT SELECT ON TABLE t TO app WITH GRANT OPTION"]),
        ((PASS_ON,), (READ,), ["REVOKE GRANT OPTION FOR SELECT ON TABLE t FROM app"]),
        ((PASS_ON,), (), ["REVOKE SELECT ON TABLE t FROM app"]),
        ((READ,), (READ,), []),
        (
            (),
            (READ, WRITE, Grant("Other", "SELECT"), Grant("Other", "INSERT"), EXECUTE),
            [
                'GRANT SELECT, INSERT ON TABLE t TO app, "Other"',
                "GRANT EXECUTE ON TABLE t TO PUBLIC",
            ],
        ),
        (
            (READ,),
            (WRITE,),
            ["REVOKE SELECT ON TABLE t FROM app", "GRANT INSERT ON TABLE t TO app"],
        ),
    ],
)
def test_only_what_changes_is_granted_or_revoked(before, after, statements):
    found = changed_privileges("TABLE t", Privileges(before), Privileges(after))
    assert list(found) == statements


def test_what_is_revoked_of_the_default_is_granted_back():
    less = Privileges((), (EXECUTE, Grant(OWNER, "EXECUTE")))
    there = changed_privileges("FUNCTION f()", NO_PRIVILEGES, less)
    assert there == ("REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC, CURRENT_USER",)
    back = changed_privileges("FUNCTION f()", less, NO_PRIVILEGES)
    assert back == ("GRANT EXECUTE ON FUNCTION f() TO PUBLIC, CURRENT_USER",)


def test_columns_that_change_alike_share_a_statement():
    read, none = Privileges((READ,)), NO_PRIVILEGES
    found = changed_column_privileges(
        "TABLE t", {"a": (none, read), "B": (none, read), "c": (read, none), "d": (read, read)}
    )
    assert found == (
        'GRANT SELECT (a, "B") ON TABLE t TO app',
        "REVOKE SELECT (c) ON TABLE t FROM app",
    )


def test_what_default_privileges_give_is_taken_back():
    sequence = Sequence(name="s", privileges=Privileges((Grant("app", "USAGE"),)))
    given = Privileges((Grant("app", "UPDATE"), Grant("app", "USAGE")))
    assert render(CreateObject(object=sequence, given=given)) == (
        "CREATE SEQUENCE s",
        "REVOKE UPDATE ON SEQUENCE s FROM app",
    )


def test_default_privileges_of_a_role_name_it_where_they_mean_the_owner():
    own = Privileges((), (Grant(OWNER, "DELETE"),))
    rule = DefaultPrivileges(objects="tables", role="App Owner", namespace="s", privileges=own)
    assert render(CreateObject(object=rule)) == (
        (
            'ALTER DEFAULT PRIVILEGES FOR ROLE "App Owner" IN SCHEMA s '
            'REVOKE DELETE ON TABLES FROM "App Owner"'
        ),
    )
    assert render(DropObject(object=rule)) == (
        (
            'ALTER DEFAULT PRIVILEGES FOR ROLE "App Owner" IN SCHEMA s '
            'GRANT DELETE ON TABLES TO "App Owner"'
        ),
    )


def test_only_attributes_are_altered_and_all_else_is_replaced():
    before = routine(volatility="stable", cost=5, settings=(("work_mem", "1MB"),))
    after = routine(strict=True, language="sql", rows=None)
    assert render(AlterObject(before=before, after=after)) == (
        "ALTER FUNCTION f() VOLATILE STRICT COST 100 RESET work_mem",
    )
    (statement,) = render(AlterObject(before=before, after=replace(after, body="SELECT 2")))
    assert statement.startswith("CREATE OR REPLACE FUNCTION f()\n")
    assert render(AlterObject(before=before, after=replace(before, comment="c"))) == (
        "COMMENT ON FUNCTION f() IS 'c'",
    )


def test_a_view_is_replaced_for_its_query_and_altered_for_its_options():
    view = View(name="v", query="SELECT 1 AS a", options=(("security_barrier", "true"),))
    less = replace(view, options=(("check_option", "local"),))
    assert render(AlterObject(before=view, after=less)) == (
        "ALTER VIEW v RESET (security_barrier)",
        "ALTER VIEW v SET (check_option = local)",
    )
    assert render(AlterObject(before=view, after=replace(less, query="SELECT 2 AS a"))) == (
        "CREATE OR REPLACE VIEW v WITH (check_option = local) AS\nSELECT 2 AS a",
    )


@pytest.mark.parametrize(
    ("after", "statements"),
    [
        (SequenceOptions(increment=2), ["ALTER SEQUENCE s INCREMENT BY 2"]),
        (SequenceOptions(cache=9, cycle=True), ["ALTER SEQUENCE s CACHE 9 CYCLE"]),
        (
            SequenceOptions(increment=-1),
            [
                "ALTER SEQUENCE s MINVALUE -9223372036854775808 MAXVALUE 9223372036854775807",
                (
                    "SELECT setval('s', least(last_value, -1), is_called AND last_value BETWEEN"
                    " -9223372036854775808 AND -1) FROM s"
                ),
                (
                    "ALTER SEQUENCE s INCREMENT BY -1 MINVALUE -9223372036854775808 MAXVALUE -1"
                    " START WITH -1"
                ),
            ],
        ),
        (
            SequenceOptions(minimum=10),
            [
                (
                    "SELECT setval('s', greatest(last_value, 10), is_called AND last_value BETWEEN"
                    " 10 AND 9223372036854775807) FROM s"
                ),
                "ALTER SEQUENCE s MINVALUE 10 START WITH 10",
            ],
        ),
    ],
)
def test_a_sequence_says_only_what_changes(after, statements):
    operation = AlterObject(before=Sequence(name="s"), after=Sequence(name="s", options=after))
    assert list(render(operation)) == statements


def test_a_publication_gains_and_loses_what_it_publishes():
    one, two = PublishedTable(table="one"), PublishedTable(table="app.two")
    before = Publication(name="p", tables=(one,), options=(("publish", "insert"),))
    after = Publication(name="p", tables=(two,), namespaces=("App",))
    assert render(AlterObject(before=before, after=after)) == (
        "ALTER PUBLICATION p DROP TABLE one",
        'ALTER PUBLICATION p ADD TABLE app.two, TABLES IN SCHEMA "App"',
        "ALTER PUBLICATION p SET (publish = 'insert, update, delete, truncate')",
    )
    narrow = replace(one, columns=("id",), where="id > 5")
    assert render(AlterObject(before=before, after=replace(before, tables=(narrow, two)))) == (
        "ALTER PUBLICATION p SET TABLE one (id) WHERE (id > 5), app.two",
    )


def test_a_replaced_trigger_is_told_again_when_it_fires():
    trigger = Trigger(
        name="tr", table="t", timing="AFTER", events=("INSERT",), call="f()", enabled="always"
    )
    replaced = replace(trigger, timing="BEFORE")
    assert render(AlterObject(before=trigger, after=replaced))[-1] == (
        "ALTER TABLE t ENABLE ALWAYS TRIGGER tr"
    )
    off = replace(trigger, enabled="disabled")
    assert render(AlterObject(before=trigger, after=off)) == ("ALTER TABLE t DISABLE TRIGGER tr",)


@pytest.mark.parametrize(
    ("before", "after", "statements"),
    [
        (
            Ref(Kind.FUNCTION, 'f(integer, "a(b"[])'),
            Ref(Kind.FUNCTION, 'app.g(integer, "a(b"[])'),
            [
                'ALTER FUNCTION f(integer, "a(b"[]) SET SCHEMA app',
                'ALTER FUNCTION app.f(integer, "a(b"[]) RENAME TO g',
            ],
        ),
        (
            Ref(Kind.FUNCTION, "we(ird()"),
            Ref(Kind.FUNCTION, "plain()"),
            ['ALTER FUNCTION "we(ird"() RENAME TO plain'],
        ),
        (
            Ref(Kind.AGGREGATE, "a()"),
            Ref(Kind.AGGREGATE, "b()"),
            ["ALTER AGGREGATE a(*) RENAME TO b"],
        ),
        (
            Ref(Kind.COMPOSITE, "a"),
            Ref(Kind.COMPOSITE, "s.a"),
            ["ALTER TYPE a SET SCHEMA s"],
        ),
        (Ref(Kind.NAMESPACE, "a.b"), Ref(Kind.NAMESPACE, "c"), ['ALTER SCHEMA "a.b" RENAME TO c']),
        (
            Ref(Kind.POLICY, "s.t", "Old"),
            Ref(Kind.POLICY, "s.t", "new"),
            ['ALTER POLICY "Old" ON s.t RENAME TO new'],
        ),
        (
            Ref(Kind.MATERIALIZED_VIEW, "a"),
            Ref(Kind.MATERIALIZED_VIEW, "b"),
            ["ALTER MATERIALIZED VIEW a RENAME TO b"],
        ),
    ],
)
def test_renames_name_the_kind_and_the_arguments(before, after, statements):
    assert list(render(RenameObject(before=before, after=after))) == statements


def test_an_aggregate_without_arguments_has_a_star_but_not_in_a_grant():
    number = Aggregate(
        name="number",
        signature="",
        arguments="",
        definition=(("sfunc", "int8inc"), ("stype", "bigint")),
        privileges=Privileges((), (EXECUTE,)),
        comment="c",
    )
    assert render(CreateObject(object=number)) == (
        "CREATE AGGREGATE number(*) (SFUNC = int8inc, STYPE = bigint)",
        "COMMENT ON AGGREGATE number(*) IS 'c'",
        "REVOKE EXECUTE ON FUNCTION number() FROM PUBLIC",
    )
    assert render(DropObject(object=number)) == ("DROP AGGREGATE number(*)",)
