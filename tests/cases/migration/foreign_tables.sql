-- [old]
CREATE EXTENSION postgres_fdw;
CREATE SERVER remote FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'one', dbname 'd');
CREATE FOREIGN TABLE far (id integer, name text) SERVER remote OPTIONS (table_name 'far');
CREATE FOREIGN TABLE near (id integer) SERVER remote;
CREATE VIEW seen AS SELECT id FROM far;
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY (START WITH 100 INCREMENT BY 10 CACHE 5));

-- [new]
CREATE EXTENSION postgres_fdw;
CREATE SERVER remote FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'two', dbname 'd');
CREATE FOREIGN TABLE far (id integer, name text, more text) SERVER remote OPTIONS (table_name 'far');
CREATE FOREIGN TABLE near (id integer) SERVER remote;
CREATE VIEW seen AS SELECT id, more FROM far;
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY (START WITH 100 INCREMENT BY 5 CYCLE));

-- [rows]
INSERT INTO t DEFAULT VALUES;

-- [query]
SELECT id FROM t;

-- [answer]
100

-- [hazards]
BEHAVIOUR_CHANGE

-- [up]
-- switch (a transaction)
ALTER TABLE public.t ALTER COLUMN id SET CYCLE SET INCREMENT BY 5 SET CACHE 1;
-- rewrite (a transaction: rewrite remote)
DROP FOREIGN TABLE public.near;
DROP VIEW public.seen;
DROP FOREIGN TABLE public.far;
DROP SERVER remote;
CREATE SERVER remote FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'two', dbname 'd');
CREATE FOREIGN TABLE far (id int, name text, more text) SERVER remote OPTIONS (table_name 'far');
CREATE FOREIGN TABLE near (id int) SERVER remote;
CREATE VIEW public.seen AS
SELECT id, more FROM far;

-- [down]
-- switch (a transaction)
ALTER TABLE public.t ALTER COLUMN id SET CACHE 5 SET INCREMENT BY 10 SET NO CYCLE;
-- rewrite (a transaction: rewrite remote)
DROP FOREIGN TABLE public.near;
DROP VIEW public.seen;
DROP FOREIGN TABLE public.far;
DROP SERVER remote;
CREATE SERVER remote FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'one', dbname 'd');
CREATE FOREIGN TABLE far (id int, name text) SERVER remote OPTIONS (table_name 'far');
CREATE FOREIGN TABLE near (id int) SERVER remote;
CREATE VIEW public.seen AS
SELECT id FROM far;
