-- posts_alter_fk_editor
ALTER TABLE posts ALTER CONSTRAINT fk_posts_editor ENFORCED;

-- posts_alter_fk_user
ALTER TABLE posts ALTER CONSTRAINT fk_posts_user NOT ENFORCED;
