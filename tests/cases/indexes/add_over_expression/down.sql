-- users_add_index_by_email
DROP INDEX by_email;
