-- Rollback: 20260101000000_alter_materialized_view_counts.sql

-- Step: 1 long
CREATE MATERIALIZED VIEW _fl_fedc1319e3b8 AS
SELECT n, count(*) AS c FROM users GROUP BY n;

CREATE UNIQUE INDEX _fl_c2985f81f129 ON _fl_fedc1319e3b8 (n);

COMMENT ON MATERIALIZED VIEW _fl_fedc1319e3b8 IS 'how many';

-- Step: 2 short
DROP VIEW shown;

DROP MATERIALIZED VIEW counts;

ALTER MATERIALIZED VIEW _fl_fedc1319e3b8 RENAME TO counts;

ALTER INDEX _fl_c2985f81f129 RENAME TO counts_n;

CREATE VIEW shown AS
SELECT n FROM counts;
