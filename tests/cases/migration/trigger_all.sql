-- [old]
CREATE TABLE public.t (id bigint, a text, b text, c text, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION public.other() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER gone BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.touch();
CREATE TRIGGER changed BEFORE UPDATE ON public.t FOR EACH ROW WHEN (old.a IS DISTINCT FROM new.a) EXECUTE FUNCTION public.touch();
CREATE TRIGGER switched AFTER DELETE ON public.t FOR EACH STATEMENT EXECUTE FUNCTION public.touch();
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON public.t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.touch();

-- [new]
CREATE TABLE public.t (id bigint, a text, b text, c text, d text, CONSTRAINT t_pkey PRIMARY KEY (id));
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION public.other() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER comes AFTER INSERT OR UPDATE OF a, d OR DELETE ON public.t FOR EACH ROW EXECUTE FUNCTION public.other('x', 'it''s');
CREATE TRIGGER changed BEFORE UPDATE OF b ON public.t FOR EACH ROW EXECUTE FUNCTION public.other();
CREATE TRIGGER switched AFTER DELETE ON public.t FOR EACH STATEMENT EXECUTE FUNCTION public.touch();
ALTER TABLE public.t DISABLE TRIGGER switched;
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON public.t DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION public.touch();
CREATE TRIGGER sees AFTER UPDATE ON public.t REFERENCING OLD TABLE AS was NEW TABLE AS is_now FOR EACH STATEMENT EXECUTE FUNCTION public.touch();
CREATE TABLE public.n (id bigint);
CREATE TRIGGER own BEFORE INSERT ON public.n FOR EACH ROW EXECUTE FUNCTION public.touch();

-- [hazards]
BEHAVIOUR_CHANGE

-- [up]
-- expand (a transaction)
CREATE TABLE public.n (
    id bigint
);
ALTER TABLE public.t ADD COLUMN d text;
CREATE TRIGGER own BEFORE INSERT ON public.n FOR EACH ROW EXECUTE FUNCTION public.touch();
CREATE OR REPLACE TRIGGER changed BEFORE UPDATE OF b ON public.t FOR EACH ROW EXECUTE FUNCTION public.other();
CREATE TRIGGER comes AFTER INSERT OR DELETE OR UPDATE OF a, d ON public.t FOR EACH ROW EXECUTE FUNCTION public.other('x', 'it''s');
DROP TRIGGER gone ON public.t;
-- switch (a transaction: trigger public.t.late)
DROP TRIGGER late ON public.t;
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON public.t DEFERRABLE FOR EACH ROW EXECUTE FUNCTION public.touch();
-- switch (a transaction)
CREATE TRIGGER sees AFTER UPDATE ON public.t REFERENCING OLD TABLE AS was NEW TABLE AS is_now FOR EACH STATEMENT EXECUTE FUNCTION public.touch();
ALTER TABLE public.t DISABLE TRIGGER switched;

-- [down]
-- switch (a transaction)
CREATE OR REPLACE TRIGGER changed BEFORE UPDATE ON public.t FOR EACH ROW WHEN (old.a IS DISTINCT FROM new.a) EXECUTE FUNCTION public.touch();
DROP TRIGGER comes ON public.t;
CREATE TRIGGER gone BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.touch();
-- switch (a transaction: trigger public.t.late)
DROP TRIGGER late ON public.t;
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON public.t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.touch();
-- switch (a transaction)
DROP TRIGGER sees ON public.t;
ALTER TABLE public.t ENABLE TRIGGER switched;
-- contract (a transaction)
DROP TABLE public.n;
ALTER TABLE public.t DROP COLUMN d;
