-- [old]
CREATE TABLE public.teams (id bigint NOT NULL, CONSTRAINT teams_pkey PRIMARY KEY (id));
CREATE TABLE public.leads (
    id bigint GENERATED ALWAYS AS IDENTITY,
    team bigint NOT NULL,
    score integer NOT NULL DEFAULT 0,
    CONSTRAINT leads_pkey PRIMARY KEY (id),
    CONSTRAINT leads_team_key UNIQUE (team),
    CONSTRAINT leads_score_check CHECK (leads.score >= 0)
);
ALTER TABLE public.leads ADD CONSTRAINT leads_team_fkey FOREIGN KEY (team) REFERENCES public.teams (id);
CREATE INDEX leads_score_idx ON public.leads (score) WHERE score > 0;
CREATE POLICY leads_wall ON public.leads AS PERMISSIVE FOR ALL TO app USING (EXISTS (SELECT 1 FROM public.teams t WHERE t.id = leads.team));
ALTER TABLE public.leads ENABLE ROW LEVEL SECURITY;

-- [new]
CREATE TABLE public.crews (id bigint NOT NULL, CONSTRAINT crews_pkey PRIMARY KEY (id));
CREATE TABLE public.deals (
    id bigint GENERATED ALWAYS AS IDENTITY,
    crew bigint NOT NULL,
    points integer NOT NULL DEFAULT 0,
    CONSTRAINT deals_pkey PRIMARY KEY (id),
    CONSTRAINT deals_crew_key UNIQUE (crew),
    CONSTRAINT deals_points_check CHECK (deals.points >= 0)
);
ALTER TABLE public.deals ADD CONSTRAINT deals_crew_fkey FOREIGN KEY (crew) REFERENCES public.crews (id);
CREATE INDEX deals_points_idx ON public.deals (points) WHERE points > 0;
CREATE POLICY deals_wall ON public.deals AS PERMISSIVE FOR ALL TO app USING (EXISTS (SELECT 1 FROM public.crews t WHERE t.id = deals.crew));
ALTER TABLE public.deals ENABLE ROW LEVEL SECURITY;

-- [hints]
was public.crews: teams
was public.deals: leads
was public.deals.crew: team
was public.deals.points: score

-- [rows]
INSERT INTO public.teams VALUES (1), (2);
INSERT INTO public.leads (team, score) VALUES (1, 5), (2, 7);

-- [query]
SELECT id, crew, points FROM public.deals ORDER BY 1;

-- [answer]
1|1|5
2|2|7

-- [hazards]

-- [up]
-- rename (a transaction)
ALTER TABLE public.leads RENAME TO deals;
ALTER TABLE public.teams RENAME TO crews;
ALTER TABLE public.deals RENAME COLUMN score TO points;
ALTER TABLE public.deals RENAME COLUMN team TO crew;
ALTER SEQUENCE IF EXISTS public.leads_id_seq RENAME TO deals_id_seq;
ALTER TABLE public.crews RENAME CONSTRAINT teams_pkey TO crews_pkey;
ALTER TABLE public.deals RENAME CONSTRAINT leads_pkey TO deals_pkey;
ALTER TABLE public.deals RENAME CONSTRAINT leads_team_key TO deals_crew_key;
ALTER TABLE public.deals RENAME CONSTRAINT leads_score_check TO deals_points_check;
ALTER TABLE public.deals RENAME CONSTRAINT leads_team_fkey TO deals_crew_fkey;
ALTER INDEX public.leads_score_idx RENAME TO deals_points_idx;
ALTER POLICY leads_wall ON public.deals RENAME TO deals_wall;
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.deals', 'leads_id_not_null', 'deals_id_not_null'),
            ('public.deals', 'leads_team_not_null', 'deals_crew_not_null'),
            ('public.deals', 'leads_score_not_null', 'deals_points_not_null')
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
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.crews', 'teams_id_not_null', 'crews_id_not_null')
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
ALTER TABLE public.crews RENAME TO teams;
ALTER TABLE public.deals RENAME TO leads;
ALTER TABLE public.leads RENAME COLUMN crew TO team;
ALTER TABLE public.leads RENAME COLUMN points TO score;
ALTER SEQUENCE IF EXISTS public.deals_id_seq RENAME TO leads_id_seq;
ALTER TABLE public.leads RENAME CONSTRAINT deals_pkey TO leads_pkey;
ALTER TABLE public.leads RENAME CONSTRAINT deals_crew_key TO leads_team_key;
ALTER TABLE public.leads RENAME CONSTRAINT deals_points_check TO leads_score_check;
ALTER TABLE public.leads RENAME CONSTRAINT deals_crew_fkey TO leads_team_fkey;
ALTER INDEX public.deals_points_idx RENAME TO leads_score_idx;
ALTER POLICY deals_wall ON public.leads RENAME TO leads_wall;
ALTER TABLE public.teams RENAME CONSTRAINT crews_pkey TO teams_pkey;
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.teams', 'crews_id_not_null', 'teams_id_not_null')
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
DO $crmgen$
DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            ('public.leads', 'deals_id_not_null', 'leads_id_not_null'),
            ('public.leads', 'deals_crew_not_null', 'leads_team_not_null'),
            ('public.leads', 'deals_points_not_null', 'leads_score_not_null')
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
