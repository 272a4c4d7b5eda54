-- create_comments
-- Down: loses every row of comments
CREATE TABLE comments (
    id bigint NOT NULL,
    parent_id bigint,
    CONSTRAINT comments_pkey PRIMARY KEY (id)
);

-- comments_add_index_idx_comments_parent_id
CREATE INDEX idx_comments_parent_id ON comments (parent_id);

-- comments_add_fk_parent_id
ALTER TABLE comments
    ADD CONSTRAINT fk_comments_parent FOREIGN KEY (parent_id) REFERENCES comments (id)
        ON DELETE CASCADE ON UPDATE NO ACTION;
