-- create_materialized_view_totals
DROP MATERIALIZED VIEW totals;

-- drop_view_totals
CREATE VIEW totals AS
SELECT 1 AS a;
GRANT SELECT ON TABLE totals TO fluent_test_reader;
