{{ title }}

CREATE TABLE {{ name }} (
{% for column in columns %}
    {{ column }},
{% endfor %}

{% for constraint in constraints %}
    {{ constraint }}{% if not loop.last %},{% endif +%}
{% endfor %}
);

{% for index in indexes %}
{{ index }};
{% endfor %}
{% if indexes %}

{% endif %}
{% for trigger in triggers %}
CREATE TRIGGER {{ trigger.name }}
    BEFORE UPDATE ON {{ name }}
    FOR EACH ROW
{% if trigger.condition %}
    WHEN ({{ trigger.condition }})
{% endif %}
    EXECUTE FUNCTION {{ trigger.function }}();

{% endfor %}
{% for comment in comments %}
{{ comment }};
{% endfor %}
