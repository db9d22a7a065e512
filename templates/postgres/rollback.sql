-- DESTROYS DATA: drops every table that schema.sql makes, with all rows in them, then its types and functions. Run it as
-- the migrator; running it again does no harm. Nothing is dropped with CASCADE: whatever was built on these objects by
-- other hands stops it, and then nothing at all is dropped. Roles stay; the end of this file says how to drop them.

BEGIN;

SET LOCAL client_encoding = 'UTF8';
SET LOCAL ROLE {{ owner }};

{% for key in foreign_keys %}
ALTER TABLE IF EXISTS {{ key.table }} DROP CONSTRAINT IF EXISTS {{ key.name }};
{% endfor %}
{% if foreign_keys %}

{% endif %}
{% for table in tables %}
DROP TABLE IF EXISTS {{ table }};
{% endfor %}
{% if tables %}

{% endif %}
{% for type in types %}
DROP TYPE IF EXISTS {{ type }};
{% endfor %}
{% if types %}

{% endif %}
{% for function in functions %}
DROP FUNCTION IF EXISTS {{ function }};
{% endfor %}
{% if schema %}

DROP SCHEMA IF EXISTS {{ schema }};
{% endif %}

COMMIT;
{% if roles %}

-- The roles belong to the whole cluster. Where no other database uses them, a superuser drops them so:
--
{% for role in roles %}
{{ role }}
{% endfor %}
{% endif %}
