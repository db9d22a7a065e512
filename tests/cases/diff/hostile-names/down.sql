-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 5: index, outside a transaction.

-- index.add order.order_organization_id_idx: The index `order_organization_id_idx` of `order` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `order` is built from all of its rows
CREATE INDEX CONCURRENTLY order_organization_id_idx ON public."order" (organization_id);

-- Part 2 of 5: switch.

BEGIN;

-- privilege.revoke order.demo_app: `demo_app` may no longer INSERT ("dash--dash"), UPDATE ("dash--dash") on `order`.
-- AUTHZ_NARROWS: `demo_app` may no longer INSERT ("dash--dash"), UPDATE ("dash--dash") on `order`
REVOKE INSERT ("dash--dash"), UPDATE ("dash--dash") ON TABLE public."order" FROM demo_app;

COMMIT;

-- Part 3 of 5: rewrite.

BEGIN;

-- column.type order.select: The column `order.select` changes its type from `varchar(500)` to `text`.
-- LOCKS_ALL: `order` is locked for a moment; indexes on `select` may be built again
ALTER TABLE public."order" ALTER COLUMN "select" TYPE text;

COMMIT;

-- Part 4 of 5: contract.

BEGIN;

-- column.drop order.dash--dash: The column `order.dash--dash` is dropped.
-- DELETES_DATA: the values of `order.dash--dash` are lost; stop using the column in one release and drop it in the
--               next, with a backup
--   count: SELECT count(*) FROM public."order" WHERE "dash--dash" IS NOT NULL
ALTER TABLE public."order" DROP COLUMN "dash--dash";

COMMIT;

-- Part 5 of 5: contract, outside a transaction.

-- index.drop order.order_organization_id_with"quote_idx: The index `order_organization_id_with"quote_idx` of `order` is
-- dropped.
-- INDEX_DROPPED: queries that use `order_organization_id_with"quote_idx` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public."order_organization_id_with""quote_idx";
