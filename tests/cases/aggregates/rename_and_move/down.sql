-- rename_aggregate_total_to_tools_sums
ALTER AGGREGATE tools.sums(integer) SET SCHEMA public;
ALTER AGGREGATE sums(integer) RENAME TO total;
