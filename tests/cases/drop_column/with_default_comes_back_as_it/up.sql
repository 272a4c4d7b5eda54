-- users_drop_column_visits
-- Hazard: loses data in users.visits
-- Down: users.visits comes back as 7 in every row
ALTER TABLE users DROP COLUMN visits;
