-- alter_function_f
COMMENT ON FUNCTION f(integer) IS 'a function';

-- users_comment
COMMENT ON TABLE users IS 'the users';
COMMENT ON COLUMN users.id IS 'the key';

-- alter_view_v
COMMENT ON VIEW v IS 'a view';
COMMENT ON COLUMN v.id IS 'its column';
