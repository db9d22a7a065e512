-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: switch.

BEGIN;

-- view.change above: The view `above` is made again, as what it reads changes.
-- AUTHZ_WIDENS: reader (SELECT) may reach more through `above`: what a query gives cannot be told from its text; look
--               at what it gives now that it did not give before
DROP VIEW public.above;

-- view.change alone: The view `alone` changes.
-- BEHAVIOUR_CHANGE: queries that read `alone` get what the new one gives
DROP VIEW public.alone;

CREATE VIEW public.alone AS
SELECT id, a FROM t;

-- view.change base: The view `base` changes.
-- BEHAVIOUR_CHANGE: queries that read `base` get what the new one gives
DROP VIEW public.base;

CREATE VIEW public.base AS
SELECT id, a FROM t WHERE a > 'n';

-- view.change above: The view `above` is made again, as what it reads changes.
CREATE VIEW public.above AS
SELECT id FROM base;

-- view.change own: The view `own` changes.
-- BEHAVIOUR_CHANGE: queries that read `own` get what the new one gives
-- AUTHZ_WIDENS: clerk (SELECT, UPDATE), reader (SELECT) may reach more through `own`: what a query gives cannot be told
--               from its text; look at what it gives now that it did not give before
DROP VIEW public.own;

CREATE VIEW public.own AS
SELECT id, a FROM t;

-- view.change unread: The view `unread` changes.
-- BEHAVIOUR_CHANGE: queries that read `unread` get what the new one gives
DROP VIEW public.unread;

CREATE VIEW public.unread AS
SELECT id FROM t;

-- privilege.grant above.reader: `reader` may SELECT on `above`, as before.
GRANT SELECT ON TABLE public.above TO reader;

-- privilege.grant own.clerk: `clerk` may SELECT, UPDATE (a) on `own`, as before.
GRANT SELECT, UPDATE (a) ON TABLE public.own TO clerk;

-- privilege.grant own.reader: `reader` may SELECT on `own`, as before.
GRANT SELECT ON TABLE public.own TO reader;

COMMIT;
