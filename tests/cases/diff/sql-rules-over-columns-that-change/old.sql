-- Rules of tables and views name columns that get another type: they go, and come again.

CREATE TABLE t (id integer PRIMARY KEY, a text);
CREATE VIEW v AS SELECT id, a FROM t;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (NEW.id, NEW.a); RETURN NEW; END $$;
CREATE TRIGGER ins INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();
CREATE RULE del AS ON DELETE TO v DO INSTEAD DELETE FROM t WHERE id = OLD.id;
CREATE TABLE log (id integer, a text);
CREATE RULE logged AS ON UPDATE TO t DO ALSO INSERT INTO log VALUES (OLD.id, OLD.a);
