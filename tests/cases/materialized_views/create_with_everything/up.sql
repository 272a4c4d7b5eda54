-- create_materialized_view_totals
CREATE MATERIALIZED VIEW totals (user_id, orders) WITH (fillfactor = 80) AS
SELECT user_id, count(*) FROM orders GROUP BY user_id
WITH NO DATA;
ALTER MATERIALIZED VIEW totals ALTER COLUMN orders SET STATISTICS 50;
CREATE INDEX totals_more ON totals ((orders + 1)) WHERE orders > 1;
CREATE UNIQUE INDEX totals_user ON totals (user_id);
COMMENT ON INDEX totals_user IS 'one each';
COMMENT ON MATERIALIZED VIEW totals IS 'by night';
COMMENT ON COLUMN totals.orders IS 'how many';
GRANT SELECT ON TABLE totals TO fluent_test_reader;
