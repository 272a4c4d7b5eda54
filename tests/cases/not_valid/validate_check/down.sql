-- users_alter_check_users_adult
ALTER TABLE users
    DROP CONSTRAINT users_adult,
    ADD CONSTRAINT users_adult CHECK (age >= 18) NOT VALID;
