-- create_view_adults
CREATE VIEW adults (number, called) WITH (security_barrier = true, security_invoker = true, check_option = local) AS
SELECT id, name
        FROM users
        WHERE age >= 18;
ALTER VIEW adults ALTER COLUMN number SET DEFAULT 7;
COMMENT ON VIEW adults IS 'of age';
COMMENT ON COLUMN adults.called IS 'by friends';
GRANT INSERT ON TABLE adults TO "Fluent Test Writer";
GRANT SELECT ON TABLE adults TO fluent_test_reader;
GRANT UPDATE ON TABLE adults TO "Fluent Test Writer" WITH GRANT OPTION;
GRANT SELECT (called) ON TABLE adults TO fluent_test_reader;
