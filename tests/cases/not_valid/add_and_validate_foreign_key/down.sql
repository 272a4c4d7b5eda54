-- posts_add_fk_editor
ALTER TABLE posts DROP CONSTRAINT fk_posts_editor;

-- posts_alter_fk_user
ALTER TABLE posts
    DROP CONSTRAINT fk_posts_user,
    ADD CONSTRAINT fk_posts_user FOREIGN KEY (user_id) REFERENCES users (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION NOT VALID;
