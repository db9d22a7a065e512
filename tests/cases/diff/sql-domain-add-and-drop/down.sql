-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: expand.

BEGIN;

-- object.add gone: The domain `public.gone` is made.
CREATE DOMAIN gone AS text;

COMMIT;

-- Part 2 of 2: contract.

BEGIN;

-- object.drop come: The domain `public.come` is dropped.
DROP DOMAIN public.come;

COMMIT;
