-- users_drop_index_by_email
DROP INDEX by_email;
