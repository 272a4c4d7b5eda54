-- users_add_unique_one_email
ALTER TABLE users DROP CONSTRAINT one_email;
