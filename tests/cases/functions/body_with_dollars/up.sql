-- create_function_quoted
CREATE FUNCTION quoted()
RETURNS text
LANGUAGE plpgsql
AS $function2$
BEGIN
  RETURN $$it's$$ || $function$ x $function$;
END
$function2$;
