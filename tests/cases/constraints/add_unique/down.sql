-- users_add_unique_email_age
ALTER TABLE users DROP CONSTRAINT users_email_age_key;
