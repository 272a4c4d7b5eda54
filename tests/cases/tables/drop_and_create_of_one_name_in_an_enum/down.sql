-- drop_users
CREATE TABLE users (
    id bigint NOT NULL,
    mood users_mood NOT NULL,
    CONSTRAINT users_pkey PRIMARY KEY (id)
);

-- create_posts
DROP TABLE posts;

-- alter_enum_users_mood
ALTER TYPE users_mood RENAME TO users_mood__old;
CREATE TYPE users_mood AS ENUM ('a');
ALTER TABLE users ALTER COLUMN mood TYPE users_mood USING mood::text::users_mood;
DROP TYPE users_mood__old;
