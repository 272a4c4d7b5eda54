"""Pairs in which NOT NULL constraints change that children may have, too (since 18)."""

from __future__ import annotations

from tests.acceptance.sql_pair import Pair

# A child's constraint that is its own, too, and whether its column is: no ALTER changes that.
_LOCAL = ("'public.k.a'", "'public.k.p_a_not_null'", "'public.k.n'")

PAIRS = {
    "NO INHERIT that goes, over children": Pair(
        old="""CREATE TABLE p (a int CONSTRAINT n NOT NULL NO INHERIT);
            CREATE TABLE k () INHERITS (p); CREATE TABLE below () INHERITS (k);""",
        new="""CREATE TABLE p (a int CONSTRAINT n NOT NULL);
            CREATE TABLE k () INHERITS (p); CREATE TABLE below () INHERITS (k);""",
        since=18,
    ),
    "NO INHERIT that goes, over a child with a constraint of its own": Pair(
        old="""CREATE TABLE p (a int CONSTRAINT n NOT NULL NO INHERIT);
            CREATE TABLE k (a int CONSTRAINT own NOT NULL) INHERITS (p);""",
        new="""CREATE TABLE p (a int CONSTRAINT n NOT NULL);
            CREATE TABLE k (a int CONSTRAINT own NOT NULL) INHERITS (p);""",
        since=18,
    ),
    "NO INHERIT that comes, over a child that keeps the constraint": Pair(
        old="CREATE TABLE p (a int NOT NULL); CREATE TABLE k () INHERITS (p);",
        new="""CREATE TABLE p (a int NOT NULL NO INHERIT);
            CREATE TABLE k (a int NOT NULL) INHERITS (p);""",
        unseen=_LOCAL,
        since=18,
    ),
    "NOT NULL NO INHERIT over a child without": Pair(
        old="CREATE TABLE p (a int); CREATE TABLE k () INHERITS (p);",
        new="""CREATE TABLE p (a int CONSTRAINT n NOT NULL NO INHERIT);
            CREATE TABLE k () INHERITS (p);""",
        since=18,
    ),
    "another name, over a child with its own": Pair(
        old="""CREATE TABLE p (a int CONSTRAINT n NOT NULL);
            CREATE TABLE k (a int CONSTRAINT own NOT NULL) INHERITS (p);""",
        new="""CREATE TABLE p (a int CONSTRAINT m NOT NULL);
            CREATE TABLE k (a int CONSTRAINT own NOT NULL) INHERITS (p);""",
        never=("DROP",),
        since=18,
    ),
    "another name, over children with and without their own": Pair(
        old="""CREATE TABLE p (a int CONSTRAINT n NOT NULL);
            CREATE TABLE k () INHERITS (p);
            CREATE TABLE l (a int CONSTRAINT own NOT NULL) INHERITS (p);
            CREATE TABLE below (a int CONSTRAINT own NOT NULL) INHERITS (k);""",
        new="""CREATE TABLE p (a int CONSTRAINT m NOT NULL);
            CREATE TABLE k () INHERITS (p);
            CREATE TABLE l (a int CONSTRAINT own NOT NULL) INHERITS (p);
            CREATE TABLE below (a int CONSTRAINT own NOT NULL) INHERITS (k);""",
        since=18,
    ),
    "the comment of a constraint that was not validated": Pair(
        old="""CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID;
            COMMENT ON CONSTRAINT n ON t IS 'plain';""",
        new="""CREATE TABLE t (a int CONSTRAINT n NOT NULL);
            COMMENT ON CONSTRAINT n ON t IS 'plain';""",
        since=18,
    ),
    "a name that another table's column has as well": Pair(
        old="""CREATE TABLE dag_bundle (name int NOT NULL); CREATE TABLE dag (bundle_name int);""",
        new="""CREATE TABLE dag_bundle (name int CONSTRAINT dag_bundle_name_not_null1 NOT NULL);
            CREATE TABLE dag (bundle_name int NOT NULL);""",
        since=18,
    ),
    "a name that another table's column had as well": Pair(
        old="""CREATE TABLE dag_bundle (name int CONSTRAINT dag_bundle_name_not_null1 NOT NULL);
            CREATE TABLE dag (bundle_name int NOT NULL);""",
        new="""CREATE TABLE dag_bundle (name int NOT NULL); CREATE TABLE dag (bundle_name int);""",
        since=18,
    ),
}
