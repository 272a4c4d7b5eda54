-- create_domain_even
DROP DOMAIN even;

-- create_function_is_even
DROP FUNCTION is_even(integer);
