-- users_rename_index_users_code_to_users_by_code
ALTER INDEX users_code RENAME TO users_by_code;
