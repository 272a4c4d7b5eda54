-- alter_materialized_view_totals
-- Down: empties totals until it is refreshed
REFRESH MATERIALIZED VIEW totals;
