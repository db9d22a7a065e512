-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rewrite.

BEGIN;

-- dependent.remake total: The aggregate `total` is dropped and made again.
DROP AGGREGATE public.total(int4);

CREATE AGGREGATE total (int) (sfunc = int4pl, stype = int);

COMMIT;
