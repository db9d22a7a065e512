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
