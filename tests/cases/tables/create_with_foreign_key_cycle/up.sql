-- create_users
-- Down: loses every row of users
CREATE TABLE users (
    id bigint NOT NULL,
    favourite_id bigint,
    CONSTRAINT users_pkey PRIMARY KEY (id)
);

-- create_posts
-- Down: loses every row of posts
CREATE TABLE posts (
    id bigint NOT NULL,
    author_id bigint NOT NULL,
    CONSTRAINT posts_pkey PRIMARY KEY (id)
);

-- users_add_fk_favourite_id
ALTER TABLE users
    ADD CONSTRAINT fk_users_favourite FOREIGN KEY (favourite_id) REFERENCES posts (id)
        ON DELETE SET NULL ON UPDATE NO ACTION;

-- posts_add_fk_author_id
ALTER TABLE posts
    ADD CONSTRAINT fk_posts_author FOREIGN KEY (author_id) REFERENCES users (id)
        ON DELETE CASCADE ON UPDATE NO ACTION;
