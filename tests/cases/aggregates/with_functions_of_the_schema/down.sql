-- create_aggregate_product
DROP AGGREGATE product(integer);

-- create_function_times
DROP FUNCTION times(integer, integer);
