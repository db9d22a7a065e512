-- [old]
CREATE EXTENSION citext WITH SCHEMA public;
CREATE TABLE public.t (a public.citext);

-- [new]
CREATE SCHEMA x;
CREATE EXTENSION pg_trgm WITH SCHEMA x;
CREATE TABLE public.t (b text);
CREATE INDEX t_b_idx ON public.t USING gin (b x.gin_trgm_ops);

-- [hints]
dropped public.t.a

-- [lossy]
a column comes back empty

-- [hazards]
DELETES_DATA
INDEX_BUILD
NOT_TRANSACTIONAL

-- [up]
-- expand (a transaction)
CREATE SCHEMA IF NOT EXISTS x;
-- roles (a transaction)
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA x;
-- expand (a transaction)
ALTER TABLE public.t ADD COLUMN b text;
-- index (outside a transaction)
CREATE INDEX CONCURRENTLY t_b_idx ON public.t USING gin (b x.gin_trgm_ops);
-- contract (a transaction)
ALTER TABLE public.t DROP COLUMN a;
-- retire (a transaction)
DROP EXTENSION citext;

-- [down]
-- roles (a transaction)
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;
-- expand (a transaction)
ALTER TABLE public.t ADD COLUMN a citext;
-- contract (outside a transaction)
DROP INDEX CONCURRENTLY public.t_b_idx;
-- contract (a transaction)
ALTER TABLE public.t DROP COLUMN b;
-- retire (a transaction)
DROP EXTENSION pg_trgm;
DROP SCHEMA x;
