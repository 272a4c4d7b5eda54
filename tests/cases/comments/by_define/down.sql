-- alter_view_v
COMMENT ON VIEW v IS NULL;
COMMENT ON COLUMN v.id IS NULL;

-- users_comment
COMMENT ON COLUMN users.id IS NULL;
COMMENT ON TABLE users IS NULL;

-- alter_function_f
COMMENT ON FUNCTION f(integer) IS NULL;
