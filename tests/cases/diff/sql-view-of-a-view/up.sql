-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: switch.

BEGIN;

-- view.change outer_view: The view `outer_view` is made again, as what it reads changes.
DROP VIEW public.outer_view;

-- view.change inner_view: The view `inner_view` changes.
-- BEHAVIOUR_CHANGE: queries that read `inner_view` get what the new one gives
DROP VIEW public.inner_view;

CREATE VIEW public.inner_view AS
SELECT a, id FROM t;

-- view.change outer_view: The view `outer_view` is made again, as what it reads changes.
CREATE VIEW public.outer_view AS
SELECT a FROM inner_view;

COMMIT;
