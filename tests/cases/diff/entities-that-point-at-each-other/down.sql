-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 1: contract.

BEGIN;

-- foreign_key.drop messages.messages_thread_id_fkey: The foreign key `messages_thread_id_fkey` of `messages` is dropped
-- before its table.
ALTER TABLE public.messages DROP CONSTRAINT messages_thread_id_fkey;

-- foreign_key.drop messages.messages_thread_id_plain_fkey: The foreign key `messages_thread_id_plain_fkey` of
-- `messages` is dropped before its table.
ALTER TABLE public.messages DROP CONSTRAINT messages_thread_id_plain_fkey;

-- foreign_key.drop threads.threads_latest_id_fkey: The foreign key `threads_latest_id_fkey` of `threads` is dropped
-- before its table.
ALTER TABLE public.threads DROP CONSTRAINT threads_latest_id_fkey;

-- foreign_key.drop threads.threads_latest_id_plain_fkey: The foreign key `threads_latest_id_plain_fkey` of `threads` is
-- dropped before its table.
ALTER TABLE public.threads DROP CONSTRAINT threads_latest_id_plain_fkey;

-- table.drop messages: The table `messages` is dropped.
-- DELETES_DATA: every row of `messages` is lost; stop using the table in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.messages
DROP TABLE public.messages;

-- table.drop threads: The table `threads` is dropped.
-- DELETES_DATA: every row of `threads` is lost; stop using the table in one release and drop it in the next, with a
--               backup
--   count: SELECT count(*) FROM public.threads
DROP TABLE public.threads;

COMMIT;
