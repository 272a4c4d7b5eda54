-- users_drop_fk_team
-- Down: fails while users holds rows
ALTER TABLE users DROP CONSTRAINT fk_users_team;

-- users_drop_column_team_id
-- Hazard: loses data in users.team_id
-- Down: users.team_id comes back as 0 in every row
ALTER TABLE users DROP COLUMN team_id;
