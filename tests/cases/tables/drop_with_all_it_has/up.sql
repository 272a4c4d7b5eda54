-- posts_drop_fk_author
-- Down: fails while posts.author_id holds keys that users lacks
ALTER TABLE posts DROP CONSTRAINT fk_posts_author;

-- drop_users
-- Hazard: loses every row of users
-- Down: users comes back empty
DROP INDEX idx_users_age;
DROP TABLE users;
