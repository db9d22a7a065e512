//! The check: silent on every case, and loud about a fault in any template.

mod support;

use std::path::Path;

use crmgen::model::Model;

use support::{for_each, load};

#[test]
fn every_case_says_what_its_model_says() {
    for_each("build", |case| {
        let model = load(&case.schema())?;
        let found = found(&model, support::root());
        if found.is_empty() { Ok(()) } else { Err(found.join("\n")) }
    });
}

/// A fault in a template: what stands there, what is put in its place, and what must be said of it.
struct Fault {
    name: &'static str,
    template: &'static str,
    from: &'static str,
    to: &'static str,
    says: &'static str,
}

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    Fault {
        name: "a column is lost",
        template: "postgres/schema/table.sql",
        from: "{% for column in columns %}",
        to: "{% for column in columns[1:] %}",
        says: "column `public.leads.id`: the model has it, the SQL does not",
    },
    Fault {
        name: "NOT NULL is lost",
        template: "postgres/schema/table.sql",
        from: "{% for trigger in triggers %}",
        to: "ALTER TABLE {{ name }} ALTER COLUMN organization_id DROP NOT NULL;\n{% for trigger in triggers %}",
        says: "ALTER TABLE with",
    },
    Fault {
        name: "a constraint is lost",
        template: "postgres/schema/table.sql",
        from: "{% for constraint in constraints %}",
        to: "{% for constraint in constraints[:1] %}",
        says: "check `public.leads.leads_budget_check`: the model has it",
    },
    Fault {
        name: "an index is lost",
        template: "postgres/schema/table.sql",
        from: "{% for index in indexes %}",
        to: "{% for index in indexes[1:] %}",
        says: "the SQL does not",
    },
    Fault {
        name: "an index is made twice",
        template: "postgres/schema/table.sql",
        from: "{{ index }};",
        to: "{{ index }};\n{{ index }};",
        says: "is there already",
    },
    Fault {
        name: "a trigger runs too late",
        template: "postgres/schema/table.sql",
        from: "BEFORE UPDATE",
        to: "AFTER UPDATE",
        says: "the SQL says `AFTER UPDATE FOR EACH ROW`",
    },
    Fault {
        name: "a trigger loses its condition",
        template: "postgres/schema/table.sql",
        from: "WHEN ({{ trigger.condition }})",
        to: "WHEN (true)",
        says: "condition of trigger `public.leads.keep_tenant`: the model says `old.organization_id IS DISTINCT FROM new.organization_id`, the SQL says `true`",
    },
    Fault {
        name: "a comment is lost",
        template: "postgres/schema/table.sql",
        from: "{% for comment in comments %}",
        to: "{% for comment in comments[1:] %}",
        says: "comment of table `public.leads`",
    },
    Fault {
        name: "the tables are temporary",
        template: "postgres/schema/table.sql",
        from: "CREATE TABLE {{ name }}",
        to: "CREATE UNLOGGED TABLE {{ name }}",
        says: "CREATE UNLOGGED with a temporary or unlogged table",
    },
    Fault {
        name: "a table has a storage parameter",
        template: "postgres/schema/table.sql",
        from: "{% endfor %}\n);",
        to: "{% endfor %}\n) WITH (fillfactor = 50);",
        says: "CREATE TABLE with unknown field `options`",
    },
    Fault {
        name: "a comma is missing",
        template: "postgres/schema/table.sql",
        from: "    {{ column }},\n",
        to: "    {{ column }}\n",
        says: "postgres/schema.sql:",
    },
    Fault {
        name: "a value is misspelt",
        template: "postgres/schema/table.sql",
        from: "CREATE TABLE {{ name }}",
        to: "CREATE TABLE {{ nmae }}",
        says: "templates/postgres/schema/table.sql:3: ",
    },
    Fault {
        name: "a bare string is printed",
        template: "postgres/schema/table.sql",
        from: "    {{ column }},",
        to: "    {{ column ~ \"\" }},",
        says: "templates/postgres/schema/table.sql:5: cannot print",
    },
    Fault {
        name: "a foreign key cascades on update",
        template: "postgres/schema.sql",
        from: "    {{ key.references }};",
        to: "    {{ key.references }} ON UPDATE CASCADE;",
        says: "ON UPDATE of foreign key `public.deals.deals_lead_id_fkey`: the model says `NO ACTION`, the SQL says `CASCADE`",
    },
    Fault {
        name: "a foreign key is not checked",
        template: "postgres/schema.sql",
        from: "    {{ key.references }};",
        to: "    {{ key.references }} NOT VALID;",
        says: "ALTER TABLE with",
    },
    Fault {
        name: "foreign keys are made in another order",
        template: "postgres/schema.sql",
        from: "{% for key in reference.keys %}",
        to: "{% for key in reference.keys | reverse %}",
        says: "foreign keys in order of table `public.deals`",
    },
    Fault {
        name: "enum values are in another order",
        template: "postgres/schema.sql",
        from: "{% for value in enum.values %}",
        to: "{% for value in enum.values | reverse %}",
        says: "values of type `public.LeadScore`: the model says `HOT, WARM, COLD`, the SQL says `COLD, WARM, HOT`",
    },
    Fault {
        name: "the transaction is not closed",
        template: "postgres/schema.sql",
        from: "COMMIT;",
        to: "",
        says: "postgres/schema.sql:",
    },
    Fault {
        name: "the schema is made as somebody else",
        template: "postgres/schema.sql",
        from: "SET LOCAL ROLE {{ owner }};\n",
        to: "",
        says: "here must stand SET LOCAL role = crm_owner",
    },
    Fault {
        name: "the context is immutable",
        template: "postgres/schema/functions.sql",
        from: "    STABLE\n",
        to: "    IMMUTABLE\n",
        says: "volatility of function `app.current_org_id()`: the model says `stable`, the SQL says `immutable`",
    },
    Fault {
        name: "the context has no search path",
        template: "postgres/schema/functions.sql",
        from: "    SET search_path = ''\n",
        to: "",
        says: "settings of function `app.current_org_id()`",
    },
    Fault {
        name: "the context runs as its owner",
        template: "postgres/schema/functions.sql",
        from: "    PARALLEL SAFE\n",
        to: "    PARALLEL SAFE SECURITY DEFINER\n",
        says: "security of function `app.current_org_id()`",
    },
    Fault {
        name: "an unset context is let through",
        template: "postgres/schema/functions.sql",
        from: "        RAISE EXCEPTION 'tenant context is not set' USING",
        to: "        RETURN NULL;\n        RAISE EXCEPTION 'tenant context is not set' USING",
        says: "the SQL says `RETURN NULL`, the model does not",
    },
    Fault {
        name: "a trigger function sets another value",
        template: "postgres/schema/functions.sql",
        from: "pg_catalog.now()",
        to: "pg_catalog.clock_timestamp()",
        says: "body of function `app.touch_updated_at()`",
    },
    Fault {
        name: "a function's body does not parse",
        template: "postgres/schema/functions.sql",
        from: "    RETURN NEW;\nEND",
        to: "    RETURN NEW;\nEDN",
        says: "body of function `app.touch_updated_at()`: unexpected end",
    },
    Fault {
        name: "row security is not forced",
        template: "postgres/policies/table.sql",
        from: "ALTER TABLE {{ name }} FORCE ROW LEVEL SECURITY;",
        to: "",
        says: "row security for the owner of table `public.leads`: the model says `forced`, the SQL says `not forced`",
    },
    Fault {
        name: "row security is off",
        template: "postgres/policies/table.sql",
        from: "ALTER TABLE {{ name }} ENABLE ROW LEVEL SECURITY;",
        to: "",
        says: "row security of table `public.leads`: the model says `enabled`, the SQL says `disabled`",
    },
    Fault {
        name: "a policy looks at another column",
        template: "postgres/policies/table.sql",
        from: "USING ({{ policy.using }})",
        to: "USING (id = (SELECT app.current_org_id()))",
        says: "USING of policy `public.leads.tenant_wall`: the model says `organization_id = (SELECT app.current_org_id())`, the SQL says `id = (SELECT app.current_org_id())`",
    },
    Fault {
        name: "a policy lets every row through",
        template: "postgres/policies/table.sql",
        from: "WITH CHECK ({{ policy.check }})",
        to: "WITH CHECK ({{ policy.check }} OR true)",
        says: "WITH CHECK of policy `public.leads.tenant_wall`",
    },
    Fault {
        name: "the wall is permissive",
        template: "postgres/policies/table.sql",
        from: "AS {{ policy.kind }}",
        to: "AS PERMISSIVE",
        says: "kind of policy `public.leads.tenant_wall`: the model says `RESTRICTIVE`, the SQL says `PERMISSIVE`",
    },
    Fault {
        name: "a policy is for everybody",
        template: "postgres/policies/table.sql",
        from: "TO {{ policy.to }}",
        to: "TO PUBLIC",
        says: "roles of policy `public.leads.app_access`: the model says `crm_app`, the SQL says `PUBLIC`",
    },
    Fault {
        name: "a policy is for another command",
        template: "postgres/policies/table.sql",
        from: "FOR {{ policy.command }}",
        to: "FOR ALL",
        says: "command of policy `public.leads.readonly_select`",
    },
    Fault {
        name: "a grant too many",
        template: "postgres/policies/table.sql",
        from: "{% for grant in grants %}",
        to: "GRANT TRUNCATE ON TABLE {{ name }} TO {{ services }};\n{% for grant in grants %}",
        says: "granted of privileges `crm_app on table public.leads`",
    },
    Fault {
        name: "grants are taken back",
        template: "postgres/policies/table.sql",
        from: "{% for grant in grants %}",
        to: "{% for grant in grants %}\nREVOKE ALL ON TABLE {{ name }} FROM {{ grant.to }};",
        says: "granted of privileges `crm_app on table public.leads`",
    },
    Fault {
        name: "PUBLIC keeps its privileges",
        template: "postgres/policies/table.sql",
        from: "FROM PUBLIC, {{ services }}",
        to: "FROM {{ services }}",
        says: "privileges `PUBLIC on table public.leads`: the model has it, the SQL does not",
    },
    Fault {
        name: "a function can be called by all",
        template: "postgres/policies.sql",
        from: "REVOKE ALL ON FUNCTION {{ function }} FROM PUBLIC;",
        to: "",
        says: "privileges `PUBLIC on function app.set_org(uuid)`",
    },
    Fault {
        name: "a role may do anything",
        template: "postgres/roles.sql",
        from: "{{ role.attributes }};",
        to: "{{ role.attributes }} SUPERUSER;",
        says: "attributes of role `crm_app`",
    },
    Fault {
        name: "the app may act as the owner",
        template: "postgres/roles.sql",
        from: "GRANT {{ owned_by }} TO {{ migrator }};",
        to: "GRANT {{ owned_by }} TO {{ services }};",
        says: "membership `crm_app in crm_owner`: the SQL has it, the model does not",
    },
    Fault {
        name: "default privileges have no effect",
        template: "postgres/roles.sql",
        from: "REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        to: "IN SCHEMA app REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        says: "default privileges `crm_owner on functions in app`",
    },
    Fault {
        name: "PUBLIC may connect",
        template: "postgres/roles.sql",
        from: "    EXECUTE pg_catalog.format('REVOKE ALL ON DATABASE %I FROM PUBLIC', pg_catalog.current_database());\n    EXECUTE pg_catalog.format('GRANT CREATE",
        to: "    EXECUTE pg_catalog.format('GRANT CREATE",
        says: "privileges `PUBLIC on the database`",
    },
    Fault {
        name: "a rollback takes what nobody named",
        template: "postgres/rollback.sql",
        from: "DROP TABLE IF EXISTS {{ table }};",
        to: "DROP TABLE IF EXISTS {{ table }} CASCADE;",
        says: "CASCADE removes what nobody named",
    },
    Fault {
        name: "a rollback leaves types behind",
        template: "postgres/rollback.sql",
        from: "DROP TYPE IF EXISTS {{ type }};",
        to: "",
        says: "after postgres/rollback.sql: type `public.LeadSource`",
    },
    Fault {
        name: "a rollback drops in the wrong order",
        template: "postgres/rollback.sql",
        from: "ALTER TABLE IF EXISTS {{ key.table }} DROP CONSTRAINT IF EXISTS {{ key.name }};",
        to: "",
        says: "is still needed by `a foreign key of another table`",
    },
    Fault {
        name: "the comparison forgets an object",
        template: "postgres/verify/model.sql",
        from: "{% for object in objects %}",
        to: "{% for object in objects[1:] %}",
        says: "postgres/verify.sql lacks `[\"role\",\"\",\"crm_owner\",\"\",",
    },
    Fault {
        name: "the comparison expects an object twice",
        template: "postgres/verify/model.sql",
        from: "{{ object }}{% if",
        to: "{{ object }},\n{{ object }}{% if",
        says: "postgres/verify.sql says `[",
    },
    Fault {
        name: "the comparison looks at other schemas",
        template: "postgres/verify/model.sql",
        from: "{\"about\": {{ about }}",
        to: "{\"about\": {\"schemas\": []}",
        says: "postgres/verify.sql does not say of the project what the model says",
    },
    Fault {
        name: "the comparison does not parse",
        template: "postgres/verify/model.sql",
        from: "SET LOCAL jit = off",
        to: "SET LOCAL jit off",
        says: "postgres/verify.sql:24:15: syntax error",
    },
    Fault {
        name: "the comparison's code does not parse",
        template: "postgres/verify/compare.sql",
        from: "    END LOOP;\n    IF",
        to: "    IF",
        says: "postgres/verify.sql:",
    },
    Fault {
        name: "the comparison may write",
        template: "postgres/verify.sql",
        from: ", READ ONLY",
        to: "",
        says: "postgres/verify.sql is not one transaction that only reads and is rolled back",
    },
    Fault {
        name: "the comparison keeps what it does",
        template: "postgres/verify.sql",
        from: "ROLLBACK;",
        to: "COMMIT;",
        says: "postgres/verify.sql is not one transaction that only reads and is rolled back",
    },
    Fault {
        name: "a seed row is lost",
        template: "postgres/seed.sql",
        from: "{% for row in insert.rows %}",
        to: "{% for row in insert.rows[1:] %}",
        says: "here must stand `INSERT INTO public.organizations",
    },
    Fault {
        name: "the seed writes a tenant's rows as the role that sees all",
        template: "postgres/seed.sql",
        from: "SET LOCAL ROLE {{ step.role }};",
        to: "SET LOCAL ROLE {{ checker }};",
        says: "here must stand `SET LOCAL ROLE crm_app;`",
    },
    Fault {
        name: "the seed does not say for whom it acts",
        template: "postgres/seed.sql",
        from: "{{ step.context }};",
        to: "",
        says: "here must stand `SELECT app.set_org(",
    },
    Fault {
        name: "the seed does not look first",
        template: "postgres/seed.sql",
        from: "    IF EXISTS (",
        to: "    IF NOT EXISTS (",
        says: "a DO block that looks",
    },
    Fault {
        name: "the catalog's tests keep what they do",
        template: "postgres/tests/catalog.sql",
        from: "ROLLBACK;",
        to: "COMMIT;",
        says: "postgres/tests/catalog.sql is not one transaction that is rolled back",
    },
    Fault {
        name: "the isolation tests keep what they do",
        template: "postgres/tests/isolation.sql",
        from: "ROLLBACK;",
        to: "COMMIT;",
        says: "postgres/tests/isolation.sql is not one transaction that is rolled back",
    },
    Fault {
        name: "an isolation test expects what it gets",
        template: "postgres/tests/isolation.sql",
        from: "{{ test.expected }}",
        to: "{{ test.attempt }}",
        says: "'migrator · select · activities · every row' does not say `refused: 42501`",
    },
    Fault {
        name: "the isolation tests of a family lose one",
        template: "postgres/tests/isolation.sql",
        from: "{% for test in section.tests %}",
        to: "{% for test in section.tests[1:] %}",
        says: "there is no test 'app · select · activities · own row · context set'",
    },
    Fault {
        name: "a Rust field is lost",
        template: "rust/src/entity.rs",
        from: "{% for field in row.fields %}",
        to: "{% for field in row.fields[1:] %}",
        says: "Rust type `Lead`",
    },
    Fault {
        name: "the Rust does not parse",
        template: "rust/src/entity.rs",
        from: "pub struct {{ row.name }}",
        to: "pub strukt {{ row.name }}",
        says: "rust/src/",
    },
    Fault {
        name: "a Prisma field is lost",
        template: "prisma/model.prisma",
        from: "{% for line in group.lines %}",
        to: "{% for line in group.lines[1:] %}",
        says: "Prisma `model leads`: the model has",
    },
    Fault {
        name: "a rollback fails a second time",
        template: "postgres/rollback.sql",
        from: "DROP TABLE IF EXISTS",
        to: "DROP TABLE",
        says: "IF EXISTS is missing",
    },
];

#[test]
fn a_fault_in_a_template_is_found() {
    let model = load(&support::crm()).expect("the CRM is right");
    let complaints: Vec<_> = FAULTS.iter().filter_map(|fault| missed(&model, fault)).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// What is said of the output that is made below a folder, where templates may be.
fn found(model: &Model, root: &Path) -> Vec<String> {
    let faults = crmgen::generate_parts(model, root, &mut |_| Ok(())).err().unwrap_or_default();
    faults.into_iter().map(|fault| fault.message).collect()
}

/// What is wrong where a planted fault is not found.
fn missed(model: &Model, fault: &Fault) -> Option<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = folder.path().join(fault.template);
    let text = std::fs::read_to_string(support::root().join("templates").join(fault.template)).expect("a template");
    assert!(text.contains(fault.from), "{}: the template does not say `{}`", fault.name, fault.from);
    std::fs::create_dir_all(place.parent().expect("a folder")).expect("the folder can be made");
    std::fs::write(&place, text.replacen(fault.from, fault.to, 1)).expect("the template can be written");

    let mut model = model.clone();
    model.project.targets.templates = Some(".".to_owned());
    let found = found(&model, folder.path());
    let is_found = found.iter().any(|message| message.contains(fault.says));
    (!is_found).then(|| format!("{}: not among\n  {}", fault.name, found.join("\n  ")))
}
