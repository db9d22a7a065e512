-- Makes functions, types and tables on an empty database. Run it after roles.sql, as the migrator; policies.sql comes
-- next, and until then no service may do anything. rollback.sql takes it all back.

BEGIN;

SET LOCAL client_encoding = 'UTF8';
SET LOCAL ROLE {{ owner }};
SET LOCAL search_path = {{ search_path }};

{% include "postgres/schema/functions.sql" %}
{% if externals %}
-- ---------------------------------------------------------------------------------------------------------------------
-- Tables that exist elsewhere. Nothing is made for them; the owner must hold REFERENCES on them, and they must have:
-- ---------------------------------------------------------------------------------------------------------------------

{% for external in externals %}
{{ external.title }}
--
{% for need in external.needs %}
{{ need }}
{% endfor %}

{% endfor %}
{% endif %}
{% if enums %}
-- ---------------------------------------------------------------------------------------------------------------------
-- Types
-- ---------------------------------------------------------------------------------------------------------------------

{% for enum in enums %}
{{ enum.title }}

CREATE TYPE {{ enum.name }} AS ENUM (
{% for value in enum.values %}
{% if value.doc %}
    {{ value.doc }}
{% endif %}
    {{ value.literal }}{% if not loop.last %},{% endif +%}
{% endfor %}
);
{% if enum.comment %}

{{ enum.comment }};
{% endif %}

{% endfor %}
{% endif %}
-- ---------------------------------------------------------------------------------------------------------------------
-- Tables
-- ---------------------------------------------------------------------------------------------------------------------

{% for table in tables %}
{{ table }}
{% endfor %}
{% if references %}
-- ---------------------------------------------------------------------------------------------------------------------
-- Foreign keys, after every table, as tables may point at each other. Of two keys over one relation the one with the
-- tenant comes first: constraints are checked in that order, so a missing row and another tenant's row fail alike.
-- ---------------------------------------------------------------------------------------------------------------------

{% for reference in references %}
{{ reference.title }}

{% for key in reference.keys %}
ALTER TABLE {{ reference.table }}
    ADD {{ key.constraint }}
    {{ key.columns }}
    {{ key.references }};

{% endfor %}
{% endfor %}
{% endif %}
COMMIT;
