-- Migration: 20261122131114_comments_add_fk_user_id.sql
-- Generated: 2026-11-22T13:11:14Z
-- Table: comments
-- Type: add_foreign_key
-- Parent: 20261122131113_comments_add_fk_post_id.sql

ALTER TABLE comments
    ADD CONSTRAINT fk_comments_author FOREIGN KEY (user_id) REFERENCES users (id)
        ON DELETE CASCADE ON UPDATE NO ACTION;
