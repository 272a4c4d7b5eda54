-- create_view_paths
DROP VIEW paths;
