-- users_add_unique_age
ALTER TABLE users DROP CONSTRAINT users_age_key;
