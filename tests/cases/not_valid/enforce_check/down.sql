-- users_alter_check_users_adult
ALTER TABLE users DROP CONSTRAINT users_adult;
ALTER TABLE users ADD CONSTRAINT users_adult CHECK (age >= 18) NOT ENFORCED;
COMMENT ON CONSTRAINT users_adult ON users IS 'c';
