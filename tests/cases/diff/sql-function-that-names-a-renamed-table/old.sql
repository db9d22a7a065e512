CREATE TABLE prospects (id integer PRIMARY KEY, a integer);
CREATE FUNCTION counted() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM prospects); END $$;
