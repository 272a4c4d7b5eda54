-- create_post_categories
-- Down: loses every row of post_categories
CREATE TABLE post_categories (
    post_id bigint NOT NULL,
    category_id bigint NOT NULL,
    CONSTRAINT post_categories_pkey PRIMARY KEY (post_id, category_id)
);
