-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: switch.

BEGIN;

-- comment t: The comment on TABLE public.t changes.
COMMENT ON TABLE public.t IS NULL;

-- comment t.a: The comment on COLUMN public.t.a changes.
COMMENT ON COLUMN public.t.a IS 'It''s positive; -- really';

-- comment t.t_a_idx: The comment on INDEX public.t_a_idx changes.
COMMENT ON INDEX public.t_a_idx IS 'Fast.';

-- comment t.positive: The comment on CONSTRAINT positive ON public.t changes.
COMMENT ON CONSTRAINT positive ON public.t IS 'Why.';

COMMIT;
