-- Migration: 20261122131110_profiles_add_fk_user_id.sql
-- Generated: 2026-11-22T13:11:10Z
-- Table: profiles
-- Type: add_foreign_key
-- Parent: 20261122131109_posts_add_fk_user_id.sql

ALTER TABLE profiles
    ADD CONSTRAINT fk_profiles_user FOREIGN KEY (user_id) REFERENCES users (id)
        ON DELETE CASCADE ON UPDATE NO ACTION;
