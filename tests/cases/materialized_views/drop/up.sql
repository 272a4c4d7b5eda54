-- drop_materialized_view_one
DROP MATERIALIZED VIEW one;
