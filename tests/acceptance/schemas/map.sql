-- Places without an extension for maps: PostgreSQL's own geometric types and their indexes, arrays
-- of several dimensions, every kind of index method, functions of every attribute.
CREATE EXTENSION cube;
CREATE EXTENSION earthdistance CASCADE;
CREATE TABLE places (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    at point NOT NULL,
    area polygon,
    bounds box GENERATED ALWAYS AS (box(area)) STORED,
    radius circle DEFAULT '<(0,0),1>'::circle,
    route path, border line, edge lseg,
    grid double precision[][],
    matrix integer[3][3] DEFAULT '{{1,2,3},{4,5,6}}',
    network cidr, mac macaddr, mac8 macaddr8,
    opening time with time zone, closing time(0), lasts interval(3) DEFAULT '01:30:00',
    price money, document xml, lsn pg_lsn, flags "char", oids oid[], object regclass,
    spans int4multirange DEFAULT '{[1,5),[7,9)}', code bit(8) DEFAULT B'00001111',
    names name[] DEFAULT '{}', numbers numeric(10,3)[], stamps timestamp(3) with time zone
);
CREATE INDEX places_at ON places USING gist (at);
CREATE INDEX places_area ON places USING gist (area) WITH (buffering = on, fillfactor = 80);
CREATE INDEX places_spots ON places USING spgist (at kd_point_ops);
CREATE INDEX places_name ON places USING spgist (name text_ops) WITH (fillfactor = 75);
CREATE INDEX places_network ON places USING gist (network inet_ops);
CREATE INDEX places_earth ON places USING gist (ll_to_earth(at[1], at[0]));
CREATE INDEX places_minmax ON places USING brin (opening timetz_minmax_multi_ops (values_per_range = 16));
CREATE INDEX places_text ON places (name text_pattern_ops, (upper(name)) varchar_pattern_ops DESC);
ALTER INDEX places_text ALTER COLUMN 2 SET STATISTICS 500;
ALTER TABLE places ALTER COLUMN name SET (n_distinct = -0.5, n_distinct_inherited = 100);
ALTER TABLE places ALTER COLUMN document SET STORAGE EXTERNAL;
ALTER TABLE places ADD EXCLUDE USING gist (at WITH ~=) INCLUDE (name);
CREATE TABLE regions (LIKE places INCLUDING DEFAULTS);
ALTER TABLE regions ADD PRIMARY KEY (id), ADD COLUMN parent integer REFERENCES regions (id);
CREATE FUNCTION near(a point, b point, OUT far float8, OUT "near" boolean) LANGUAGE sql IMMUTABLE
    AS $$ SELECT a <-> b, (a <-> b) < 5 $$;
CREATE FUNCTION everything(a integer, b anyelement, VARIADIC c anyarray) RETURNS anyelement
    LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER PARALLEL RESTRICTED COST 7
    SET work_mem = '64MB' SET "DateStyle" = 'ISO, DMY' AS 'BEGIN RETURN b; END';
CREATE FUNCTION overload(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION overload(a text, b integer = 3) RETURNS text LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION overload() RETURNS void LANGUAGE sql AS '';
COMMENT ON FUNCTION overload(text, integer) IS 'the second';
CREATE FUNCTION rows_of() RETURNS TABLE (id integer, at point) LANGUAGE sql ROWS 5
    BEGIN ATOMIC SELECT p.id, p.at FROM places p; END;
CREATE FUNCTION lone_carriage_return() RETURNS text LANGUAGE sql AS E'SELECT ''a''\r\n  ||\t''b'';\r\n';
CREATE PROCEDURE move_all(by_x float8, INOUT moved integer DEFAULT NULL) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE places SET at = at + point(by_x, 0);
    GET DIAGNOSTICS moved = ROW_COUNT;
    COMMIT;
END $$;
CREATE FUNCTION sloped(line) RETURNS float8 LANGUAGE internal IMMUTABLE STRICT AS 'line_out';
CREATE FUNCTION window_like(anyelement) RETURNS anyelement LANGUAGE internal WINDOW AS 'window_first_value';
CREATE VIEW near_home AS SELECT p.name, (near(p.at, point '(0,0)')).*, p.grid[1:2][1:1] AS corner,
        extract(epoch FROM p.lasts) AS seconds, p.spans @> 3 AS has, CAST(p.at AS text) COLLATE "C" AS t
    FROM places p CROSS JOIN LATERAL unnest(p.numbers) WITH ORDINALITY n (value, no)
    WHERE p.at <@ circle '((0,0),10)' AND p.name SIMILAR TO 'a%' AND NOT EXISTS (
        SELECT FROM regions r WHERE r.area && p.area) ORDER BY p.at <-> point '(0,0)' LIMIT 10;
CREATE VIEW shapes AS VALUES (1, 'one'::text), (2, 'two');
CREATE VIEW grouped AS SELECT network, mac, count(*) FILTER (WHERE price > 1::money) AS n,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY id) AS middle, string_agg(name, ', ' ORDER BY id DESC)
    FROM places GROUP BY GROUPING SETS ((network), (mac), ()) HAVING count(*) > 0;
CREATE VIEW sampled AS SELECT * FROM ONLY regions TABLESAMPLE system (10) REPEATABLE (1);
CREATE VIEW documents AS SELECT jsonb_build_object('a', 1) || '{"b": "it''s"}' AS j, row_to_json(p) AS r, ARRAY(SELECT 1) AS a,
        (CASE WHEN id > 1 THEN ROW(id, name) END)::text AS w FROM places p;
COMMENT ON TABLE places IS E'first\r\nsecond\rthird';
CREATE VIEW returns AS SELECT E'a\r\n''b\\' AS a, 'plain' AS b WHERE E'\r' <> 'x';
ALTER TABLE regions ALTER COLUMN name SET DEFAULT E'x\r\n', ADD CHECK (name <> E'\r'), ADD CHECK (name <> E'\\\r');
