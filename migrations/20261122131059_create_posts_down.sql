-- Rollback: 20261122131059_create_posts.sql
-- Down: loses every row of posts

DROP TABLE posts;
