-- users_add_check_users_adult
ALTER TABLE users DROP CONSTRAINT users_adult;
