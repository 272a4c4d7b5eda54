-- drop_users
CREATE TABLE users (
    id bigint NOT NULL,
    email text NOT NULL,
    age integer,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_email_key UNIQUE (email),
    CONSTRAINT users_age_check CHECK (age > 0)
);
COMMENT ON TABLE users IS 'who';
COMMENT ON COLUMN users.age IS 'in years';
COMMENT ON CONSTRAINT users_email_key ON users IS 'one account each';
CREATE INDEX idx_users_age ON users (age);

-- posts_drop_fk_author
ALTER TABLE posts
    ADD CONSTRAINT fk_posts_author FOREIGN KEY (author_id) REFERENCES users (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION;
