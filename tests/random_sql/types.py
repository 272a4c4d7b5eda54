"""Namespaces, extensions, collations, types, sequences and routines."""

from __future__ import annotations

from tests.random_sql.words import OTHER, ROLES, THIRD, Words


class Types(Words):
    """What tables may use; ``types`` are names for columns, with their defaults."""

    def __init__(self, seed: int, version: int) -> None:
        super().__init__(seed, version)
        self.types: list[tuple[str, tuple[str, ...]]] = []
        self.collations = ['"C"', '"POSIX"']
        self.spaces: dict[str, str] = {}

    def surroundings(self) -> None:
        """Make namespaces, extensions and collations; say what is granted later on."""
        for name in (OTHER, THIRD):
            if name == OTHER or self.likely():
                self.say(f"CREATE SCHEMA {name}")
                self.made.add(name)
                self.comment(f"SCHEMA {name}")
                self.grants(f"SCHEMA {name}", "USAGE", "CREATE", "ALL")
        self.grants("SCHEMA public", "CREATE", "USAGE")
        self.default_privileges()
        spaces = ["public", OTHER, *([THIRD] if self.has(THIRD) else [])]
        for name in ("btree_gist", "pg_trgm", "hstore"):
            if self.likely(0.5):
                self.spaces[name] = "public" if name != "hstore" else self.pick("public", *spaces)
                self.say(f"CREATE EXTENSION {name} SCHEMA {self.spaces[name]}")
                self.made.add(name)
                self.comment(f"EXTENSION {name}")
        if self.likely(0.4):  # there is no way back to an older version
            self.say("CREATE EXTENSION citext SCHEMA public VERSION '1.5'")
            self.types.append(("citext", ("'x'",)))
        if self.likely(0.5):
            how = self.pick(
                "lc_collate = 'C', lc_ctype = 'C'", "lc_collate = 'POSIX', lc_ctype = 'C'"
            )
            self.say(f'CREATE COLLATION {OTHER}."Folded" (provider = libc, {how})')
            self.collations.append(f'{OTHER}."Folded"')
            self.comment(f'COLLATION {OTHER}."Folded"')
        if self.version >= 17 and self.likely(0.4):
            locale = self.pick("C", "C.UTF-8")
            self.say(f"CREATE COLLATION bytes (provider = builtin, locale = '{locale}')")
            self.collations.append("bytes")

    def default_privileges(self) -> None:
        """Say what is granted on what comes, and is then granted on all that follows."""
        if not self.likely(0.3):
            return
        place = self.pick("", f"IN SCHEMA {OTHER}")
        what = self.pick(
            f"GRANT SELECT ON TABLES TO {ROLES[0]}",
            f"GRANT USAGE ON SEQUENCES TO {ROLES[1]} WITH GRANT OPTION",
            f"GRANT EXECUTE ON FUNCTIONS TO {ROLES[0]}",
            f"GRANT USAGE ON TYPES TO {ROLES[1]}",
        )
        self.say(f"ALTER DEFAULT PRIVILEGES {place} {what}")
        if self.likely(0.3):
            self.say("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")

    def new_type(self, name: str, *defaults: str) -> None:
        """Note a type for columns, and that of its arrays."""
        self.types += [(name, defaults), (f"{name}[]", ("'{}'",))]
        self.made.add(name)

    def enums(self) -> None:
        """Make enums."""
        for name in ("state", f'{OTHER}."Mood"'):
            if self.likely():
                values = ("'new'", "'it''s'", "'on hold'", "'done'", "'Ä'")
                kept = [value for value in values if self.likely(0.75)] or list(values)
                self.say(f"CREATE TYPE {name} AS ENUM ({', '.join(kept)})")
                self.new_type(name, *kept[:1])
                self.comment(f"TYPE {name}")
                self.grants(f"TYPE {name}", "USAGE", public="USAGE")

    def domains(self) -> None:
        """Make domains over plain types, enums and arrays."""
        bases = {
            f'{OTHER}."Name"': (("text", "varchar(200)"), ("'nobody'",), "length(VALUE) < 100"),
            "positive": (("integer", "bigint", "numeric(12,2)"), ("1",), "VALUE > 0"),
            "tags": (("text[]",), ("'{}'",), "cardinality(VALUE) < 9"),
        }
        if self.has("state"):
            bases["calm"] = (("state",), (), "VALUE IS NOT NULL")
        for name, (types, defaults, check) in bases.items():
            if not self.likely(0.6):
                continue
            base = self.pick(types[0], *types)
            collation = self.opt(f"COLLATE {self.pick(*self.collations)}", 0.3)
            default = self.opt(f"DEFAULT {defaults[0]}", 0.4) if defaults else ""
            required = self.pick("", "", "", "NOT NULL", 'CONSTRAINT "Not none" NOT NULL')
            checks = self.opt(f'CONSTRAINT "a check" CHECK ({check})', 0.6)
            collation = collation if base in ("text", "varchar(200)") else ""
            self.say(f"CREATE DOMAIN {name} AS {base} {collation} {default} {required} {checks}")
            if self.likely(0.2):
                self.say(
                    f"ALTER DOMAIN {name} ADD CONSTRAINT late CHECK (VALUE IS NOT NULL) NOT VALID"
                )
            if checks:
                self.comment(f'CONSTRAINT "a check" ON DOMAIN {name}')
            if "Not none" in required and self.version >= 17:
                self.comment(f'CONSTRAINT "Not none" ON DOMAIN {name}')
            self.comment(f"DOMAIN {name}")
            self.grants(f"DOMAIN {name}", "USAGE", public="USAGE")
            self.new_type(name, *(f"{value}" for value in defaults))

    def composites(self) -> None:
        """Make composite types, one in the other."""
        if self.likely():
            own = [name for name in ("state", "positive", f'{OTHER}."Name"') if self.has(name)]
            more = [f"z {self.pick(*own)}"] if own and self.likely(0.5) else []
            text = f'"Y y" text {self.opt(f"COLLATE {self.pick(*self.collations)}", 0.3)}'
            parts = [f"x {self.pick('integer', 'integer', 'bigint')}", text, *more]
            self.say(f"CREATE TYPE pair AS ({', '.join(parts[: self.pick(1, 2, 3)])})")
            self.new_type("pair")
            self.comment("TYPE pair")
            self.comment("COLUMN pair.x")
            self.grants("TYPE pair", "USAGE", public="USAGE")
            if self.likely(0.5):
                self.say(
                    f'CREATE TYPE {OTHER}."Outer" AS (p {self.pick("pair", "pair[]")}, n text)'
                )
                self.new_type(f'{OTHER}."Outer"')

    def ranges(self) -> None:
        """Make range types."""
        if self.likely(0.6):
            diff = self.opt(", subtype_diff = float8mi", 0.5)
            subtype = self.pick(f"float8{diff}", f"float8{diff}", 'text, collation = "C"')
            named = self.opt(', multirange_type_name = "Many spans"', 0.4, since=14)
            self.say(f"CREATE TYPE span AS RANGE (subtype = {subtype}{named})")
            self.new_type("span")
            self.comment("TYPE span")
            self.grants("TYPE span", "USAGE", public="USAGE")
            if named:
                self.new_type('"Many spans"')

    def sequences(self) -> None:
        """Make sequences of their own."""
        for name in ("numbers", f'{OTHER}."Counts"'):
            if self.likely():
                kind = self.pick("bigint", "integer", "smallint")
                options = self.chosen(
                    "INCREMENT BY 5",
                    "MINVALUE 2",
                    "MAXVALUE 900",
                    "START WITH 10",
                    "CACHE 20",
                    "CYCLE",
                )
                logged = self.opt("UNLOGGED", 0.2, since=15)
                self.say(f"CREATE {logged} SEQUENCE {name} AS {kind} {options}")
                self.made |= {name, *(["unlogged counts"] if logged and name != "numbers" else [])}
                self.comment(f"SEQUENCE {name}")
                self.grants(f"SEQUENCE {name}", "USAGE", "SELECT", "ALL")

    def routine(self, what: str, rest: str, target: str = "") -> None:
        """Make a routine, which ``target`` (what it is without defaults) refers to later."""
        kind = rest if rest else ""
        self.statements.append(f"CREATE {what} {kind}")
        if target:
            self.comment(target)
            self.grants(target, "EXECUTE", public="EXECUTE")

    def functions(self) -> None:
        """Make functions for all uses, and functions that use types."""
        body = self.pick("AS 'SELECT n * 2'", "AS 'SELECT n + n'", "RETURN n * 2")
        if self.version < 14 and body.startswith("RETURN"):
            body = "AS 'SELECT n * 2'"
        options = self.chosen("STRICT", "PARALLEL SAFE", "LEAKPROOF", "COST 5")
        self.routine(
            f"FUNCTION twice(n integer{self.opt(' DEFAULT 1', 0.3)})",
            f"RETURNS integer LANGUAGE sql IMMUTABLE {options} {body}",
            "FUNCTION twice(integer)",
        )
        setting = self.opt(self.pick("SET search_path TO public", "SET work_mem TO 4096"), 0.4)
        body = self.pick("BEGIN RETURN NEW; END", "BEGIN\n  RETURN NULL; END")
        self.routine(
            "FUNCTION touch()",
            f"RETURNS trigger LANGUAGE plpgsql {self.chosen('SECURITY DEFINER')} {setting}"
            f" AS $${body}$$",
            "FUNCTION touch()",
        )
        self.routine("FUNCTION noted()", "RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'")
        if self.likely(0.6):
            kind = self.pick("integer, b text", "integer, b text", "bigint, c date")
            self.routine(
                f"FUNCTION {OTHER}.\"List\"(n integer, VARIADIC more text[] DEFAULT '{{}}')",
                f"RETURNS TABLE(a {kind}) LANGUAGE plpgsql {self.pick('STABLE', '')} "
                f"ROWS {self.pick(5, 10)} AS 'BEGIN END'",
                f'FUNCTION {OTHER}."List"(integer, text[])',
            )
        if self.likely(0.4):
            self.routine(
                "FUNCTION twice(t text)", "RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT t || t'"
            )
        if self.has("state") and self.likely(0.5):
            default = self.opt(" DEFAULT NULL", 0.4)
            self.routine(
                f"FUNCTION {OTHER}.label(s state{default}, OUT word text, INOUT n integer)"
                if not default
                else f"FUNCTION {OTHER}.label(OUT word text, INOUT n integer, s state{default})",
                "LANGUAGE plpgsql AS 'BEGIN END'",
            )
        if self.has("pair") and self.likely(0.5):
            self.routine(
                "FUNCTION firsts(ps pair[])",
                "RETURNS SETOF pair LANGUAGE sql AS 'SELECT * FROM unnest(ps)'",
            )
        if self.likely(0.5):
            self.routine(
                f"PROCEDURE {OTHER}.work(what text{self.opt(', INOUT done boolean', 0.5)})",
                f"LANGUAGE plpgsql {self.chosen('SECURITY DEFINER')} AS 'BEGIN END'",
            )
        self.aggregates()

    def aggregates(self) -> None:
        """Make aggregates: plain, with moving frames, with a sort operator, hypothetical."""
        if self.likely(0.6):
            more = self.chosen(
                ", COMBINEFUNC = int4pl",
                ", MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer",
                ", PARALLEL = safe",
            )
            self.routine(
                "AGGREGATE total(integer)",
                f"(SFUNC = int4pl, STYPE = integer, INITCOND = '{self.pick(0, 1)}'{more})",
                "FUNCTION total(integer)",
            )
        if self.likely(0.4):
            self.routine(
                f"AGGREGATE {OTHER}.least_of(integer)",
                f"(SFUNC = int4smaller, STYPE = integer{self.opt(', SORTOP = <')})",
            )
        if self.likely(0.3):
            self.routine(
                "AGGREGATE middle(double precision ORDER BY integer)",
                "(SFUNC = ordered_set_transition, STYPE = internal,"
                " FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA)",
            )
