-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: switch.

BEGIN;

-- view.change m: The view `m` changes.
-- BEHAVIOUR_CHANGE: queries that read `m` get what the new one gives
DROP MATERIALIZED VIEW public.m;

CREATE MATERIALIZED VIEW public.m AS
SELECT a, count(*) AS n, min(id) AS first FROM t GROUP BY a;

CREATE UNIQUE INDEX m_a_idx ON public.m (a);

COMMIT;
