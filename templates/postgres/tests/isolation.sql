-- Who may reach what, as pgTAP tests: each role with each verb on its own rows and on another tenant's, in good contexts
-- and in bad ones, and the attacks beyond. What is expected follows from the schema's tenancy and access rules, not from
-- the policies. Run it with pg_prove, or Supabase's test runner, as a superuser or as whoever ran roles.sql, on a database
-- that has the schema and no rows. Everything happens in one transaction that is taken back.

BEGIN;

{% if search_path %}
SET LOCAL search_path = {{ search_path }};
CREATE EXTENSION IF NOT EXISTS pgtap WITH SCHEMA extensions;
{% else %}
CREATE EXTENSION IF NOT EXISTS pgtap;
{% endif %}

SELECT plan({{ plan }});

-- Whoever runs this becomes each of the roles in turn.
{% for role in roles %}
GRANT {{ role }} TO CURRENT_USER;
{% endfor %}

-- ---------------------------------------------------------------------------------------------------------------------
-- Two tenants with a few rows each
-- ---------------------------------------------------------------------------------------------------------------------

{% for statement in load %}
{{ statement }};

{% endfor %}
-- ---------------------------------------------------------------------------------------------------------------------
-- How it is tried
-- ---------------------------------------------------------------------------------------------------------------------

-- A digest of the rows that are not ours, table by table: what changes it is harm.
CREATE FUNCTION pg_temp.theirs() RETURNS text LANGUAGE sql AS {{ quote }}
SELECT string_agg(line, '; ' ORDER BY line) FROM (
{{ theirs }}
) AS lines (line)
{{ quote }};

-- The rows that a query returns, which has one column, in words.
CREATE FUNCTION pg_temp.rows(query text) RETURNS text LANGUAGE plpgsql AS {{ quote }}
DECLARE
    line text;
    lines text[] := '{}';
BEGIN
    FOR line IN EXECUTE query LOOP
        lines := lines || line;
    END LOOP;
    RETURN coalesce((SELECT 'rows: ' || string_agg(key, ', ' ORDER BY key) FROM unnest(lines) AS keys (key)), 'no rows');
END
{{ quote }};

-- How many rows a query returns, in words.
CREATE FUNCTION pg_temp.number(query text) RETURNS text LANGUAGE plpgsql AS {{ quote }}
DECLARE
    rows bigint;
BEGIN
    EXECUTE query;
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN rows || ' rows';
END
{{ quote }};

-- What comes of a statement, in words, when a role runs it in a context. All of it is taken back.
CREATE FUNCTION pg_temp.attempt(
    who name,
    statement text,
    is_query boolean DEFAULT true,
    enter text DEFAULT {{ enter }},
    before text DEFAULT 'SELECT',
    probe text DEFAULT 'SELECT true',
    particulars boolean DEFAULT false
) RETURNS text LANGUAGE plpgsql AS {{ quote }}
DECLARE
    outcome text;
    untouched text;
    is_so boolean;
    failed_by text;
    details text;
BEGIN
    EXECUTE before;
    untouched := pg_temp.theirs();
    BEGIN
        EXECUTE format('SET LOCAL ROLE %I', who);
        EXECUTE enter;
        outcome := CASE WHEN is_query THEN pg_temp.rows(statement) ELSE pg_temp.number(statement) END;
        RESET ROLE;
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS failed_by = CONSTRAINT_NAME, details = PG_EXCEPTION_DETAIL;
        outcome := 'refused: ' || SQLSTATE;
        IF particulars THEN
            details := regexp_replace(details, '=\(.*\) is', '=(…) is');
            outcome := outcome || concat(' by ', failed_by, ' - ', SQLERRM, ' - ', details);
        END IF;
    END;
    EXECUTE probe INTO is_so;
    outcome := CASE
        WHEN pg_temp.theirs() IS DISTINCT FROM untouched THEN 'harm to another tenant: '
        WHEN is_so IS DISTINCT FROM true THEN 'harm to what was left: '
        ELSE ''
    END || outcome;
    RAISE EXCEPTION USING ERRCODE = 'CG000', MESSAGE = outcome;
EXCEPTION
    WHEN SQLSTATE 'CG000' THEN RETURN SQLERRM;
END
{{ quote }};
{% for section in sections %}

-- ---------------------------------------------------------------------------------------------------------------------
{{ section.title }}
-- ---------------------------------------------------------------------------------------------------------------------
{% for test in section.tests %}

SELECT {{ test.judge }}(
    {{ test.attempt }},
    {{ test.expected }},
    {{ test.name }}
);
{% endfor %}
{% endfor %}

SELECT * FROM finish();

ROLLBACK;
