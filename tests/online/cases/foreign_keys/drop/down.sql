-- Rollback: 20260101000000_users_drop_fk_fk_team.sql
-- Down: fails while users.team_id holds keys that teams lacks

-- Step: 1 short
ALTER TABLE users
    ADD CONSTRAINT fk_users_fk_team FOREIGN KEY (team_id) REFERENCES teams (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION NOT VALID;

-- Step: 2 long
ALTER TABLE users VALIDATE CONSTRAINT fk_users_fk_team;
