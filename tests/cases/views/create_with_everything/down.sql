-- create_view_adults
DROP VIEW adults;
