-- drop_statistics_users_code
DROP STATISTICS users_code;

-- users_alter_column_city
-- Hazard: loses data in users.code
-- Down: fails where users.city is longer than 20 characters
-- Down: users.code comes back as '' in every row
DROP STATISTICS users_places;
ALTER TABLE users ALTER COLUMN city TYPE text;
ALTER TABLE users DROP COLUMN code;
CREATE STATISTICS users_places ON city, id FROM users;
ALTER STATISTICS users_places SET STATISTICS 10;
