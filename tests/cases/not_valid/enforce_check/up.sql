-- users_alter_check_users_adult
-- Hazard: fails while rows of users violate users_adult
ALTER TABLE users DROP CONSTRAINT users_adult;
ALTER TABLE users ADD CONSTRAINT users_adult CHECK (age >= 18);
COMMENT ON CONSTRAINT users_adult ON users IS 'c';
