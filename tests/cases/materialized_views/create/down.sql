-- create_materialized_view_totals
DROP MATERIALIZED VIEW totals;
