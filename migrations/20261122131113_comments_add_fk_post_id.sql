-- Migration: 20261122131113_comments_add_fk_post_id.sql
-- Generated: 2026-11-22T13:11:13Z
-- Table: comments
-- Type: add_foreign_key
-- Parent: 20261122131112_post_categories_add_fk_category_id.sql

ALTER TABLE comments
    ADD CONSTRAINT fk_comments_post FOREIGN KEY (post_id) REFERENCES posts (id)
        ON DELETE CASCADE ON UPDATE NO ACTION;
