-- create_function_text_distance
CREATE FUNCTION text_distance(a text, b text)
RETURNS double precision
LANGUAGE sql
IMMUTABLE
AS $$SELECT 1.0$$;

-- create_range_type_words
CREATE TYPE words AS RANGE (
    SUBTYPE = text,
    SUBTYPE_OPCLASS = text_pattern_ops,
    COLLATION = "C",
    SUBTYPE_DIFF = text_distance,
    MULTIRANGE_TYPE_NAME = many_words
);
COMMENT ON TYPE words IS 'from a to z';
