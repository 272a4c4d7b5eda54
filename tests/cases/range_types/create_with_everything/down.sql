-- create_range_type_words
DROP TYPE words;

-- create_function_text_distance
DROP FUNCTION text_distance(text, text);
