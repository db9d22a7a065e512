-- PostgreSQL does not look into bodies, so that somebody has to.

CREATE TABLE leads (id integer PRIMARY KEY, a integer);
CREATE FUNCTION counted() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM leads); END $$;
