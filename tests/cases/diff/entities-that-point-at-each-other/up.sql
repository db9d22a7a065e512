-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: expand.

BEGIN;

-- table.add messages: The table `messages` is made.
CREATE TABLE public.messages (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL DEFAULT app.current_org_id(),
    body text NOT NULL,
    thread_id uuid NOT NULL,
    CONSTRAINT messages_pkey PRIMARY KEY (id),
    CONSTRAINT messages_organization_id_id_key UNIQUE (organization_id, id)
);

-- table.add threads: The table `threads` is made.
CREATE TABLE public.threads (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL DEFAULT app.current_org_id(),
    topic text NOT NULL,
    latest_id uuid,
    CONSTRAINT threads_pkey PRIMARY KEY (id),
    CONSTRAINT threads_organization_id_id_key UNIQUE (organization_id, id)
);

-- index.add messages.messages_thread_id_organization_id_idx: The index `messages_thread_id_organization_id_idx` of
-- `messages` is made.
CREATE INDEX messages_thread_id_organization_id_idx ON public.messages (thread_id, organization_id);

-- index.add threads.threads_latest_id_organization_id_idx: The index `threads_latest_id_organization_id_idx` of
-- `threads` is made.
CREATE INDEX threads_latest_id_organization_id_idx ON public.threads (latest_id, organization_id);

-- foreign_key.add messages.messages_organization_id_fkey: The foreign key `messages_organization_id_fkey` of `messages`
-- is made.
-- LOCKS_ALL: nobody reads or writes `organizations` until the transaction ends, as row security is lifted from the
--            owner meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.messages NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.messages ADD CONSTRAINT messages_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations (id) ON DELETE CASCADE;
ALTER TABLE public.messages FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations FORCE ROW LEVEL SECURITY;

-- foreign_key.add messages.messages_thread_id_fkey: The foreign key `messages_thread_id_fkey` of `messages` is made.
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.messages NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.threads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.messages ADD CONSTRAINT messages_thread_id_fkey FOREIGN KEY (organization_id, thread_id) REFERENCES public.threads (organization_id, id) ON DELETE CASCADE;
ALTER TABLE public.messages FORCE ROW LEVEL SECURITY;
ALTER TABLE public.threads FORCE ROW LEVEL SECURITY;

-- foreign_key.add messages.messages_thread_id_plain_fkey: The foreign key `messages_thread_id_plain_fkey` of `messages`
-- is made.
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.messages NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.threads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.messages ADD CONSTRAINT messages_thread_id_plain_fkey FOREIGN KEY (thread_id) REFERENCES public.threads (id) ON DELETE CASCADE;
ALTER TABLE public.messages FORCE ROW LEVEL SECURITY;
ALTER TABLE public.threads FORCE ROW LEVEL SECURITY;

-- foreign_key.add threads.threads_latest_id_fkey: The foreign key `threads_latest_id_fkey` of `threads` is made.
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.threads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.messages NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.threads ADD CONSTRAINT threads_latest_id_fkey FOREIGN KEY (organization_id, latest_id) REFERENCES public.messages (organization_id, id) ON DELETE SET NULL (latest_id);
ALTER TABLE public.threads FORCE ROW LEVEL SECURITY;
ALTER TABLE public.messages FORCE ROW LEVEL SECURITY;

-- foreign_key.add threads.threads_latest_id_plain_fkey: The foreign key `threads_latest_id_plain_fkey` of `threads` is
-- made.
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.threads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.messages NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.threads ADD CONSTRAINT threads_latest_id_plain_fkey FOREIGN KEY (latest_id) REFERENCES public.messages (id) ON DELETE SET NULL;
ALTER TABLE public.threads FORCE ROW LEVEL SECURITY;
ALTER TABLE public.messages FORCE ROW LEVEL SECURITY;

-- foreign_key.add threads.threads_organization_id_fkey: The foreign key `threads_organization_id_fkey` of `threads` is
-- made.
-- LOCKS_ALL: nobody reads or writes `organizations` until the transaction ends, as row security is lifted from the
--            owner meanwhile; run it at a quiet hour
-- Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else
-- sees any of it: the table stays locked until the transaction ends, and then everything is as it was.
ALTER TABLE public.threads NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations NO FORCE ROW LEVEL SECURITY;
ALTER TABLE public.threads ADD CONSTRAINT threads_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations (id) ON DELETE CASCADE;
ALTER TABLE public.threads FORCE ROW LEVEL SECURITY;
ALTER TABLE public.organizations FORCE ROW LEVEL SECURITY;

-- trigger.add messages.keep_tenant: The trigger `keep_tenant` of `messages` is made.
CREATE TRIGGER keep_tenant BEFORE UPDATE ON public.messages FOR EACH ROW WHEN (old.organization_id IS DISTINCT FROM new.organization_id) EXECUTE FUNCTION app.refuse_tenant_change();

-- trigger.add threads.keep_tenant: The trigger `keep_tenant` of `threads` is made.
CREATE TRIGGER keep_tenant BEFORE UPDATE ON public.threads FOR EACH ROW WHEN (old.organization_id IS DISTINCT FROM new.organization_id) EXECUTE FUNCTION app.refuse_tenant_change();

-- policy.add messages.app_access: The policy `app_access` of `messages` is made.
CREATE POLICY app_access ON public.messages AS PERMISSIVE FOR ALL TO demo_app USING (organization_id = (SELECT app.current_org_id())) WITH CHECK (organization_id = (SELECT app.current_org_id()));

-- policy.add messages.readonly_select: The policy `readonly_select` of `messages` is made.
CREATE POLICY readonly_select ON public.messages AS PERMISSIVE FOR SELECT TO demo_readonly USING (organization_id = (SELECT app.current_org_id()));

-- policy.add messages.tenant_wall: The policy `tenant_wall` of `messages` is made.
CREATE POLICY tenant_wall ON public.messages AS RESTRICTIVE FOR ALL TO PUBLIC USING (organization_id = (SELECT app.current_org_id())) WITH CHECK (organization_id = (SELECT app.current_org_id()));

-- policy.add threads.app_access: The policy `app_access` of `threads` is made.
CREATE POLICY app_access ON public.threads AS PERMISSIVE FOR ALL TO demo_app USING (organization_id = (SELECT app.current_org_id())) WITH CHECK (organization_id = (SELECT app.current_org_id()));

-- policy.add threads.readonly_select: The policy `readonly_select` of `threads` is made.
CREATE POLICY readonly_select ON public.threads AS PERMISSIVE FOR SELECT TO demo_readonly USING (organization_id = (SELECT app.current_org_id()));

-- policy.add threads.tenant_wall: The policy `tenant_wall` of `threads` is made.
CREATE POLICY tenant_wall ON public.threads AS RESTRICTIVE FOR ALL TO PUBLIC USING (organization_id = (SELECT app.current_org_id())) WITH CHECK (organization_id = (SELECT app.current_org_id()));

-- row_security.enable messages: Row security of `messages` is turned on.
ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;

-- row_security.force messages: Row security of `messages` holds for the owner too.
ALTER TABLE public.messages FORCE ROW LEVEL SECURITY;

-- row_security.enable threads: Row security of `threads` is turned on.
ALTER TABLE public.threads ENABLE ROW LEVEL SECURITY;

-- row_security.force threads: Row security of `threads` holds for the owner too.
ALTER TABLE public.threads FORCE ROW LEVEL SECURITY;

-- privilege.grant messages.demo_admin: `demo_admin` may DELETE, INSERT, SELECT, UPDATE on `messages`.
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.messages TO demo_admin;

-- privilege.grant messages.demo_app: `demo_app` may DELETE, INSERT (body, organization_id, thread_id), SELECT, UPDATE
-- (body, thread_id) on `messages`.
GRANT DELETE, INSERT (body, organization_id, thread_id), SELECT, UPDATE (body, thread_id) ON TABLE public.messages TO demo_app;

-- privilege.grant messages.demo_readonly: `demo_readonly` may SELECT on `messages`.
GRANT SELECT ON TABLE public.messages TO demo_readonly;

-- privilege.grant threads.demo_admin: `demo_admin` may DELETE, INSERT, SELECT, UPDATE on `threads`.
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.threads TO demo_admin;

-- privilege.grant threads.demo_app: `demo_app` may DELETE, INSERT (latest_id, organization_id, topic), SELECT, UPDATE
-- (latest_id, topic) on `threads`.
GRANT DELETE, INSERT (latest_id, organization_id, topic), SELECT, UPDATE (latest_id, topic) ON TABLE public.threads TO demo_app;

-- privilege.grant threads.demo_readonly: `demo_readonly` may SELECT on `threads`.
GRANT SELECT ON TABLE public.threads TO demo_readonly;

-- comment messages.organization_id: The comment on COLUMN public.messages.organization_id changes.
COMMENT ON COLUMN public.messages.organization_id IS 'The organization that the row belongs to.';

-- comment threads.organization_id: The comment on COLUMN public.threads.organization_id changes.
COMMENT ON COLUMN public.threads.organization_id IS 'The organization that the row belongs to.';

COMMIT;
