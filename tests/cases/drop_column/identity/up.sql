-- users_drop_column_number
-- Hazard: loses data in users.number
-- Down: fails while users.number holds duplicates
-- Down: users.number comes back with new numbers
ALTER TABLE users DROP CONSTRAINT users_number_key;
ALTER TABLE users DROP COLUMN number;
