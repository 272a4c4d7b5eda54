-- users_add_index_one_email
DROP INDEX one_email;
