-- users_rename_index_users_code_to_users_by_code
ALTER INDEX users_code RENAME TO users_by_code;

-- alter_users
ALTER TABLE users REPLICA IDENTITY DEFAULT;

-- alter_users
ALTER TABLE users REPLICA IDENTITY USING INDEX users_by_code;
