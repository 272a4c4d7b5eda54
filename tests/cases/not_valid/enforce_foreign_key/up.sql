-- posts_alter_fk_user
-- Hazard: fails while posts.user_id holds keys that users lacks
ALTER TABLE posts ALTER CONSTRAINT fk_posts_user ENFORCED;

-- posts_alter_fk_editor
-- Down: fails while posts.editor_id holds keys that users lacks
ALTER TABLE posts ALTER CONSTRAINT fk_posts_editor NOT ENFORCED;
