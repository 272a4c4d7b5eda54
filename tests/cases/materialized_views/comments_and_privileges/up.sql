-- alter_materialized_view_totals
COMMENT ON MATERIALIZED VIEW totals IS 'new';
COMMENT ON COLUMN totals.n IS 'new';
REVOKE SELECT ON TABLE totals FROM fluent_test_reader;
GRANT SELECT ON TABLE totals TO PUBLIC;
