-- ---------------------------------------------------------------------------------------------------------------------
-- The tenant context
-- ---------------------------------------------------------------------------------------------------------------------

{% with f = functions %}
{% if f.schema %}
CREATE SCHEMA {{ f.schema }};

{% endif %}
{% if f.setting %}
CREATE FUNCTION {{ f.current.name }}()
    RETURNS uuid
    LANGUAGE plpgsql
    STABLE
    PARALLEL SAFE
    SET search_path = ''
AS {{ f.current.quote }}
DECLARE
    context pg_catalog.text := pg_catalog.current_setting({{ f.setting.name }}, true);
BEGIN
    IF context IS NULL OR context = '' THEN
{% if f.empty_when_unset %}
        RETURN NULL;
{% else %}
        RAISE EXCEPTION 'tenant context is not set' USING
            ERRCODE = 'insufficient_privilege',
            HINT = {{ f.hint }};
{% endif %}
    END IF;
{% if f.setting.bound %}
    IF context !~ '^[0-9.]+(/[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}){1,2}$' THEN
        RAISE EXCEPTION 'tenant context is malformed' USING
            ERRCODE = 'insufficient_privilege',
            HINT = {{ f.hint }};
    END IF;
    IF pg_catalog.split_part(context, '/', 1) <> EXTRACT(epoch FROM pg_catalog.transaction_timestamp())::pg_catalog.text THEN
        RAISE EXCEPTION 'tenant context belongs to another transaction' USING
            ERRCODE = 'insufficient_privilege',
            HINT = {{ f.hint }};
    END IF;
    RETURN pg_catalog.split_part(context, '/', 2)::pg_catalog.uuid;
{% else %}
    IF context !~ '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(/[0-9A-Fa-f-]{36})?$' THEN
        RAISE EXCEPTION 'tenant context is malformed' USING
            ERRCODE = 'insufficient_privilege',
            HINT = {{ f.hint }};
    END IF;
    RETURN pg_catalog.split_part(context, '/', 1)::pg_catalog.uuid;
{% endif %}
END
{{ f.current.quote }};

COMMENT ON FUNCTION {{ f.current.signature }} IS
    'The tenant that this session acts for; every row security policy asks it. Not IMMUTABLE: plans outlive tenants.';

CREATE FUNCTION {{ f.setting.make.name }}(tenant uuid, acting_user uuid DEFAULT NULL)
    RETURNS text
    LANGUAGE sql
    STABLE
    PARALLEL SAFE
    SET search_path = ''
AS {{ f.setting.make.quote }}
    SELECT CASE WHEN tenant IS NOT NULL THEN pg_catalog.concat_ws(
        '/',
{% if f.setting.bound %}
        EXTRACT(epoch FROM pg_catalog.transaction_timestamp()),
{% endif %}
        tenant,
        acting_user
    ) END
{{ f.setting.make.quote }};

COMMENT ON FUNCTION {{ f.setting.make.signature }} IS
{% if f.setting.bound %}
    'The context''s value for a tenant and, where it matters, a user. It holds in the current transaction alone.';
{% else %}
    'The context''s value for a tenant and, where it matters, a user.';
{% endif %}

CREATE FUNCTION {{ f.setting.set.name }}(tenant uuid)
    RETURNS void
    LANGUAGE sql
    VOLATILE
    SET search_path = ''
AS {{ f.setting.set.quote }}
    SELECT pg_catalog.set_config({{ f.setting.name }}, {{ f.setting.make.name }}(tenant), true)
{{ f.setting.set.quote }};

COMMENT ON FUNCTION {{ f.setting.set.signature }} IS
    'Says which tenant the rest of this transaction acts for.';

{% endif %}
{% if f.claim %}
CREATE FUNCTION {{ f.current.name }}()
    RETURNS uuid
    LANGUAGE plpgsql
    STABLE
    PARALLEL SAFE
    SET search_path = ''
AS {{ f.current.quote }}
DECLARE
    claims pg_catalog.text := pg_catalog.current_setting('request.jwt.claims', true);
    tenant pg_catalog.text;
BEGIN
    IF claims <> '' THEN
        tenant := claims::pg_catalog.jsonb -> 'app_metadata' ->> {{ f.claim }};
    END IF;
    IF tenant IS NULL OR tenant = '' THEN
{% if f.empty_when_unset %}
        RETURN NULL;
{% else %}
        RAISE EXCEPTION 'tenant context is not set' USING
            ERRCODE = 'insufficient_privilege',
            HINT = {{ f.hint }};
{% endif %}
    END IF;
    IF tenant !~ '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$' THEN
        RAISE EXCEPTION 'tenant context is malformed' USING
            ERRCODE = 'insufficient_privilege',
            HINT = {{ f.hint }};
    END IF;
    RETURN tenant::pg_catalog.uuid;
END
{{ f.current.quote }};

COMMENT ON FUNCTION {{ f.current.signature }} IS
    'The tenant of the JWT''s app_metadata, which users cannot write; every row security policy asks it.';

{% endif %}
{% if f.uuid_v7 %}
CREATE FUNCTION {{ f.uuid_v7.name }}()
    RETURNS uuid
    LANGUAGE sql
    VOLATILE
    PARALLEL SAFE
    SET search_path = ''
AS {{ f.uuid_v7.quote }}
    -- A random UUID of version 4 with milliseconds since 1970 in its first 48 bits; then 4 becomes 7.
    SELECT pg_catalog.encode(pg_catalog.set_bit(pg_catalog.set_bit(
        pg_catalog.overlay(
            pg_catalog.uuid_send(pg_catalog.gen_random_uuid()),
            pg_catalog.substr(
                pg_catalog.int8send(pg_catalog.floor(EXTRACT(epoch FROM pg_catalog.clock_timestamp()) * 1000)::pg_catalog.int8),
                3
            ),
            1,
            6
        ), 52, 1), 53, 1), 'hex')::pg_catalog.uuid
{{ f.uuid_v7.quote }};

COMMENT ON FUNCTION {{ f.uuid_v7.signature }} IS
    'A UUID of version 7: it starts with the time, so that new keys are neighbours. PostgreSQL 18 has its own.';

{% endif %}
{% if f.refuse_tenant_change %}
CREATE FUNCTION {{ f.refuse_tenant_change.name }}()
    RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = ''
AS {{ f.refuse_tenant_change.quote }}
BEGIN
    RAISE EXCEPTION 'a row cannot move to another tenant' USING
        ERRCODE = 'insufficient_privilege',
        SCHEMA = TG_TABLE_SCHEMA,
        TABLE = TG_TABLE_NAME;
END
{{ f.refuse_tenant_change.quote }};

COMMENT ON FUNCTION {{ f.refuse_tenant_change.signature }} IS
    'Trigger: refuses an update that changes the tenant key, whoever asks.';

{% endif %}
{% for touch in f.touches %}
CREATE FUNCTION {{ touch.function.name }}()
    RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = ''
AS {{ touch.function.quote }}
BEGIN
    NEW.{{ touch.field }} := pg_catalog.now();
    RETURN NEW;
END
{{ touch.function.quote }};

COMMENT ON FUNCTION {{ touch.function.signature }} IS
    {{ touch.doc }};

{% endfor %}
{% endwith %}
