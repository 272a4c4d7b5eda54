-- users_add_index_by_data
DROP INDEX by_data;
