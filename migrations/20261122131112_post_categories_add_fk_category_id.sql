-- Migration: 20261122131112_post_categories_add_fk_category_id.sql
-- Generated: 2026-11-22T13:11:12Z
-- Table: post_categories
-- Type: add_foreign_key
-- Parent: 20261122131111_post_categories_add_fk_post_id.sql

ALTER TABLE post_categories
    ADD CONSTRAINT fk_post_categories_category FOREIGN KEY (category_id) REFERENCES categories (id)
        ON DELETE CASCADE ON UPDATE NO ACTION;
