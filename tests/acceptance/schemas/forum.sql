-- A forum whose rights are row-level security: trees with ltree, hstore, votes, moderation,
-- views that write through triggers and rules, column grants.
CREATE EXTENSION ltree WITH SCHEMA public;
CREATE SCHEMA extensions;
CREATE EXTENSION hstore WITH SCHEMA extensions;
CREATE EXTENSION unaccent WITH SCHEMA extensions;
CREATE TYPE vote AS ENUM ('up', 'down');
CREATE FUNCTION current_user_id() RETURNS bigint LANGUAGE sql STABLE AS
    $$ SELECT current_setting('forum.user', true)::bigint $$;
CREATE TABLE users (
    id bigserial PRIMARY KEY,
    name text NOT NULL CONSTRAINT users_name_length CHECK (char_length(name) <= 40),
    email text NOT NULL,
    password text NOT NULL,
    extra extensions.hstore DEFAULT '"lang"=>"en"'::extensions.hstore NOT NULL,
    is_moderator boolean NOT NULL DEFAULT false,
    joined_on date NOT NULL DEFAULT CURRENT_DATE,
    CONSTRAINT users_email_unique UNIQUE (email)
);
CREATE UNIQUE INDEX users_name_ci ON users (lower(name));
CREATE TABLE boards (
    id serial PRIMARY KEY,
    path ltree NOT NULL UNIQUE,
    title text NOT NULL,
    moderator_ids bigint[] NOT NULL DEFAULT '{}',
    archived boolean DEFAULT false NOT NULL
);
CREATE INDEX boards_path ON boards USING gist (path gist_ltree_ops (siglen = 100));
CREATE TABLE threads (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    board_id int NOT NULL REFERENCES boards ON DELETE CASCADE,
    author_id bigint REFERENCES users ON DELETE SET NULL,
    title text NOT NULL,
    first_post_id bigint,
    pinned boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE posts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    thread_id bigint NOT NULL REFERENCES threads ON DELETE CASCADE,
    author_id bigint DEFAULT current_user_id() REFERENCES users ON DELETE SET DEFAULT,
    reply_to bigint REFERENCES posts ON DELETE SET NULL,
    body text NOT NULL,
    search tsvector GENERATED ALWAYS AS (setweight(to_tsvector('english', body), 'A')) STORED,
    edited_at timestamp without time zone,
    hidden_by bigint REFERENCES users,
    created_at timestamp without time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp without time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (id, thread_id)
);
ALTER TABLE threads ADD CONSTRAINT threads_first_post FOREIGN KEY (first_post_id, id)
    REFERENCES posts (id, thread_id) DEFERRABLE NOT VALID;
CREATE INDEX posts_search ON posts USING gin (search);
CREATE INDEX ON posts (thread_id, created_at DESC) WHERE hidden_by IS NULL;
CREATE TABLE votes (
    post_id bigint REFERENCES posts ON DELETE CASCADE,
    user_id bigint REFERENCES users ON DELETE CASCADE,
    vote vote NOT NULL,
    PRIMARY KEY (post_id, user_id)
);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE posts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE votes ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON posts FOR SELECT USING (hidden_by IS NULL OR author_id = current_user_id());
CREATE POLICY own_posts ON posts FOR INSERT TO PUBLIC WITH CHECK (author_id = current_user_id());
CREATE POLICY own_edits ON posts FOR UPDATE TO pg_monitor, pg_signal_backend
    USING (author_id = current_user_id()) WITH CHECK (hidden_by IS NULL);
CREATE POLICY nothing_archived ON posts AS RESTRICTIVE FOR ALL USING (NOT EXISTS (
    SELECT FROM threads t JOIN boards b ON b.id = t.board_id WHERE t.id = posts.thread_id AND b.archived));
CREATE POLICY moderators ON posts FOR DELETE TO CURRENT_USER USING (true);
CREATE POLICY own ON votes USING (user_id = current_user_id());
CREATE POLICY me ON users FOR UPDATE USING (id = current_user_id());
REVOKE ALL ON users FROM PUBLIC;
GRANT SELECT (id, name, joined_on), UPDATE (name, extra) ON users TO pg_monitor;
GRANT SELECT, INSERT ON posts, threads TO pg_monitor;
GRANT TRIGGER, REFERENCES ON boards TO PUBLIC;
GRANT USAGE ON SEQUENCE users_id_seq, posts_id_seq TO pg_monitor;
GRANT USAGE ON TYPE vote TO pg_monitor;
REVOKE USAGE ON TYPE vote FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION current_user_id() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION current_user_id() TO pg_monitor WITH GRANT OPTION;
GRANT CREATE ON SCHEMA extensions TO pg_monitor;
CREATE VIEW scores AS SELECT p.id, count(v.*) FILTER (WHERE v.vote = 'up') - count(v.*) FILTER
    (WHERE v.vote = 'down') AS score FROM posts p LEFT JOIN votes v ON v.post_id = p.id GROUP BY p.id;
CREATE VIEW hot AS SELECT t.id, t.title, sum(s.score) AS score, max(p.created_at) AS last
    FROM threads t JOIN posts p ON p.thread_id = t.id JOIN scores s ON s.id = p.id GROUP BY t.id;
CREATE VIEW profiles AS SELECT id, name, (extra OPERATOR(extensions.->) 'lang'::text) AS lang FROM users;
GRANT SELECT (id, name), UPDATE ON profiles TO pg_monitor;
CREATE FUNCTION save_profile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE users SET name = NEW.name, extra = extra WHERE id = OLD.id;
    RETURN NEW;
END $$;
CREATE TRIGGER save INSTEAD OF UPDATE ON profiles FOR EACH ROW EXECUTE FUNCTION save_profile();
CREATE RULE no_new_scores AS ON INSERT TO scores DO INSTEAD NOTHING;
CREATE RULE delete_profile AS ON DELETE TO profiles DO INSTEAD (
    DELETE FROM votes WHERE user_id = old.id;
    UPDATE users SET name = 'gone' WHERE id = old.id;
);
CREATE RULE keep_boards AS ON DELETE TO boards DO INSTEAD NOTHING;
ALTER TABLE boards DISABLE RULE keep_boards;
COMMENT ON RULE delete_profile ON profiles IS 'keeps the row';
CREATE MATERIALIZED VIEW digest AS SELECT * FROM hot ORDER BY score DESC NULLS LAST LIMIT 100;
CREATE INDEX digest_title ON digest (title COLLATE "POSIX");
COMMENT ON INDEX digest_title IS 'by title';
CREATE STATISTICS posts_by ON thread_id, author_id FROM posts;
COMMENT ON STATISTICS posts_by IS 'few write much';
COMMENT ON SCHEMA extensions IS 'not ours';
COMMENT ON SEQUENCE users_id_seq IS 'counts';
COMMENT ON COLUMN posts.search IS 'words';
CREATE PUBLICATION forum FOR TABLE posts, threads WITH (publish = 'insert,delete');
