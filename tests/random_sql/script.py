"""Views, triggers and all else that stands on tables; and the whole script."""

from __future__ import annotations

from tests.random_sql.tables import Tables
from tests.random_sql.words import OTHER, ROLES, THIRD


class RandomScript(Tables):
    """A whole database as SQL; ``version`` is the server's major version."""

    def __init__(self, seed: int, *, version: int = 18) -> None:
        super().__init__(seed, version)
        self.views: list[str] = []
        for step in (
            self.surroundings,
            self.enums,
            self.domains,
            self.composites,
            self.ranges,
            self.sequences,
            self.functions,
            self.all_tables,
            self.periods,
            self.owned_sequences,
            self.all_views,
            self.attached,
            self.whole,
        ):
            step()

    def owned_sequences(self) -> None:
        """Let a sequence go with a column."""
        made = self.has(f'{OTHER}."Counts"') and "unlogged counts" not in self.made
        if made and f"{OTHER}.items" in self.tables and self.likely(0.4):
            self.say(f'ALTER SEQUENCE {OTHER}."Counts" OWNED BY {OTHER}.items.id')

    def all_views(self) -> None:
        """Make views over tables and over views."""
        for table in list(self.tables):
            if not self.likely(0.5):
                continue
            view = f'"v {self.bare(table)}"'
            if "." in table:
                view = f"{table.rpartition('.')[0]}.{view}"
            self.view(view, table)
            if self.likely(0.5):
                self.second_view(view)
            if self.likely(0.5):
                self.materialized(view, table)

    def view(self, view: str, table: str) -> None:
        """Make a view of a table; one without more can be written to."""
        columns = [f'"{name}"' for name in self.tables[table] if name == "id" or self.likely(0.7)]
        options = [
            self.opt("security_barrier = true", 0.3),
            self.opt("security_invoker = true", 0.3, since=15),
            self.opt(f"check_option = {self.pick('local', 'cascaded')}", 0.2),
        ]
        said = ", ".join(filter(None, options))
        said = f"WITH ({said})" if said else ""
        where = self.opt(self.pick("WHERE id > 3", "WHERE twice(id::integer) > 0"), 0.4)
        named = ""
        if self.likely(0.15):
            named = f"({', '.join(f'c{n}' if n else 'id' for n in range(len(columns)))})"
        self.say(
            f"CREATE VIEW {view} {named} {said} AS SELECT {', '.join(columns)} FROM {table} {where}"
        )
        self.views.append(view)
        self.comment(f"VIEW {view}")
        self.comment(f"COLUMN {view}.id", 0.15)
        self.grants(f"TABLE {view}", "SELECT", "INSERT", "ALL")
        if self.likely(0.1):
            self.say(f"GRANT SELECT (id) ON {view} TO {self.pick(*ROLES)}")
        if self.likely(0.15):
            self.say(f"ALTER VIEW {view} ALTER COLUMN id SET DEFAULT 7")

    def second_view(self, view: str) -> None:
        """Make a view over a view, of another shape."""
        query = self.pick(
            f"SELECT id, count(*) AS n FROM {view} GROUP BY id",
            f"WITH w AS (SELECT id FROM {view}) SELECT a.id, b.id AS n FROM w a, w b",
            f"SELECT id, row_number() OVER (ORDER BY id) AS n FROM {view} WHERE EXISTS (SELECT 1)",
            f"SELECT id, 1::bigint AS n FROM {view} UNION ALL SELECT 1, 2",
            f"SELECT id, twice(id::integer) AS n FROM {view}",
        )
        name = f'{view[:-1]} 2"'
        self.say(f"CREATE VIEW {name} AS {query}")
        self.comment(f"VIEW {name}", 0.2)

    def materialized(self, view: str, table: str) -> None:
        """Make a materialized view with its indexes."""
        name = f'{view[:-1]} m"'
        storage = self.opt("WITH (fillfactor = 80)", 0.3)
        query = self.pick(f"SELECT id, 1 AS n FROM {view}", f"SELECT id, 2 AS n FROM {table}")
        self.say(
            f"CREATE MATERIALIZED VIEW {name} {storage} AS {query}"
            f" WITH {self.pick('', '', 'NO')} DATA"
        )
        index = f'"{self.bare(name)} i"'
        if self.likely(0.6):
            self.say(
                f"CREATE {self.opt('UNIQUE')} INDEX {index} ON {name} (id {self.pick('', 'DESC')})"
            )
            if self.likely(0.3):
                self.say(f"ALTER MATERIALIZED VIEW {name} CLUSTER ON {index}")
        if self.likely(0.2):
            self.say(f"ALTER MATERIALIZED VIEW {name} ALTER COLUMN n SET STATISTICS 77")
        self.comment(f"MATERIALIZED VIEW {name}")
        self.grants(f"TABLE {name}", "SELECT")

    def attached(self) -> None:
        """Make triggers, rules, policies and statistics."""
        for table in self.tables:
            self.triggers(table)
            if self.likely(0.3) and table not in self.partitioned:
                self.rules(table)
            if self.likely(0.4):
                self.policies(table)
            if self.likely(0.3):
                self.extended_statistics(table)
        for view in self.views:
            if self.likely(0.25):
                event = self.pick("INSERT", "UPDATE", "INSERT OR DELETE")
                self.say(
                    f"CREATE TRIGGER instead INSTEAD OF {event} ON {view}"
                    " FOR EACH ROW EXECUTE FUNCTION touch()"
                )
            elif self.likely(0.2):
                what = self.pick("NOTHING", "SELECT 1")
                self.say(f'CREATE RULE "on insert" AS ON INSERT TO {view} DO INSTEAD {what}')

    def triggers(self, table: str) -> None:
        """Make triggers of all kinds."""
        partitioned, made = table in self.partitioned, []
        if self.likely(0.35):
            timing = self.pick("BEFORE", "AFTER")
            event = self.pick("UPDATE", "UPDATE OF id", "INSERT OR UPDATE", "DELETE")
            when = "" if event != "UPDATE" else self.opt("WHEN (old.* IS DISTINCT FROM new.*)", 0.4)
            if any("double" in s or "triple" in s or "Found" in s for s in self.statements):
                when = "" if not when else "WHEN (new.id > 0)"
            self.say(
                f'CREATE TRIGGER "touch it" {timing} {event} ON {table} FOR EACH ROW {when}'
                f" EXECUTE FUNCTION touch({self.pick('', chr(39) + 'a b' + chr(39))})"
            )
            made.append('"touch it"')
        if self.likely(0.2):
            event = self.pick("TRUNCATE", "INSERT", "DELETE")
            self.say(
                f"CREATE TRIGGER whole {self.pick('BEFORE', 'AFTER')} {event} ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION touch()"
            )
            made.append("whole")
        if self.likely(0.2):
            tables = self.pick("OLD TABLE AS o NEW TABLE AS n", "NEW TABLE AS n")
            self.say(
                f"CREATE TRIGGER changes AFTER UPDATE ON {table} REFERENCING {tables}"
                " FOR EACH STATEMENT EXECUTE FUNCTION touch()"
            )
            made.append("changes")
        if self.likely(0.2):
            late = self.pick("", "DEFERRABLE", "DEFERRABLE INITIALLY DEFERRED")
            source = self.opt("FROM users", 0.3) if "users" in self.tables else ""
            self.say(
                f'CREATE CONSTRAINT TRIGGER "Late" AFTER INSERT ON {table} {source} {late}'
                " FOR EACH ROW EXECUTE FUNCTION touch()"
            )
            made.append('"Late"')
        for name in made:
            self.comment(f"TRIGGER {name} ON {table}", 0.2)
            if self.likely(0.2) and not partitioned:
                how = self.pick("DISABLE", "ENABLE ALWAYS", "ENABLE REPLICA")
                self.say(f"ALTER TABLE {table} {how} TRIGGER {name}")

    def rules(self, table: str) -> None:
        """Make a rule."""
        action = self.pick(
            "ALSO NOTHING",
            "INSTEAD NOTHING",
            "ALSO NOTIFY changed",
            "ALSO (NOTIFY one; NOTIFY two)",
        )
        if self.likely(0.3):
            action = "WHERE old.id > 3 DO INSTEAD " + self.pick("NOTHING", "SELECT old.id")
        else:
            action = f"DO {action}"
        event = self.pick("DELETE", "DELETE", "UPDATE")
        self.say(f'CREATE RULE "keep it" AS ON {event} TO {table} {action}')
        self.comment(f'RULE "keep it" ON {table}')
        if self.likely(0.2):
            how = self.pick("DISABLE", "ENABLE ALWAYS")
            self.say(f'ALTER TABLE {table} {how} RULE "keep it"')

    def policies(self, table: str) -> None:
        """Make policies, and switch row-level security on."""
        for how in self.some("ENABLE", "FORCE"):
            self.say(f"ALTER TABLE {table} {how} ROW LEVEL SECURITY")
        command = self.pick("ALL", "SELECT", "UPDATE", "INSERT")
        kind = self.opt("AS RESTRICTIVE", 0.3)
        roles = self.opt(f"TO {self.pick(ROLES[0], ', '.join(ROLES))}", 0.4)
        using = (
            ""
            if command == "INSERT"
            else f"USING ({self.pick('id > 0', 'twice(id::integer) > 0')})"
        )
        check = "" if command == "SELECT" else self.opt("WITH CHECK (id < 100)")
        if command == "INSERT" and not check:
            check = "WITH CHECK (true)"
        self.say(
            f'CREATE POLICY "own rows" ON {table} {kind} FOR {command} {roles} {using} {check}'
        )
        self.comment(f'POLICY "own rows" ON {table}')

    def extended_statistics(self, table: str) -> None:
        """Make extended statistics."""
        space = f"{table.rpartition('.')[0]}." if "." in table else ""
        name = f'{space}"s {self.bare(table)}"'
        kinds = self.opt(f"({self.pick('ndistinct', 'mcv', 'dependencies, mcv')})")
        columns = "id, (id % 10)"
        if self.version < 14:
            return
        if self.likely(0.3):
            kinds, columns = "", "(id / 2)"
        self.say(f"CREATE STATISTICS {name} {kinds} ON {columns} FROM {table}")
        self.comment(f"STATISTICS {name}")
        if self.likely(0.3):
            self.say(f"ALTER STATISTICS {name} SET STATISTICS {self.pick(5, 500)}")

    def whole(self) -> None:
        """Make event triggers and publications."""
        if self.likely(0.5):
            event = self.pick("ddl_command_end", "sql_drop", "table_rewrite")
            tags = (
                self.opt("WHEN TAG IN ('DROP VIEW', 'DROP TABLE')") if event == "sql_drop" else ""
            )
            self.say(f'CREATE EVENT TRIGGER "Note" ON {event} {tags} EXECUTE FUNCTION noted()')
            self.say(f'ALTER EVENT TRIGGER "Note" {self.pick("DISABLE", "ENABLE REPLICA")}')
            self.comment('EVENT TRIGGER "Note"')
        tables = [table for table in self.tables if table not in self.unlogged]
        parts = []
        for table in self.some(*tables, chance=0.4):
            alone = table not in self.partitioned and self.bare(table) not in ("base", "novel")
            where = self.opt("WHERE (id > 3)", 0.2, since=15) if alone else ""
            columns = self.opt("(id)", 0.2, since=15) if alone and not where else ""
            parts.append(f"TABLE {table} {columns} {where}")
        options = self.opt(
            self.pick("publish = 'insert'", "publish_via_partition_root = true"), 0.4
        )
        options = f"WITH ({options})" if options else ""
        if self.likely(0.6):
            what = ", ".join(parts)
            if self.version < 15:
                what = what.replace(", TABLE", ",")
            what = f"FOR {what}" if what else ""
            if self.likely(0.2):
                what = "FOR ALL TABLES"
            elif self.version >= 15 and self.likely(0.2):
                space = self.pick(OTHER, *([THIRD] if self.has(THIRD) else []))
                what = f"FOR TABLES IN SCHEMA {space}"
            self.say(f"CREATE PUBLICATION feed {what} {options}")
            self.comment("PUBLICATION feed")
