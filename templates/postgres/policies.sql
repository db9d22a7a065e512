-- Closes every table to whoever acts for no tenant, then grants each role its part. Run it after schema.sql, as the
-- migrator. How to read it: a RESTRICTIVE policy is a wall that every row must pass, whatever other policies allow; a
-- PERMISSIVE one lets a role through the wall at all; grants say which verbs and columns. FORCE holds the owner to it.

BEGIN;

SET LOCAL client_encoding = 'UTF8';
SET LOCAL ROLE {{ owner }};
SET LOCAL search_path = {{ search_path }};

-- ---------------------------------------------------------------------------------------------------------------------
-- Functions
-- ---------------------------------------------------------------------------------------------------------------------

{% if context_schema %}
GRANT USAGE ON SCHEMA {{ context_schema }} TO {{ services }};

{% endif %}
{% for function in functions %}
REVOKE ALL ON FUNCTION {{ function }} FROM PUBLIC;
{% endfor %}

{% for function in callable %}
GRANT EXECUTE ON FUNCTION {{ function }} TO {{ services }};
{% endfor %}

-- ---------------------------------------------------------------------------------------------------------------------
-- Tables
-- ---------------------------------------------------------------------------------------------------------------------

{% for table in tables %}
{{ table }}
{% endfor %}
COMMIT;
