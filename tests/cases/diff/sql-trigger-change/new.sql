-- A trigger that runs at another time is put in the place of the old one.

CREATE TABLE t (id integer PRIMARY KEY, a integer);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.a := 1; RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE INSERT OR UPDATE ON t FOR EACH ROW WHEN (NEW.a IS NULL) EXECUTE FUNCTION touch();
