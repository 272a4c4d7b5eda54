-- capitals_comment_country
COMMENT ON COLUMN capitals.country IS NULL;

-- capitals_alter_column_country
ALTER TABLE capitals ALTER COLUMN country SET DEFAULT 'ch';
