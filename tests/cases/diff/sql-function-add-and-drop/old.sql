CREATE FUNCTION gone(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n $$;
