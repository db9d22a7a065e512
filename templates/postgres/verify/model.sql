SET LOCAL search_path = '';
SET LOCAL row_security = on;
SET LOCAL lock_timeout = '5s';
-- Both sides of a comparison must be planned and printed alike.
SET LOCAL TimeZone = 'UTC';
-- Nothing is known of how many rows the steps of the live query have; where it has many, this is what stays fast.
SET LOCAL enable_nestloop = off;
SET LOCAL max_parallel_workers_per_gather = 0;
SET LOCAL jit = off;

-- What the catalog must hold: an object to a line, each as kind, schema, name, part and properties.
SET LOCAL crmgen.model = {{ quote }}{"about": {{ about }}, "objects": [
{% for object in objects %}
{{ object }}{% if not loop.last %},{% endif +%}
{% endfor %}
]}{{ quote }};
