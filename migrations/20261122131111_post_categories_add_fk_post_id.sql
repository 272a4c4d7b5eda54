-- Migration: 20261122131111_post_categories_add_fk_post_id.sql
-- Generated: 2026-11-22T13:11:11Z
-- Table: post_categories
-- Type: add_foreign_key
-- Parent: 20261122131110_profiles_add_fk_user_id.sql

ALTER TABLE post_categories
    ADD CONSTRAINT fk_post_categories_post FOREIGN KEY (post_id) REFERENCES posts (id)
        ON DELETE CASCADE ON UPDATE NO ACTION;
