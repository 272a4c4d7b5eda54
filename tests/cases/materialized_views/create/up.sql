-- create_materialized_view_totals
CREATE MATERIALIZED VIEW totals AS
SELECT user_id, count(*) AS orders FROM orders GROUP BY user_id;
