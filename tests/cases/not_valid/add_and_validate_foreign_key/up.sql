-- posts_alter_fk_user
-- Hazard: fails while posts.user_id holds keys that users lacks
ALTER TABLE posts VALIDATE CONSTRAINT fk_posts_user;

-- posts_add_fk_editor
ALTER TABLE posts
    ADD CONSTRAINT fk_posts_editor FOREIGN KEY (editor_id) REFERENCES users (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION NOT VALID;
