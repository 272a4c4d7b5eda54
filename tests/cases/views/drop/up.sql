-- drop_view_one
DROP VIEW one;
