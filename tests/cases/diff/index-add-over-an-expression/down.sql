-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: contract, outside a transaction.

-- index.drop leads.leads_organization_id_email_idx: The index `leads_organization_id_email_idx` of `leads` is dropped.
-- INDEX_DROPPED: queries that use `leads_organization_id_email_idx` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.leads_organization_id_email_idx;
