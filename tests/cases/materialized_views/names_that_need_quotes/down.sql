-- create_materialized_view_my_totals
DROP MATERIALIZED VIEW "My Totals";
