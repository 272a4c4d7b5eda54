-- create_marks
DROP TABLE marks;
