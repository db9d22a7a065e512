-- What the database holds, as pgTAP tests: one for each object of the model, and one that there is nothing else. Run it
-- with pg_prove, or Supabase's test runner, as a superuser, as the owner or as whoever ran roles.sql. Everything happens
-- in one transaction that is taken back.

BEGIN;

SET LOCAL client_encoding = 'UTF8';
SET LOCAL client_min_messages = warning;
SET LOCAL standard_conforming_strings = on;

CREATE EXTENSION IF NOT EXISTS pgtap{% if extensions %} WITH SCHEMA {{ extensions }}{% endif %};

{% include "postgres/verify/model.sql" %}

{% include "postgres/verify/compare.sql" %}

-- Wherever pgTAP is, its functions are found by bare names.
DO $path$
BEGIN
    PERFORM set_config('search_path', extnamespace::regnamespace::text, true) FROM pg_extension WHERE extname = 'pgtap';
END
$path$;

SELECT plan({{ plan }});

SELECT is(
           (SELECT string_agg(format('%s: expected %s, found %s', property, coalesce(expected, 'nothing'),
                                     coalesce(found, 'nothing')), E'\n' ORDER BY property)
              FROM jsonb_to_recordset(current_setting('crmgen.differences')::jsonb)
                   AS difference (key jsonb, property text, expected text, found text)
             WHERE key = object - 4),
           NULL,
           concat_ws(' ', object ->> 0, nullif(concat_ws('.', nullif(object ->> 1, ''), nullif(object ->> 2, ''),
                                                         nullif(object ->> 3, '')), '')))
  FROM jsonb_array_elements(current_setting('crmgen.model')::jsonb -> 'objects') WITH ORDINALITY AS model (object, at)
 ORDER BY at;

SELECT is_empty(
    $query$
    SELECT object, found
      FROM jsonb_to_recordset(current_setting('crmgen.differences')::jsonb)
           AS difference (key jsonb, object text, found text)
     WHERE NOT EXISTS (SELECT FROM jsonb_array_elements(current_setting('crmgen.model')::jsonb -> 'objects') AS model (object)
                        WHERE model.object - 4 = key)
    $query$,
    'nothing else is there'
);

SELECT * FROM finish();

ROLLBACK;
