-- users_drop_column_team_id
ALTER TABLE users ADD COLUMN team_id bigint NOT NULL DEFAULT 0;
ALTER TABLE users ALTER COLUMN team_id DROP DEFAULT;

-- users_drop_fk_team
ALTER TABLE users
    ADD CONSTRAINT fk_users_team FOREIGN KEY (team_id) REFERENCES teams (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION;
