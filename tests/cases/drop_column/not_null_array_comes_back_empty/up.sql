-- users_drop_column_tags
-- Hazard: loses data in users.tags
-- Down: users.tags comes back as '{}' in every row
ALTER TABLE users DROP COLUMN tags;
