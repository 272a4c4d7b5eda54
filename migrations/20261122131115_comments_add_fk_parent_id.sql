-- Migration: 20261122131115_comments_add_fk_parent_id.sql
-- Generated: 2026-11-22T13:11:15Z
-- Table: comments
-- Type: add_foreign_key
-- Parent: 20261122131114_comments_add_fk_user_id.sql

ALTER TABLE comments
    ADD CONSTRAINT fk_comments_parent FOREIGN KEY (parent_id) REFERENCES comments (id)
        ON DELETE CASCADE ON UPDATE NO ACTION;
