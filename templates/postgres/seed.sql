-- Fills the tables with the data of made-up tenants, to look at and to try things on; never run it where people work.
-- Run it after policies.sql, as a superuser or as whoever may become each role below. Platform and shared rows are
-- written by the role that sees every tenant; all others by the application's role, under row security, which may not
-- choose keys: so rows are referred to by what they are called. All of it goes in, or nothing; what is there already is
-- never touched.

BEGIN;

SET LOCAL client_encoding = 'UTF8';
SET LOCAL ROLE {{ checker }};

DO $body$
BEGIN
{% for rows in standing %}
    IF EXISTS (
        SELECT FROM {{ rows.table }}
        WHERE {{ rows.key }} IN (
{% for key in rows.keys %}
            {{ key }}{% if not loop.last %},{% endif +%}
{% endfor %}
        )
    ) THEN
        RAISE EXCEPTION 'the sample data is here already' USING ERRCODE = 'unique_violation',
            HINT = 'Delete its tenants and users first, or leave it as it is.';
    END IF;
{% endfor %}
END
$body$;

{% for step in steps %}
-- ---------------------------------------------------------------------------------------------------------------------
{{ step.title }}
-- ---------------------------------------------------------------------------------------------------------------------

SET LOCAL ROLE {{ step.role }};
{% if step.context %}
{{ step.context }};
{% endif %}

{% for statement in step.statements %}
{% for insert in statement.inserts %}
{% if statement.joined %}
{% if loop.first %}WITH {% endif %}{{ insert.part }} AS (
{% endif %}
INSERT INTO {{ insert.table }} {{ insert.columns }}{% if insert.overriding %} OVERRIDING SYSTEM VALUE{% endif %} VALUES
{% for row in insert.rows %}
    {{ row }}{% if not loop.last %},{% elif not statement.joined %};{% endif +%}
{% endfor %}
{% if statement.joined %}
){% if not loop.last %},{% endif +%}
{% endif %}
{% endfor %}
{% if statement.joined %}
SELECT;
{% endif %}

{% endfor %}
{% endfor %}
COMMIT;
