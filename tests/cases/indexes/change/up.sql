-- users_alter_index_by_email
DROP INDEX by_email;
CREATE INDEX by_email ON users (email, id);
