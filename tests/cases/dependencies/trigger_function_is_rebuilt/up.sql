-- alter_function_touch
ALTER FUNCTION touch() STABLE;
