{{ title }}

{% for policy in policies %}
CREATE POLICY {{ policy.name }} ON {{ name }}
    AS {{ policy.kind }} FOR {{ policy.command }} TO {{ policy.to }}
{% if policy.using and policy.check %}
    USING ({{ policy.using }})
    WITH CHECK ({{ policy.check }});
{% elif policy.using %}
    USING ({{ policy.using }});
{% else %}
    WITH CHECK ({{ policy.check }});
{% endif %}

{% endfor %}
ALTER TABLE {{ name }} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {{ name }} FORCE ROW LEVEL SECURITY;

REVOKE ALL ON TABLE {{ name }} FROM PUBLIC, {{ services }};
{% for grant in grants %}
GRANT {{ grant.privileges }} ON TABLE {{ name }} TO {{ grant.to }};
{% endfor %}
