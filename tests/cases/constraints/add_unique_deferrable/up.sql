-- users_add_unique_one_email
-- Hazard: fails while users.email holds duplicates
ALTER TABLE users ADD CONSTRAINT one_email UNIQUE (email) DEFERRABLE INITIALLY DEFERRED;
COMMENT ON CONSTRAINT one_email ON users IS 'checked at the end';
