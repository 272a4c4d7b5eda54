"""What a migration may not do in the namespace of a tenant."""

import pytest

from fluentorm.dialects.base import Script
from fluentorm.dialects.postgres.confined import candidates, leaving

THERE = ("public", "billing", "tenant 1")


def told(text: str) -> str | None:
    outside = leaving(Script(path="x.sql", text=text), THERE)
    return None if outside is None else f"{outside.place}: {outside.what}"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "CREATE TABLE a (id int);\nALTER TABLE public.a ADD b int;",
            '2:13: names the namespace "',
        ),
        ("SELECT 'x';\nINSERT INTO Billing . a VALUES (1);", '2:13: names the namespace "billing"'),
        ('DROP TABLE "tenant 1".a;', '1:12: names the namespace "tenant 1"'),
        (
            "CREATE FUNCTION f() RETURNS int AS $$ SELECT a FROM public.a $$;",
            'the namespace "public"',
        ),
        ("SELECT 'public.a'::regclass;", 'names the namespace "public"'),
        ("CREATE EXTENSION citext;", "1:1: is about a whole database: EXTENSION"),
        ("SELECT 1; DROP SCHEMA x;", "1:11: is about a whole database: SCHEMA"),
        ("CREATE EVENT TRIGGER t ON x EXECUTE FUNCTION f();", "whole database: EVENT TRIGGER"),
        ("COMMENT ON EXTENSION x IS 'y';", "whole database: EXTENSION"),
        ("CREATE OR REPLACE TRUSTED LANGUAGE x;", "whole database: TRUSTED LANGUAGE"),
        ("SET LOCAL search_path = x;", "1:1: sets a search path"),
        ("SELECT 1, set_config('search_path', 'x', true);", "1:11: sets a search path"),
    ],
)
def test_leaving(text: str, what: str) -> None:
    assert what in (told(text) or "nothing")


@pytest.mark.parametrize(
    "text",
    [
        "-- public.a is not meant\n/* nor billing.b */ CREATE TABLE a (id int);",
        "SELECT a.id, pg_catalog.now() FROM a JOIN b ON b.id = a.id;",
        "CREATE TABLE public (billing int); SELECT public FROM public;",
        "CREATE TRIGGER schema BEFORE INSERT ON role EXECUTE FUNCTION f();",
        "CREATE FUNCTION f() RETURNS int SET search_path = '' AS 'SELECT 1';",
        "SELECT 'not ended",
        "ALTER TABLE a ADD CONSTRAINT c CHECK (new.x > 1.5);",
    ],
)
def test_staying(text: str) -> None:
    assert told(text) is None


def test_what_may_be_a_namespace() -> None:
    text = 'SELECT a.b, "C d".e, pg_catalog.now(), 1.5 -- x.y\n'
    assert candidates(text) == {"a", "C d"}
