-- alter_materialized_view_totals
DROP MATERIALIZED VIEW totals;
CREATE MATERIALIZED VIEW totals WITH (fillfactor = 80) AS
SELECT id, 2 AS n FROM orders;
ALTER MATERIALIZED VIEW totals ALTER COLUMN n SET STATISTICS 10;
CREATE UNIQUE INDEX totals_id ON totals (id);
COMMENT ON INDEX totals_id IS 'kept';
COMMENT ON MATERIALIZED VIEW totals IS 'kept';
COMMENT ON COLUMN totals.n IS 'kept';
GRANT SELECT ON TABLE totals TO fluent_test_reader;
