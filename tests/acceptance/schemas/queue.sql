-- A queue of jobs as libraries make it: functions in SQL and PL/pgSQL, tables that many write,
-- storage parameters, unlogged and partitioned parts, a sequence shared by two tables, defaults of
-- every kind, cycles of foreign keys, inheritance of several parents.
CREATE SCHEMA queue;
COMMENT ON SCHEMA queue IS 'jobs';
CREATE TYPE queue.state AS ENUM ('available', 'scheduled', 'executing', 'retryable', 'completed', 'discarded');
CREATE SEQUENCE queue.ids AS bigint START WITH 100 INCREMENT BY 10 MINVALUE 10 MAXVALUE 1000000 CACHE 20 CYCLE;
CREATE SEQUENCE queue.fast;
CREATE TABLE queue.stamped (inserted_at timestamp(6) without time zone DEFAULT timezone('UTC', now()) NOT NULL);
CREATE TABLE queue.tagged (tags varchar(255)[] DEFAULT ARRAY[]::varchar[], CONSTRAINT few CHECK (cardinality(tags) < 20));
CREATE TABLE queue.jobs (
    id bigint DEFAULT nextval('queue.ids'::regclass) PRIMARY KEY,
    state queue.state DEFAULT 'available'::queue.state NOT NULL,
    queue text DEFAULT 'default'::text NOT NULL,
    worker text NOT NULL,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    errors jsonb[] DEFAULT ARRAY[]::jsonb[] NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    max_attempts integer DEFAULT 20 NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    attempted_by text[],
    run_after interval DEFAULT '00:00:05'::interval,
    batch_id bigint,
    scheduled_at timestamp without time zone DEFAULT timezone('UTC'::text, now()) NOT NULL,
    CONSTRAINT attempt_range CHECK (((attempt >= 0) AND (attempt <= max_attempts))),
    CONSTRAINT positive_max_attempts CHECK ((max_attempts > 0)),
    CONSTRAINT queue_length CHECK (((char_length(queue) > 0) AND (char_length(queue) < 128)))
) INHERITS (queue.stamped, queue.tagged)
WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_threshold = 100, fillfactor = 60);
CREATE TABLE queue.batches (
    id bigint DEFAULT nextval('queue.ids'::regclass) PRIMARY KEY,
    last_job bigint REFERENCES queue.jobs ON DELETE SET NULL,
    callback regproc, at time(3) DEFAULT LOCALTIME, who name DEFAULT CURRENT_ROLE, one bit DEFAULT B'1',
    big numeric DEFAULT 1e100, "float" real DEFAULT 'NaN', small double precision DEFAULT '-Infinity',
    neg integer DEFAULT -5, expr integer DEFAULT (2 * 3) + length('it''s'), nothing text DEFAULT NULL,
    arr integer[] DEFAULT '{1,NULL,3}', js json DEFAULT '{"a": ["x''y", null]}', u uuid DEFAULT gen_random_uuid()
);
ALTER TABLE queue.jobs ADD CONSTRAINT jobs_batch FOREIGN KEY (batch_id) REFERENCES queue.batches
    ON UPDATE RESTRICT ON DELETE NO ACTION DEFERRABLE;
ALTER SEQUENCE queue.ids OWNED BY queue.jobs.id;
CREATE INDEX jobs_fetch ON queue.jobs (state, queue, priority, scheduled_at, id);
CREATE INDEX jobs_args ON queue.jobs USING gin (args) WITH (fastupdate = false);
CREATE UNIQUE INDEX jobs_unique ON queue.jobs (worker, md5(args::text)) WHERE state IN ('available', 'scheduled');
CREATE INDEX jobs_gist ON queue.jobs USING gist (tsrange(inserted_at, scheduled_at)) WHERE inserted_at < scheduled_at;
CREATE UNLOGGED TABLE queue.leaders (name text PRIMARY KEY, node text NOT NULL, expires_at timestamp NOT NULL);
CREATE UNLOGGED TABLE queue.locks (key bigint PRIMARY KEY, fast bigint DEFAULT nextval('queue.fast'));
CREATE TABLE queue.archive (LIKE queue.jobs INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY HASH (id);
CREATE TABLE queue.archive_0 PARTITION OF queue.archive FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE queue.archive_1 PARTITION OF queue.archive FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE queue.archive_2 PARTITION OF queue.archive FOR VALUES WITH (MODULUS 3, REMAINDER 2);
CREATE INDEX archive_queue ON queue.archive (queue);
CREATE INDEX archive_queue_done ON queue.archive (queue) WHERE state = 'completed';
CREATE FUNCTION queue.backoff(attempt integer, base interval DEFAULT '15 seconds') RETURNS interval
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT base * power(2, least(attempt, 10)) $$;
CREATE FUNCTION queue.fetch(name text, "limit" integer DEFAULT 10) RETURNS SETOF queue.jobs
    LANGUAGE sql ROWS 10 AS $$
    UPDATE queue.jobs SET state = 'executing', attempt = attempt + 1
    WHERE id IN (SELECT id FROM queue.jobs WHERE state = 'available' AND queue = name
        ORDER BY priority, scheduled_at, id LIMIT "limit" FOR UPDATE SKIP LOCKED)
    RETURNING *;
$$;
CREATE FUNCTION queue.notify() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    channel CONSTANT text := 'queue_insert';
BEGIN
    IF NEW.state = 'available' THEN
        PERFORM pg_notify(channel, json_build_object('queue', NEW.queue)::text);
    END IF;
    RETURN NULL;
END;
$$;
CREATE TRIGGER "queue notify" AFTER INSERT ON queue.jobs FOR EACH ROW
    WHEN (NEW.state = 'available' AND NEW.scheduled_at <= timezone('UTC', now())) EXECUTE FUNCTION queue.notify();
ALTER TABLE queue.jobs ENABLE REPLICA TRIGGER "queue notify";
CREATE FUNCTION queue.on_end(OUT a integer, INOUT b text, VARIADIC c text[] DEFAULT '{}') LANGUAGE plpgsql AS
    $a$ BEGIN a := 1; EXECUTE $q$ SELECT '$$' $q$ INTO b; END $a$;
CREATE VIEW queue.stats AS SELECT queue, state, count(*)::integer AS count,
        min(scheduled_at) AS oldest FROM queue.jobs GROUP BY ROLLUP (queue, state);
CREATE VIEW queue.waiting AS SELECT * FROM queue.stats WHERE state = ANY ('{available,scheduled}'::queue.state[]);
CREATE VIEW queue.jobs_of_all AS SELECT id, state FROM ONLY queue.jobs UNION SELECT id, state FROM queue.archive
    INTERSECT ALL (SELECT 1, NULL::queue.state EXCEPT SELECT 2, 'completed');
CREATE OR REPLACE PROCEDURE queue.prune(older interval) LANGUAGE sql BEGIN ATOMIC
    DELETE FROM queue.jobs WHERE state = 'completed' AND scheduled_at < now() - older;
    DELETE FROM queue.leaders l USING queue.locks k WHERE k.key = 1 AND l.name = 'x';
END;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_monitor WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES IN SCHEMA queue GRANT EXECUTE ON FUNCTIONS TO pg_monitor;
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT CREATE ON SCHEMAS TO pg_monitor;
