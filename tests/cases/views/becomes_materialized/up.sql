-- drop_view_totals
DROP VIEW totals;

-- create_materialized_view_totals
CREATE MATERIALIZED VIEW totals AS
SELECT 1 AS a;
GRANT SELECT ON TABLE totals TO fluent_test_reader;
