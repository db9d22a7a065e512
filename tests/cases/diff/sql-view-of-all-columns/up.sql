-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 3: rename.

BEGIN;

-- column.rename u.is_now: The column `was` of `u` is called `is_now`.
ALTER TABLE public.u RENAME COLUMN was TO is_now;

-- column.add t.b: The column `t.b` is added.
ALTER TABLE public.t ADD COLUMN b integer;

COMMIT;

-- Part 2 of 3: switch.

BEGIN;

-- view.change m: The view `m` changes.
-- BEHAVIOUR_CHANGE: queries that read `m` get what the new one gives
DROP MATERIALIZED VIEW public.m;

CREATE MATERIALIZED VIEW public.m AS
SELECT u.* FROM u;

CREATE INDEX m_id ON public.m (id);

COMMIT;

-- Part 3 of 3: rewrite.

BEGIN;

-- dependent.remake w: The view `w` is made again with `t`.
DROP VIEW public.w;

-- dependent.remake v: The view `v` is made again with `t`.
DROP VIEW public.v;

-- dependent.remake shared.known: The policy `shared.known` is made again with `t`.
DROP POLICY known ON public.shared;

-- column.drop t.gone: The column `t.gone` is dropped.
-- DELETES_DATA: the values of `t.gone` are lost; stop using the column in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.t WHERE gone IS NOT NULL
ALTER TABLE public.t DROP COLUMN gone;

-- dependent.remake v: The view `v` is made again with `t`.
CREATE VIEW public.v AS
SELECT * FROM t;

-- dependent.remake w: The view `w` is made again with `t`.
CREATE VIEW public.w AS
SELECT v.*, 1 AS one FROM v;

-- dependent.remake shared.known: The policy `shared.known` is made again with `t`.
CREATE POLICY known ON public.shared AS PERMISSIVE FOR ALL TO PUBLIC USING (EXISTS (SELECT * FROM t WHERE t.id = shared.id));

COMMIT;
