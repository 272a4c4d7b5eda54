-- users_drop_column_code
ALTER TABLE users ADD COLUMN code text NOT NULL DEFAULT '';
ALTER TABLE users ALTER COLUMN code DROP DEFAULT;

-- users_alter_column_city
DROP STATISTICS users_places;
ALTER TABLE users ALTER COLUMN city TYPE character varying(20);
CREATE STATISTICS users_places ON city, id FROM users;
ALTER STATISTICS users_places SET STATISTICS 10;

-- drop_statistics_users_code
CREATE STATISTICS users_code ON code, id FROM users;
