-- Rollback: 20260101000000_users_alter_fk_fk_team.sql
-- Down: fails while users.team_id holds keys that teams lacks

-- Step: 1 short
ALTER TABLE users
    ADD CONSTRAINT _fl_fc4c4f0c1158 FOREIGN KEY (team_id) REFERENCES teams (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION NOT VALID;

-- Step: 2 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_fc4c4f0c1158;

-- Step: 3 short
ALTER TABLE users DROP CONSTRAINT fk_users_fk_team;

ALTER TABLE users RENAME CONSTRAINT _fl_fc4c4f0c1158 TO fk_users_fk_team;
