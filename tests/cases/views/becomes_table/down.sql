-- create_totals
DROP TABLE totals;

-- drop_view_totals
CREATE VIEW totals AS
SELECT 1 AS a;
