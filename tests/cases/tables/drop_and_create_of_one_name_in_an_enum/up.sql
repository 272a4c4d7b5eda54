-- alter_enum_users_mood
-- Down: fails while users.mood holds 'b'
ALTER TYPE users_mood ADD VALUE 'b' AFTER 'a';

-- create_posts
-- Down: loses every row of posts
CREATE TABLE posts (
    id bigint NOT NULL,
    mood users_mood NOT NULL,
    CONSTRAINT posts_pkey PRIMARY KEY (id)
);

-- drop_users
-- Hazard: loses every row of users
-- Down: users comes back empty
DROP TABLE users;
