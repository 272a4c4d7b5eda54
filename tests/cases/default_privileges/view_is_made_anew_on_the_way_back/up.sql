-- alter_view_names
CREATE OR REPLACE VIEW names AS
SELECT 1 AS id, 2 AS no;
