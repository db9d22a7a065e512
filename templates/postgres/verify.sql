-- Compares a database with the model, object by object, and changes nothing. Run it with psql, as a superuser, as the
-- owner or as the admin:
--
--     psql --no-psqlrc --file verify.sql
--
-- It prints a row for each difference and ends with status 3; where there is none it prints one line and ends with 0.

\set QUIET on
\set ON_ERROR_STOP on

BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;

SET LOCAL client_encoding = 'UTF8';
SET LOCAL standard_conforming_strings = on;
{% include "postgres/verify/model.sql" %}

{% include "postgres/verify/compare.sql" %}

SELECT current_setting('crmgen.differences') <> '[]' AS crmgen_differs,
       current_setting('crmgen.facts') AS crmgen_facts,
       current_setting('crmgen.differences') AS crmgen_differences
\gset

\if :crmgen_differs
\pset format aligned
SELECT object, property, expected, found
  FROM jsonb_to_recordset(current_setting('crmgen.differences')::jsonb)
       AS difference (object text, property text, expected text, found text);

DO $differs$
BEGIN
    RAISE EXCEPTION 'the database is not as the model says' USING HINT = 'The rows above say where.';
END
$differs$;
\else
\echo {{ project }}: as the model says: :crmgen_facts facts
\endif

ROLLBACK;
