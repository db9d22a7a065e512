-- An enum loses a value and changes its order, with all that can lean on it.

CREATE TYPE s AS ENUM ('new', 'open', 'closed', 'spam');
CREATE FUNCTION is_open(x s) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT x IN ('new', 'open') $$;
CREATE TABLE t (id integer PRIMARY KEY, st s NOT NULL DEFAULT 'new', many s[] DEFAULT ARRAY['new'::s], CHECK (st <> 'spam' OR id > 0));
CREATE INDEX t_open ON t (id) WHERE st = 'open';
CREATE INDEX t_st ON t (st);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (st = ANY (ARRAY['new'::s, 'open'::s]));
CREATE VIEW v AS SELECT id, st FROM t WHERE is_open(st);
CREATE TABLE g (id integer PRIMARY KEY, st s, flag boolean GENERATED ALWAYS AS (st = 'closed'::s) STORED);
CREATE TRIGGER tr BEFORE UPDATE OF st ON t FOR EACH ROW WHEN (NEW.st = 'closed') EXECUTE FUNCTION suppress_redundant_updates_trigger();
