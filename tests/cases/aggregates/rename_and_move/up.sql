-- rename_aggregate_total_to_tools_sums
ALTER AGGREGATE total(integer) SET SCHEMA tools;
ALTER AGGREGATE tools.total(integer) RENAME TO sums;
