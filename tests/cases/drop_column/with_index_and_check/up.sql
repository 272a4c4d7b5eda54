-- users_drop_index_idx_users_age
DROP INDEX idx_users_age;

-- users_drop_check_users_age_check
-- Down: fails while rows of users violate users_age_check
ALTER TABLE users DROP CONSTRAINT users_age_check;

-- users_drop_column_age
-- Hazard: loses data in users.age
-- Down: users.age comes back empty
ALTER TABLE users DROP COLUMN age;
