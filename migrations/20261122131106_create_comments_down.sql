-- Rollback: 20261122131106_create_comments.sql
-- Down: loses every row of comments

DROP TABLE comments;
