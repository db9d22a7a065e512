-- [old]
CREATE SEQUENCE public.t_id_seq AS integer;
CREATE TABLE public.t (id integer NOT NULL DEFAULT nextval('public.t_id_seq'::regclass));
ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id;

-- [new]
CREATE SEQUENCE public.u_id_seq AS integer;
CREATE TABLE public.u (id integer NOT NULL DEFAULT nextval('public.u_id_seq'::regclass));
ALTER SEQUENCE public.u_id_seq OWNED BY public.u.id;

-- [hints]
was public.u: t

-- [rows]
INSERT INTO public.t DEFAULT VALUES;

-- [query]
INSERT INTO public.u DEFAULT VALUES;
SELECT id FROM public.u ORDER BY 1;

-- [answer]
1
2

-- [hazards]

-- [up]
-- rename (a transaction)
ALTER TABLE public.t RENAME TO u;
ALTER SEQUENCE IF EXISTS public.t_id_seq RENAME TO u_id_seq;
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.u', 't_id_not_null', 'u_id_not_null')
        ) AS renamed (of_table, was, becomes)
    LOOP
        IF EXISTS (
            SELECT FROM pg_catalog.pg_constraint
            WHERE conrelid = crmgen_one.of_table::regclass AND contype = 'n' AND conname = crmgen_one.was
                AND coninhcount = 0
        ) THEN
            EXECUTE pg_catalog.format(
                'ALTER TABLE %s RENAME CONSTRAINT %I TO %I', crmgen_one.of_table, crmgen_one.was, crmgen_one.becomes
            );
        END IF;
    END LOOP;
END
$crmgen$;

-- [down]
-- rename (a transaction)
ALTER TABLE public.u RENAME TO t;
ALTER SEQUENCE IF EXISTS public.u_id_seq RENAME TO t_id_seq;
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.t', 'u_id_not_null', 't_id_not_null')
        ) AS renamed (of_table, was, becomes)
    LOOP
        IF EXISTS (
            SELECT FROM pg_catalog.pg_constraint
            WHERE conrelid = crmgen_one.of_table::regclass AND contype = 'n' AND conname = crmgen_one.was
                AND coninhcount = 0
        ) THEN
            EXECUTE pg_catalog.format(
                'ALTER TABLE %s RENAME CONSTRAINT %I TO %I', crmgen_one.of_table, crmgen_one.was, crmgen_one.becomes
            );
        END IF;
    END LOOP;
END
$crmgen$;
