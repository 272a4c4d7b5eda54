-- posts_add_fk_author_id
ALTER TABLE posts DROP CONSTRAINT fk_posts_author;

-- users_add_fk_favourite_id
ALTER TABLE users DROP CONSTRAINT fk_users_favourite;

-- create_posts
DROP TABLE posts;

-- create_users
DROP TABLE users;
