-- [as]
keeper

-- [old]
CREATE TABLE t (id integer PRIMARY KEY, a integer);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
ALTER TABLE t FORCE ROW LEVEL SECURITY;

-- [new]
CREATE TABLE t (id integer PRIMARY KEY, a integer, CONSTRAINT t_a_check CHECK (a > 0));
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
ALTER TABLE t FORCE ROW LEVEL SECURITY;

-- [rows]
INSERT INTO t VALUES (1, 1), (2, NULL);

-- [hazards]
MAY_FAIL_ON_DATA

-- [up]
-- expand (a transaction)
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK (a > 0) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.t VALIDATE CONSTRAINT t_a_check;

-- [down]
-- expand (a transaction)
ALTER TABLE public.t DROP CONSTRAINT t_a_check;
