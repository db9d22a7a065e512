-- [old]
CREATE TYPE stage AS ENUM ('NEW', 'OLD');
CREATE TABLE t (id integer, owner text, stage stage);
CREATE TABLE leads (a integer, b text);

-- [new]
CREATE TYPE stage AS ENUM ('NEW');
CREATE TABLE t (id integer, agent text, stage stage, wanted integer NOT NULL);
CREATE TABLE contacts (a integer, b text);

-- [rows]
SELECT 1;

-- [query]
SELECT count(*) FROM t;

-- [answer]
0

-- [hazards]
AMBIGUOUS_RENAME
DELETES_DATA
IRREVERSIBLE
LOCKS_ALL
NEEDS_INPUT
REWRITES_TABLE

-- [up]
-- expand (a transaction)
CREATE TABLE public.contacts (
    a integer,
    b text
);
ALTER TABLE public.t ADD COLUMN agent text;
ALTER TABLE public.t ADD COLUMN wanted integer NOT NULL;
-- rewrite (a transaction: rewrite public.t)
ALTER TYPE public.stage RENAME TO crmgen_old_stage;
CREATE TYPE public.stage AS ENUM ('NEW');
ALTER TABLE public.t ALTER COLUMN stage TYPE public.stage USING stage::text::public.stage;
DROP TYPE public.crmgen_old_stage;
-- contract (a transaction)
DROP TABLE public.leads;
ALTER TABLE public.t DROP COLUMN owner;

-- [down]
-- prepare (outside a transaction)
ALTER TYPE public.stage ADD VALUE IF NOT EXISTS 'OLD';
-- expand (a transaction)
CREATE TABLE public.leads (
    a integer,
    b text
);
ALTER TABLE public.t ADD COLUMN owner text;
-- contract (a transaction)
DROP TABLE public.contacts;
ALTER TABLE public.t DROP COLUMN agent;
ALTER TABLE public.t DROP COLUMN wanted;
