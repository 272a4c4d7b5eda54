-- alter_materialized_view_totals
REFRESH MATERIALIZED VIEW totals WITH NO DATA;
