-- users_add_check_users_adult
ALTER TABLE users ADD CONSTRAINT users_adult CHECK (age >= 18) NOT VALID;
