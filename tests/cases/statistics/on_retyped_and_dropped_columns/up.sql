-- drop_statistics_users_code
DROP STATISTICS users_code;

-- users_alter_column_city
-- Down: fails where users.city is longer than 20 characters
DROP STATISTICS users_places;
ALTER TABLE users ALTER COLUMN city TYPE text;
CREATE STATISTICS users_places ON city, id FROM users;
ALTER STATISTICS users_places SET STATISTICS 10;

-- users_drop_column_code
-- Hazard: loses data in users.code
-- Down: users.code comes back as '' in every row
ALTER TABLE users DROP COLUMN code;
