-- create_marks
-- Down: loses every row of marks
CREATE TABLE marks ();
COMMENT ON TABLE marks IS 'filled later';
