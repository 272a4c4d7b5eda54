"""Tables with columns, constraints and indexes of all kinds; partitions and children."""

from __future__ import annotations

from tests.random_sql.types import Types
from tests.random_sql.words import OTHER, ROLES, THIRD

_PLAIN = (
    ("integer", ("0", "1 + 1")),
    ("bigint", ("7",)),
    ("text", ("'it''s'", "'a' || 'b'")),
    ("varchar(20)", ("'x'",)),
    ("char(3)", ("'abc'",)),
    ("numeric(10,2)", ("0.5",)),
    ("timestamptz", ("now()",)),
    ("timestamp(3)", ("LOCALTIMESTAMP",)),
    ("date", ("CURRENT_DATE",)),
    ("interval day to second(3)", ("'1 day'",)),
    ("jsonb", ("'{}'",)),
    ("uuid", ("gen_random_uuid()",)),
    ("integer[]", ("'{}'",)),
    ("bytea", ("'\\x00'",)),
    ("bit(3)", ("B'101'",)),
    ("boolean", ("true",)),
    ("inet", ()),
    ('"char"', ("'c'",)),
)
# Columns whose types stay, so that indexes can be on them.
_FIXED = {
    "doc": "jsonb",
    "tags": "text[]",
    "during": "int4range",
    "place": "point",
    "body": "text",
    "Words": "tsvector",
}
TABLES = ("users", '"Order"', f"{OTHER}.items", f"{OTHER}.users", "logs", f'{THIRD}."select"')


class Tables(Types):
    """Tables by name, as they are written, with what their columns are called."""

    def __init__(self, seed: int, version: int) -> None:
        super().__init__(seed, version)
        self.tables: dict[str, list[str]] = {}
        self.keys: dict[str, tuple[str, ...]] = {}
        self.unlogged: set[str] = set()
        self.partitioned: set[str] = set()
        self.numbers: dict[str, list[str]] = {}

    def all_tables(self) -> None:
        """Make the tables, then what is between them."""
        for name in TABLES:
            if (THIRD not in name or self.has(THIRD)) and self.likely():
                self.table(name)
        if self.likely(0.6):
            self.children()
        if self.likely():
            self.by_range()
        if self.likely(0.5):
            self.by_list()
        self.foreign_keys()

    def bare(self, table: str) -> str:
        """Return a name for parts of a table."""
        return table.rpartition(".")[2].strip('"')

    def column(self, name: str) -> str:
        """Return a column's definition."""
        kind, defaults = self.pick(*_PLAIN, *self.types, *self.types)
        default = self.opt(f"DEFAULT {self.pick(*defaults)}", 0.5) if defaults else ""
        collation = ""
        if kind in ("text", "varchar(20)", "char(3)"):
            collation = self.opt(f"COLLATE {self.pick(*self.collations)}", 0.3)
        compression = ""
        if kind in ("text", "jsonb", "bytea"):
            compression = self.opt("COMPRESSION pglz", 0.2, since=14)
        required = self.pick("", "", "NOT NULL", "NULL")
        if self.version >= 18 and required == "NOT NULL":
            required = self.pick("NOT NULL", f'CONSTRAINT "{name} is known" NOT NULL')
            required += self.opt(" NO INHERIT", 0.15)
        return f'"{name}" {kind} {compression} {collation} {default} {required}'

    def plain_column(self, name: str) -> str:
        """Return a column's definition for a partitioned table."""
        return self.column(name).replace("NO INHERIT", "").replace("COMPRESSION pglz", "")

    def key_column(self, table: str) -> str:
        """Return the column of the primary key."""
        kind = self.pick("integer", "integer", "bigint")
        how = self.pick("identity", "identity", "serial", "plain", "numbers")
        if how == "serial":
            return f"id {'bigserial' if kind == 'bigint' else 'serial'}"
        if how == "numbers" and self.has("numbers"):
            return f"id {kind} DEFAULT nextval('numbers')"
        if how != "identity":
            return f"id {kind}"
        options = self.chosen(
            "START WITH 100", "INCREMENT BY 2", "MINVALUE 3", "MAXVALUE 99999", "CACHE 7", "CYCLE"
        )
        options = f"({options})" if options else ""
        return f"id {kind} GENERATED {self.pick('ALWAYS', 'BY DEFAULT')} AS IDENTITY {options}"

    def table(self, name: str) -> None:
        """Make a table with all that is in it."""
        own = self.some("Name", "email", "amount", "order", "note", chance=0.55)
        fixed = self.some(*_FIXED, chance=0.35)
        columns = [self.key_column(name), *(self.column(column) for column in own)]
        columns += [f'"{column}" {_FIXED[column]}' for column in fixed]
        self.random.shuffle(columns)
        columns += self.generated(fixed)
        logged = ""
        if self.likely(0.15) and name != f"{OTHER}.items":  # it may own a sequence that is logged
            logged = "UNLOGGED"
            self.unlogged.add(name)
        parts = [*columns, *self.constraints(name, own, fixed)]
        storage = self.chosen(
            "fillfactor = 80", "autovacuum_enabled = false", "toast_tuple_target = 256"
        )
        storage = f"WITH ({', '.join(self._options(storage))})" if storage else ""
        self.say(f"CREATE {logged} TABLE {name} ({', '.join(parts)}) {storage}")
        self.tables[name] = ["id", *own, *fixed]
        self.details(name, own, fixed)
        self.indexes(name, fixed)

    def _options(self, text: str) -> list[str]:
        words = text.split()
        return [" ".join(words[i : i + 3]) for i in range(0, len(words), 3)]

    def generated(self, fixed: list[str]) -> list[str]:
        """Return columns that are made of others."""
        found = []
        if self.likely(0.4):
            expression = self.pick("id * 2", "id + 1", "twice(id::integer)")
            found.append(f"double bigint GENERATED ALWAYS AS ({expression}) STORED")
        if self.version >= 18 and self.likely(0.3):
            expression = self.pick("id * 3", "id + 3")
            found.append(f"triple bigint GENERATED ALWAYS AS ({expression}) VIRTUAL")
        if "body" in fixed and self.likely(0.4):
            found.append(
                "\"Found\" tsvector GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED"
            )
        return found

    def constraints(self, name: str, own: list[str], fixed: list[str]) -> list[str]:
        """Return constraints of all kinds but foreign keys."""
        bare = self.bare(name)
        late = self.opt(self.pick("DEFERRABLE", "DEFERRABLE INITIALLY DEFERRED"), 0.2)
        found = []
        if self.likely(0.9):
            include = self.opt("INCLUDE (body)", 0.3) if "body" in fixed else ""
            storage = self.opt("WITH (fillfactor = 90)", 0.2)
            found.append(f'CONSTRAINT "{bare}_pkey" PRIMARY KEY (id) {include} {storage} {late}')
            if not late:
                self.keys[name] = ("id",)
        if "body" in fixed and self.likely(0.5):
            nulls = self.opt("NULLS NOT DISTINCT", 0.4, since=15)
            found.append(f'CONSTRAINT "{bare} body" UNIQUE {nulls} (body, id)')
            self.keys.setdefault(f"{name} 2", ("body", "id"))
        if self.likely(0.6):
            check = self.pick("id > 0", "twice(id::integer) > 0", "id <> 5")
            how = self.pick("", "", "NO INHERIT")
            how = self.opt("NOT ENFORCED", 0.2, since=18) or how
            found.append(f'CONSTRAINT "{bare} check" CHECK ({check}) {how}')
        if "during" in fixed and self.likely(0.5):
            where = self.opt("WHERE (id > 3)", 0.4)
            late = self.opt("DEFERRABLE INITIALLY DEFERRED", 0.3)
            first = self.opt("id WITH =, ", 0.5) if self.has("btree_gist") else ""
            keys = f"({first}during WITH &&)"
            found.append(f'CONSTRAINT "{bare} excl" EXCLUDE USING gist {keys} {where} {late}')
        return found

    def details(self, name: str, own: list[str], fixed: list[str]) -> None:
        """Change what is not said when a table is created; describe and grant."""
        bare = self.bare(name)
        alter = f"ALTER TABLE {name}"
        for column in own:
            target = f'ALTER COLUMN "{column}"'
            if self.likely(0.15):
                self.say(f"{alter} {target} SET STATISTICS {self.pick(50, 500)}")
            if self.likely(0.1):
                self.say(f"{alter} {target} SET (n_distinct = {self.pick('-0.5', '9')})")
            self.comment(f'COLUMN {name}."{column}"', 0.15)
            if self.likely(0.1):
                what = self.pick("SELECT", "UPDATE", "REFERENCES")
                self.say(f'GRANT {what} ("{column}") ON {name} TO {self.pick(*ROLES)}')
        if "body" in fixed:
            storage = self.opt(self.pick("EXTERNAL", "MAIN", "PLAIN"), 0.3)
            if storage:
                self.say(f"{alter} ALTER COLUMN body SET STORAGE {storage}")
        if self.likely(0.2):
            self.say(f'{alter} ADD CONSTRAINT "{bare} late" CHECK (id < 1000000) NOT VALID')
        if self.version >= 18 and "doc" in fixed and self.likely(0.3):
            self.say(f'{alter} ADD CONSTRAINT "{bare} doc" NOT NULL doc {self.opt("NOT VALID")}')
            self.comment(f'CONSTRAINT "{bare} doc" ON {name}')
        if self.likely(0.2):
            identity = self.pick("FULL", "NOTHING")
            if name in self.keys and self.likely(0.5):
                identity = f'USING INDEX "{bare}_pkey"'
            self.say(f"{alter} REPLICA IDENTITY {identity}")
        if name in self.keys and self.likely(0.15):
            self.say(f'{alter} CLUSTER ON "{bare}_pkey"')
        if name in self.keys:
            self.comment(f'CONSTRAINT "{bare}_pkey" ON {name}', 0.15)
        self.comment(f"TABLE {name}")
        self.grants(f"TABLE {name}", "SELECT", "INSERT, UPDATE", "TRUNCATE", "ALL")

    def indexes(self, name: str, fixed: list[str]) -> None:
        """Make indexes of all kinds."""
        bare, kinds = self.bare(name), []
        storage = self.opt("WITH (fillfactor = 70)", 0.3)
        kinds.append(f"(id {self.pick('', 'DESC', 'DESC NULLS LAST', 'NULLS FIRST')}) {storage}")
        kinds.append("USING hash (id)")
        kinds.append("(twice(id::integer)) WHERE id > 5")
        kinds.append(f"USING brin (id) WITH (pages_per_range = {self.pick(32, 64)})")
        if "body" in fixed:
            kinds.append(f"(lower(body) text_pattern_ops) {self.opt('INCLUDE (id)')}")
            kinds.append(f"(body COLLATE {self.pick(*self.collations)}, id)")
            if self.has("pg_trgm"):
                operators = f"{self.spaces['pg_trgm']}.gist_trgm_ops"
                kinds.append(f"USING gist (body {operators} (siglen = {self.pick(16, 32)}))")
        if "doc" in fixed:
            kinds.append(f"USING gin (doc {self.pick('', 'jsonb_path_ops')})")
        if "tags" in fixed:
            kinds.append(f"USING gin (tags) WITH (fastupdate = {self.pick('on', 'off')})")
        if "during" in fixed:
            kinds += ["USING gist (during)", "USING spgist (during)"]
        if "place" in fixed:
            kinds += ["USING spgist (place)", "USING gist (place)"]
        for number, definition in enumerate(kinds):
            if not self.likely(0.3):
                continue
            unique = self.opt("UNIQUE", 0.3) if number == 0 else ""
            nulls = self.opt("NULLS NOT DISTINCT", 0.3, since=15) if unique else ""
            if nulls:
                definition = f"(id) {nulls} {storage}"
            index = f"{bare} i{number % 4}" if self.likely(0.3) else f"{bare} k{number}"
            if index in self.numbers.setdefault(name, []):
                continue
            self.numbers[name].append(index)
            self.say(f'CREATE {unique} INDEX "{index}" ON {name} {definition}')
            space = f"{name.rpartition('.')[0]}." if "." in name else ""
            self.comment(f'INDEX {space}"{index}"', 0.2)
            if number == 2 and self.likely(0.2):
                self.say(f'ALTER INDEX {space}"{index}" ALTER COLUMN 1 SET STATISTICS 200')

    def children(self) -> None:
        """Make a table and two that inherit from it."""
        check = self.opt(", CONSTRAINT kept CHECK (id > 0)", 0.5)
        word = self.pick("text", "text", "varchar(30)")
        self.say(f"CREATE TABLE base (id integer, title {word} {self.opt('NOT NULL')}{check})")
        self.tables["base"] = ["id"]
        for name in ("novel", f"{OTHER}.novel"):
            if self.likely(0.6):
                more = self.opt("pages integer DEFAULT 3", 0.6)
                self.say(f"CREATE TABLE {name} ({more}) INHERITS (base)")
                if self.likely(0.2):
                    self.say(f"ALTER TABLE {name} ALTER COLUMN title SET DEFAULT 'none'")
                self.tables[name] = ["id"]

    def by_range(self) -> None:
        """Make a table partitioned by range, with partitions that are partitioned."""
        extra = self.opt(f", {self.plain_column('extra')}", 0.5)
        key = self.opt(", CONSTRAINT events_pkey PRIMARY KEY (id, at)", 0.6)
        kind = self.opt("GENERATED ALWAYS AS IDENTITY", 0.4, since=17)
        self.say(
            f"CREATE TABLE events (id integer {kind}, at date{extra}{key}) PARTITION BY RANGE (at)"
        )
        self.tables["events"] = ["id"]
        self.partitioned.add("events")
        if key:
            self.keys["events"] = ("id", "at")
        for year in self.some(2024, 2025, 2026):
            bound = f"FOR VALUES FROM ('{year}-01-01') TO ('{year + 1}-01-01')"
            if year == 2025 and self.likely(0.5):
                self.say(
                    f"CREATE TABLE events_{year} PARTITION OF events {bound} PARTITION BY HASH (id)"
                )
                for part in range(2):
                    self.say(
                        f"CREATE TABLE events_{year}_{part} PARTITION OF events_{year}"
                        f" FOR VALUES WITH (MODULUS 2, REMAINDER {part})"
                    )
            else:
                storage = self.opt("WITH (fillfactor = 60)", 0.2)
                self.say(f"CREATE TABLE events_{year} PARTITION OF events {bound} {storage}")
                if self.likely(0.2):
                    self.say(f"CREATE INDEX events_{year}_own ON events_{year} (id DESC)")
        if self.likely(0.4):
            self.say(f"CREATE TABLE {OTHER}.events_rest PARTITION OF events DEFAULT")
        if self.likely(0.5):
            self.say(f"CREATE INDEX events_at ON events (at {self.pick('', 'DESC')})")
        self.comment("TABLE events")
        self.grants("TABLE events", "SELECT", "INSERT")

    def by_list(self) -> None:
        """Make a table partitioned by list, or by hash."""
        how = self.pick("LIST", "LIST", "LIST", "HASH")
        name = "parts"
        more = self.plain_column("more")
        key = self.pick("area", "lower(area)") if how == "LIST" else "area"
        columns = f"id integer NOT NULL, area text, {more}"
        self.say(f"CREATE TABLE parts ({columns}) PARTITION BY {how} ({key})")
        self.tables[name] = ["id"]
        self.partitioned.add(name)
        for number, values in enumerate(("'a', 'b'", "'c', NULL", "'d'")):
            if self.likely(0.6):
                bound = (
                    f"IN ({values})" if how == "LIST" else f"WITH (MODULUS 3, REMAINDER {number})"
                )
                self.say(f"CREATE TABLE parts_{number} PARTITION OF parts FOR VALUES {bound}")

    def foreign_keys(self) -> None:
        """Let tables refer to each other, in circles too."""
        names = list(self.tables)
        for holder in names:
            for target, key in list(self.keys.items()):
                table = target.removesuffix(" 2")
                if not self.likely(0.15) or holder in ("base", "novel", f"{OTHER}.novel"):
                    continue
                if table in self.unlogged and holder not in self.unlogged:
                    continue
                self.foreign_key(holder, table, key)

    def foreign_key(self, holder: str, table: str, key: tuple[str, ...]) -> None:
        """Add a foreign key with columns of its own."""
        bare = f"{self.bare(holder)}_{self.bare(table)}{len(key)}{'x' if OTHER in table else ''}"
        if bare in self.made:
            return
        self.made.add(bare)
        kinds = {"id": "bigint", "at": "date", "body": "text"}
        columns = [f"{bare}_{column}" for column in key]
        for column, above in zip(columns, key, strict=True):
            self.say(f'ALTER TABLE {holder} ADD COLUMN "{column}" {kinds[above]}')
        actions = ["CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"]
        delete = self.opt(f"ON DELETE {self.pick(*actions)}")
        if self.version >= 15 and "SET NULL" in delete and len(key) > 1:
            delete += self.opt(f' ("{columns[0]}")')
        more = [
            self.opt("MATCH FULL", 0.2),
            delete,
            self.opt(f"ON UPDATE {self.pick(*actions)}", 0.2),
            self.opt(self.pick("DEFERRABLE", "DEFERRABLE INITIALLY DEFERRED"), 0.2),
        ]
        if holder not in self.partitioned:
            more.append(self.opt("NOT VALID", 0.2) or self.opt("NOT ENFORCED", 0.1, since=18))
        named = ", ".join(f'"{column}"' for column in columns)
        self.say(
            f'ALTER TABLE {holder} ADD CONSTRAINT "fk {bare}" FOREIGN KEY ({named})'
            f" REFERENCES {table} ({', '.join(key)}) {' '.join(more)}"
        )
        self.comment(f'CONSTRAINT "fk {bare}" ON {holder}', 0.2)
        if self.likely(0.2):
            self.say(f'CREATE INDEX "{bare} fk" ON {holder} ("{columns[0]}")')

    def periods(self) -> None:
        """Make keys over time (PostgreSQL 18)."""
        if self.version < 18 or not self.likely(0.4):
            return
        named = self.opt(", CONSTRAINT named UNIQUE (name, valid WITHOUT OVERLAPS)")
        self.say(
            "CREATE TABLE rooms (id int4range, valid daterange, name text,"
            " CONSTRAINT rooms_pkey PRIMARY KEY (id, valid WITHOUT OVERLAPS)"
            f"{named if self.has('btree_gist') else ''})"
        )
        if self.likely(0.7):
            self.say("CREATE TABLE stays (room int4range, at daterange)")
            if self.likely(0.7):
                self.say(
                    "ALTER TABLE stays ADD CONSTRAINT stays_room FOREIGN KEY (room, PERIOD at)"
                    " REFERENCES rooms (id, PERIOD valid)"
                )
