-- Makes the roles and opens the database to them. Run it once per database, before schema.sql, as a superuser:
-- roles belong to the whole cluster. Running it again does no harm: it restores what it says and takes nothing back.
-- No role gets a password here; give one to those that log in, or let pg_hba.conf decide.

BEGIN;

SET LOCAL client_encoding = 'UTF8';

{% if roles %}
-- Roles

DO {{ quote }}
BEGIN
{% for role in roles %}
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {{ role.literal }}) THEN
        CREATE ROLE {{ role.name }};
    END IF;
{% endfor %}
END
{{ quote }};

{% for role in roles %}
{{ role.purpose }}
ALTER ROLE {{ role.name }} {{ role.attributes }};

{% endfor %}
{% endif %}
{% if owned_by %}
GRANT {{ owned_by }} TO {{ migrator }};

{% if supabase %}
-- Whoever runs this is no superuser on Supabase, and needs to be able to act as the owner.
GRANT {{ owned_by }} TO CURRENT_USER;

{% endif %}
{% endif %}
-- The database
{% if supabase %}

-- Supabase's own services connect by what PUBLIC may do, so only temporary tables are taken from it.
DO {{ quote }}
BEGIN
    EXECUTE pg_catalog.format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', pg_catalog.current_database());
    EXECUTE pg_catalog.format('GRANT CREATE ON DATABASE %I TO %I', pg_catalog.current_database(), {{ owner_literal }});
END
{{ quote }};
{% else %}

-- PUBLIC loses CONNECT and TEMPORARY: a role connects because it is named here.
DO {{ quote }}
BEGIN
    EXECUTE pg_catalog.format('REVOKE ALL ON DATABASE %I FROM PUBLIC', pg_catalog.current_database());
    EXECUTE pg_catalog.format('GRANT CREATE ON DATABASE %I TO %I', pg_catalog.current_database(), {{ owner_literal }});
{% for role in connecting %}
    EXECUTE pg_catalog.format('GRANT CONNECT ON DATABASE %I TO %I', pg_catalog.current_database(), {{ role }});
{% endfor %}
END
{{ quote }};
{% endif %}

-- Schemas and extensions

REVOKE ALL ON SCHEMA public FROM PUBLIC;
{% for schema in schemas %}
{% if schema.is_made %}

CREATE SCHEMA IF NOT EXISTS {{ schema.name }};

REVOKE ALL ON SCHEMA {{ schema.name }} FROM PUBLIC;
{% endif %}

GRANT USAGE, CREATE ON SCHEMA {{ schema.name }} TO {{ owner }};

GRANT USAGE ON SCHEMA {{ schema.name }} TO {{ services }};
{% endfor %}
{% for extension in extensions %}

CREATE EXTENSION IF NOT EXISTS {{ extension }} WITH SCHEMA {{ extension_schema }};
{% endfor %}
{% if extensions and supabase %}

GRANT USAGE ON SCHEMA {{ extension_schema }} TO {{ owner }}, {{ services }};
{% endif %}
{% if owned_by %}

-- Functions

-- Without IN SCHEMA: that form cannot take away what PostgreSQL grants to PUBLIC by default.
ALTER DEFAULT PRIVILEGES FOR ROLE {{ owned_by }} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
{% endif %}

COMMIT;
