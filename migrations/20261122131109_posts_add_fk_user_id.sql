-- Migration: 20261122131109_posts_add_fk_user_id.sql
-- Generated: 2026-11-22T13:11:09Z
-- Table: posts
-- Type: add_foreign_key
-- Parent: 20261122131108_comments_add_index_idx_comments_parent_id.sql

ALTER TABLE posts
    ADD CONSTRAINT fk_posts_author FOREIGN KEY (user_id) REFERENCES users (id)
        ON DELETE CASCADE ON UPDATE NO ACTION;
