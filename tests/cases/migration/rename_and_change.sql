-- [old]
CREATE TABLE leads (id integer PRIMARY KEY, score integer, owner text, note varchar(10));
CREATE INDEX leads_score_idx ON leads (score);
CREATE VIEW good AS SELECT id, score FROM leads WHERE score > 1;
CREATE FUNCTION best() RETURNS integer LANGUAGE sql AS $$ SELECT max(score) FROM leads $$;

-- [new]
CREATE TABLE contacts (id integer PRIMARY KEY, points bigint NOT NULL DEFAULT 0, note text, extra text);
CREATE INDEX contacts_points_idx ON contacts (points);
CREATE VIEW good AS SELECT id, points AS score FROM contacts WHERE points > 1;
CREATE FUNCTION best() RETURNS integer LANGUAGE sql AS $$ SELECT max(points)::integer FROM contacts $$;

-- [hints]
was contacts: leads
was contacts.points: score
backfill contacts.points: 0
dropped contacts.owner

-- [rows]
INSERT INTO leads VALUES (1, 5, 'x', 'n'), (2, NULL, 'y', 'n');

-- [query]
SELECT id, points, note, extra, best() FROM contacts ORDER BY id;

-- [answer]
1|5|n|NULL|5
2|0|n|NULL|5

-- [hazards]
BACKFILLS_ROWS
BEHAVIOUR_CHANGE
DELETES_DATA
LOCKS_ALL
REWRITES_TABLE

-- [up]
-- rename (a transaction)
ALTER TABLE public.leads RENAME TO contacts;
ALTER TABLE public.contacts RENAME COLUMN score TO points;
ALTER TABLE public.contacts RENAME CONSTRAINT leads_pkey TO contacts_pkey;
ALTER INDEX public.leads_score_idx RENAME TO contacts_points_idx;
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.contacts', 'leads_id_not_null', 'contacts_id_not_null')
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
ALTER TABLE public.contacts ADD COLUMN extra text;
-- rewrite (a transaction: rewrite public.contacts)
DROP VIEW public.good;
ALTER TABLE public.contacts
    ALTER COLUMN points TYPE bigint, ALTER COLUMN points SET DEFAULT 0,
    ALTER COLUMN note TYPE text;
CREATE VIEW public.good AS
SELECT id, points AS score FROM contacts WHERE points > 1;
-- expand (a transaction)
CREATE OR REPLACE FUNCTION public.best()
RETURNS integer
LANGUAGE sql
AS $function$ SELECT max(points)::integer FROM contacts $function$;
-- backfill (outside a transaction)
DO $crmgen$
#variable_conflict use_column
DECLARE
    crmgen_pages bigint := pg_catalog.pg_relation_size('public.contacts') / pg_catalog.current_setting('block_size')::bigint;
BEGIN
    FOR crmgen_page IN 0..crmgen_pages BY 512 LOOP
        UPDATE public.contacts SET points = (0)
        WHERE points IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        COMMIT;
    END LOOP;
    UPDATE public.contacts SET points = (0)
    WHERE points IS NULL;
END
$crmgen$;
-- validate (a transaction)
ALTER TABLE public.contacts ADD CONSTRAINT crmgen_not_null_points CHECK (points IS NOT NULL) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.contacts VALIDATE CONSTRAINT crmgen_not_null_points;
-- switch (a transaction)
ALTER TABLE public.contacts ALTER COLUMN points SET NOT NULL;
ALTER TABLE public.contacts DROP CONSTRAINT crmgen_not_null_points;
-- contract (a transaction)
ALTER TABLE public.contacts DROP COLUMN owner;

-- [down]
-- rename (a transaction)
ALTER TABLE public.contacts RENAME TO leads;
ALTER TABLE public.leads RENAME COLUMN points TO score;
ALTER TABLE public.leads RENAME CONSTRAINT contacts_pkey TO leads_pkey;
ALTER INDEX public.contacts_points_idx RENAME TO leads_score_idx;
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.leads', 'contacts_id_not_null', 'leads_id_not_null'),
            ('public.leads', 'contacts_points_not_null', 'leads_score_not_null')
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
ALTER TABLE public.leads ADD COLUMN owner text;
ALTER TABLE public.leads ALTER COLUMN score DROP NOT NULL;
-- rewrite (a transaction: rewrite public.leads)
DROP VIEW public.good;
ALTER TABLE public.leads
    ALTER COLUMN score DROP DEFAULT, ALTER COLUMN score TYPE integer,
    ALTER COLUMN note TYPE varchar(10);
CREATE VIEW public.good AS
SELECT id, score FROM leads WHERE score > 1;
-- expand (a transaction)
CREATE OR REPLACE FUNCTION public.best()
RETURNS integer
LANGUAGE sql
AS $function$ SELECT max(score) FROM leads $function$;
-- contract (a transaction)
ALTER TABLE public.leads DROP COLUMN extra;
