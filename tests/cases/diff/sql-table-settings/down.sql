-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: switch.

BEGIN;

-- table.storage t: The table `t` is kept otherwise.
ALTER TABLE public.t CLUSTER ON t_a;

ALTER TABLE public.t ALTER COLUMN a SET STORAGE external;

ALTER TABLE public.t ALTER COLUMN b SET STORAGE external;

ALTER TABLE public.t ALTER COLUMN c SET COMPRESSION default;

ALTER TABLE public.t ALTER COLUMN c SET STATISTICS 100;

ALTER TABLE public.t ALTER COLUMN c SET (n_distinct = 5);

COMMIT;
