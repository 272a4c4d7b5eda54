-- alter_materialized_view_totals
COMMENT ON MATERIALIZED VIEW totals IS 'old';
COMMENT ON COLUMN totals.n IS NULL;
REVOKE SELECT ON TABLE totals FROM PUBLIC;
GRANT SELECT ON TABLE totals TO fluent_test_reader;
