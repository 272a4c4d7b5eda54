-- An event store: partitions by hash, list and range on several levels, partitioned indexes,
-- functions that call each other, snapshots, a projection kept by triggers.
CREATE SCHEMA store;
CREATE TYPE store.kind AS ENUM ('created', 'changed', 'deleted');
CREATE TABLE store.events (
    stream uuid NOT NULL,
    version integer NOT NULL,
    kind store.kind NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    data jsonb NOT NULL,
    meta jsonb,
    CONSTRAINT events_version CHECK (version > 0),
    PRIMARY KEY (stream, version, kind, at)
) PARTITION BY LIST (kind);
CREATE INDEX events_at ON store.events USING brin (at);
CREATE INDEX events_data ON store.events USING gin (data jsonb_path_ops);
CREATE INDEX events_actor ON store.events ((meta ->> 'actor')) WHERE meta ? 'actor';
CREATE TABLE store.events_created PARTITION OF store.events FOR VALUES IN ('created')
    PARTITION BY HASH (stream);
CREATE TABLE store.events_created_0 PARTITION OF store.events_created
    FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE store.events_created_1 PARTITION OF store.events_created
    (CONSTRAINT early CHECK (version < 1000000)) FOR VALUES WITH (modulus 2, remainder 1)
    WITH (fillfactor = 70);
CREATE TABLE store.events_changed PARTITION OF store.events FOR VALUES IN ('changed')
    PARTITION BY RANGE (at);
CREATE TABLE store.events_changed_old PARTITION OF store.events_changed
    FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
CREATE TABLE store.events_changed_2024 PARTITION OF store.events_changed
    FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE store.events_changed_rest PARTITION OF store.events_changed DEFAULT;
CREATE INDEX events_changed_meta ON store.events_changed (version DESC NULLS LAST, at);
CREATE INDEX only_2024 ON store.events_changed_2024 (kind);
ALTER TABLE store.events_changed_2024 ALTER COLUMN meta SET DEFAULT '{}';
COMMENT ON TABLE store.events_changed_2024 IS 'last year''s';
COMMENT ON COLUMN store.events_changed_2024.at IS 'when';
CREATE TABLE store."events deleted" (
    kind store.kind NOT NULL,
    at timestamptz DEFAULT clock_timestamp() NOT NULL,
    stream uuid NOT NULL,
    version integer NOT NULL,
    meta jsonb,
    data jsonb NOT NULL,
    CONSTRAINT events_version CHECK (version > 0),
    CONSTRAINT "deleted key" PRIMARY KEY (stream, version, kind, at)
);
CREATE INDEX "deleted actor" ON store."events deleted" ((meta ->> 'actor')) WHERE meta ? 'actor';
ALTER TABLE store.events ATTACH PARTITION store."events deleted" FOR VALUES IN ('deleted', NULL);

CREATE TABLE store.snapshots (
    stream uuid, version integer, kind store.kind, at timestamptz,
    state bytea NOT NULL DEFAULT '\x00',
    PRIMARY KEY (stream, version),
    FOREIGN KEY (stream, version, kind, at) REFERENCES store.events MATCH FULL ON DELETE CASCADE
);
CREATE TABLE store.measures (device int, at date, value real) PARTITION BY RANGE (device, (date_part('year', at)));
CREATE TABLE store.measures_a PARTITION OF store.measures FOR VALUES FROM (0, MINVALUE) TO (100, 2020);
CREATE TABLE store.measures_b PARTITION OF store.measures FOR VALUES FROM (100, 2020) TO (MAXVALUE, MAXVALUE);
CREATE TABLE store.flags (flag boolean, note text COLLATE "C") PARTITION BY LIST (flag);
CREATE TABLE store.flags_yes PARTITION OF store.flags FOR VALUES IN (true);
CREATE TABLE store.flags_no PARTITION OF store.flags FOR VALUES IN (false, NULL);

CREATE FUNCTION store.is_even(n integer) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS
    $$ BEGIN RETURN CASE WHEN n = 0 THEN true ELSE store.is_odd(n - 1) END; END $$;
CREATE FUNCTION store.is_odd(n integer) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS
    $$ BEGIN RETURN CASE WHEN n = 0 THEN false ELSE store.is_even(n - 1) END; END $$;
CREATE FUNCTION store.append(stream uuid, expected integer, VARIADIC events jsonb[] DEFAULT '{}')
RETURNS SETOF store.events LANGUAGE plpgsql VOLATILE LEAKPROOF COST 200 ROWS 10 AS $fn$
BEGIN
    -- $$ is no end here, and neither is a \ backslash
    RETURN QUERY SELECT e.* FROM store.events e WHERE e.stream = append.stream;
END;
$fn$;
CREATE FUNCTION store.last(store.events) RETURNS integer LANGUAGE sql STABLE AS 'SELECT $1.version';
CREATE TABLE store.projection (stream uuid PRIMARY KEY, last store.events, seen bigint DEFAULT 0 NOT NULL);
CREATE FUNCTION store.project() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO store.projection AS p (stream) VALUES (NEW.stream)
    ON CONFLICT (stream) DO UPDATE SET seen = p.seen + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER project AFTER INSERT ON store.events FOR EACH ROW EXECUTE FUNCTION store.project();
CREATE TRIGGER truncated BEFORE TRUNCATE ON store.projection FOR EACH STATEMENT
    EXECUTE FUNCTION store.project('never');
CREATE VIEW store.timeline AS
    SELECT e.stream, e.at, lag(e.at) OVER w AS before, (e.data #>> '{user,name}') AS name
    FROM store.events e WINDOW w AS (PARTITION BY e.stream ORDER BY e.version)
    UNION ALL SELECT s.stream, s.at, NULL, 'snapshot' FROM store.snapshots s ORDER BY 2;
CREATE PUBLICATION everything_new FOR TABLES IN SCHEMA store WITH (publish_via_partition_root = true);
