-- [old]
CREATE TYPE stage AS ENUM ('NEW', 'OPEN', 'HOT', 'WON');
COMMENT ON TYPE stage IS 'How far it is.';
CREATE TABLE leads (
    id integer,
    stage stage NOT NULL DEFAULT 'NEW',
    stages stage[] DEFAULT '{}',
    CONSTRAINT leads_stage_check CHECK (stage <> 'WON' OR id > 0)
);
CREATE TABLE deals (id integer, stage stage);
CREATE INDEX leads_open ON leads (id) WHERE stage = 'OPEN';
CREATE INDEX leads_stage ON leads (stage);
CREATE POLICY open ON leads FOR SELECT TO app USING (stage IN ('OPEN', 'WON'));

-- [new]
CREATE TYPE stage AS ENUM ('OPEN', 'NEW', 'WON', 'LOST');
COMMENT ON TYPE stage IS 'How far it is.';
CREATE TABLE leads (
    id integer,
    stage stage NOT NULL DEFAULT 'OPEN',
    stages stage[] DEFAULT '{}',
    CONSTRAINT leads_stage_check CHECK (stage <> 'WON' OR id > 0)
);
CREATE TABLE deals (id integer, stage stage);
CREATE INDEX leads_open ON leads (id) WHERE stage = 'OPEN';
CREATE INDEX leads_stage ON leads (stage);
CREATE POLICY open ON leads FOR SELECT TO app USING (stage IN ('OPEN', 'WON'));

-- [hints]
replaced stage: HOT OPEN

-- [rows]
INSERT INTO leads VALUES (1, 'HOT', '{NEW,HOT}'), (2, 'WON', NULL);
INSERT INTO deals VALUES (1, 'HOT'), (2, NULL);

-- [query]
SELECT id, stage, stages, (SELECT stage FROM deals d WHERE d.id = l.id) FROM leads l ORDER BY l.stage;

-- [answer]
1|OPEN|{NEW,OPEN}|OPEN
2|WON|NULL|NULL

-- [hazards]
CHANGES_VALUES
LOCKS_ALL
REWRITES_TABLE

-- [up]
-- rewrite (a transaction: rewrite public.deals)
ALTER TYPE public.stage RENAME TO crmgen_old_stage;
CREATE TYPE public.stage AS ENUM ('OPEN', 'NEW', 'WON', 'LOST');
ALTER TABLE public.deals ALTER COLUMN stage TYPE public.stage USING (CASE stage::text WHEN 'HOT' THEN 'OPEN' ELSE stage::text END)::public.stage;
DROP INDEX public.leads_open;
ALTER TABLE public.leads DROP CONSTRAINT leads_stage_check;
DROP POLICY open ON public.leads;
ALTER TABLE public.leads
    ALTER COLUMN stage DROP DEFAULT, ALTER COLUMN stage TYPE public.stage USING (CASE stage::text WHEN 'HOT' THEN 'OPEN' ELSE stage::text END)::public.stage, ALTER COLUMN stage SET DEFAULT 'OPEN',
    ALTER COLUMN stages DROP DEFAULT, ALTER COLUMN stages TYPE public.stage[] USING array_replace(stages::text[], 'HOT', 'OPEN')::public.stage[], ALTER COLUMN stages SET DEFAULT '{}';
DROP TYPE public.crmgen_old_stage;
CREATE INDEX leads_open ON public.leads (id) WHERE stage = 'OPEN';
ALTER TABLE public.leads ADD CONSTRAINT leads_stage_check CHECK (stage <> 'WON' OR id > 0);
CREATE POLICY open ON public.leads AS PERMISSIVE FOR SELECT TO app USING (stage IN ('OPEN', 'WON'));
-- switch (a transaction)
COMMENT ON TYPE public.stage IS 'How far it is.';

-- [down]
-- rewrite (a transaction: rewrite public.deals)
ALTER TYPE public.stage RENAME TO crmgen_old_stage;
CREATE TYPE public.stage AS ENUM ('NEW', 'OPEN', 'HOT', 'WON');
ALTER TABLE public.deals ALTER COLUMN stage TYPE public.stage USING stage::text::public.stage;
DROP INDEX public.leads_open;
ALTER TABLE public.leads DROP CONSTRAINT leads_stage_check;
DROP POLICY open ON public.leads;
ALTER TABLE public.leads
    ALTER COLUMN stage DROP DEFAULT, ALTER COLUMN stage TYPE public.stage USING stage::text::public.stage, ALTER COLUMN stage SET DEFAULT 'NEW',
    ALTER COLUMN stages DROP DEFAULT, ALTER COLUMN stages TYPE public.stage[] USING stages::text[]::public.stage[], ALTER COLUMN stages SET DEFAULT '{}';
DROP TYPE public.crmgen_old_stage;
CREATE INDEX leads_open ON public.leads (id) WHERE stage = 'OPEN';
ALTER TABLE public.leads ADD CONSTRAINT leads_stage_check CHECK (stage <> 'WON' OR id > 0);
CREATE POLICY open ON public.leads AS PERMISSIVE FOR SELECT TO app USING (stage IN ('OPEN', 'WON'));
-- switch (a transaction)
COMMENT ON TYPE public.stage IS 'How far it is.';
