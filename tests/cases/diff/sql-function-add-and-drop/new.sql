-- One comes and another goes.

CREATE FUNCTION come(n text) RETURNS text LANGUAGE sql AS $$ SELECT n $$;
COMMENT ON FUNCTION come(text) IS 'It came.';
