-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: expand.

BEGIN;

-- object.add come: The domain `public.come` is made.
CREATE DOMAIN come AS text NOT NULL;

COMMIT;

-- Part 2 of 2: contract.

BEGIN;

-- object.drop gone: The domain `public.gone` is dropped.
DROP DOMAIN public.gone;

COMMIT;
