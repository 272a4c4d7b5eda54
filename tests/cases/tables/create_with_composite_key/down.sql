-- create_post_categories
DROP TABLE post_categories;
