-- [old]
CREATE TABLE public.t (id bigint, a text, b text, c text, CONSTRAINT t_pkey PRIMARY KEY (id));
COMMENT ON TABLE public.t IS 'old';
COMMENT ON COLUMN public.t.a IS 'gone';
COMMENT ON CONSTRAINT t_pkey ON public.t IS 'key';
CREATE INDEX t_a_idx ON public.t (a);
COMMENT ON INDEX public.t_a_idx IS 'kept';
CREATE TYPE public.e AS ENUM ('x');
CREATE POLICY p ON public.t USING (true);
COMMENT ON POLICY p ON public.t IS 'policy';

-- [new]
CREATE TABLE public.t (id bigint, a text, b text, c text, CONSTRAINT t_pkey PRIMARY KEY (id));
COMMENT ON TABLE public.t IS 'it''s new';
COMMENT ON COLUMN public.t.b IS E'two\nlines';
CREATE INDEX t_a_idx ON public.t (a, b);
COMMENT ON INDEX public.t_a_idx IS 'kept';
CREATE TYPE public.e AS ENUM ('x');
COMMENT ON TYPE public.e IS 'type';
CREATE SCHEMA s;
COMMENT ON SCHEMA s IS 'schema';
CREATE POLICY p ON public.t FOR SELECT USING (true);
COMMENT ON POLICY p ON public.t IS 'policy';

-- [hazards]
INDEX_BUILD
NOT_TRANSACTIONAL

-- [up]
-- expand (a transaction)
CREATE SCHEMA IF NOT EXISTS s;
-- index (outside a transaction)
CREATE INDEX CONCURRENTLY crmgen_new_t_a_idx ON public.t (a, b);
-- switch (a transaction: index public.t_a_idx)
DROP INDEX public.t_a_idx;
ALTER INDEX public.crmgen_new_t_a_idx RENAME TO t_a_idx;
-- switch (a transaction: policies public.t)
ALTER POLICY p ON public.t RENAME TO crmgen_old_p;
DROP POLICY crmgen_old_p ON public.t;
CREATE POLICY p ON public.t AS PERMISSIVE FOR SELECT TO PUBLIC USING (true);
-- switch (a transaction)
COMMENT ON SCHEMA s IS 'schema';
COMMENT ON TYPE public.e IS 'type';
COMMENT ON TABLE public.t IS 'it''s new';
COMMENT ON COLUMN public.t.a IS NULL;
COMMENT ON COLUMN public.t.b IS E'two\nlines';
COMMENT ON INDEX public.t_a_idx IS 'kept';
COMMENT ON CONSTRAINT t_pkey ON public.t IS NULL;
COMMENT ON POLICY p ON public.t IS 'policy';

-- [down]
-- index (outside a transaction)
CREATE INDEX CONCURRENTLY crmgen_new_t_a_idx ON public.t (a);
-- switch (a transaction: index public.t_a_idx)
DROP INDEX public.t_a_idx;
ALTER INDEX public.crmgen_new_t_a_idx RENAME TO t_a_idx;
-- switch (a transaction: policies public.t)
ALTER POLICY p ON public.t RENAME TO crmgen_old_p;
DROP POLICY crmgen_old_p ON public.t;
CREATE POLICY p ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (true);
-- switch (a transaction)
COMMENT ON TYPE public.e IS NULL;
COMMENT ON TABLE public.t IS 'old';
COMMENT ON COLUMN public.t.a IS 'gone';
COMMENT ON COLUMN public.t.b IS NULL;
COMMENT ON INDEX public.t_a_idx IS 'kept';
COMMENT ON CONSTRAINT t_pkey ON public.t IS 'key';
COMMENT ON POLICY p ON public.t IS 'policy';
-- retire (a transaction)
DROP SCHEMA s;
