-- users_add_index_one_email
-- Hazard: fails while users holds duplicates in one_email
CREATE UNIQUE INDEX one_email ON users (email) WHERE email <> '';
