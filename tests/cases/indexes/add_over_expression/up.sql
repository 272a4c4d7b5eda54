-- users_add_index_by_email
CREATE INDEX by_email ON users ((lower(email)), id DESC NULLS LAST);
