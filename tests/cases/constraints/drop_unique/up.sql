-- users_drop_unique_email
-- Down: fails while users.email holds duplicates
ALTER TABLE users DROP CONSTRAINT users_email_key;
