-- create_view_paths
CREATE VIEW paths AS
WITH RECURSIVE below AS (
            SELECT id, parent_id FROM nodes WHERE parent_id IS NULL
            UNION ALL SELECT n.id, n.parent_id FROM nodes n JOIN below b ON b.id = n.parent_id
        ) SELECT id FROM below;
