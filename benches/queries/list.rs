//! The queries that a CRM asks most, as its services write them: none names the tenant.

/// A query, and what it is for.
pub struct Query {
    /// What a reader calls it.
    pub name: &'static str,
    /// The statement; `{and}` stands where one without row security would name the tenant behind another condition,
    /// `{where}` where it would be the only one, `{user}` and `{lead}` for keys.
    pub sql: &'static str,
}

/// The ten.
pub const QUERIES: [Query; 10] = [
    Query {
        name: "leads by status, newest first",
        sql: "SELECT * FROM leads WHERE status = 'QUALIFIED' {and} ORDER BY created_at DESC LIMIT 50",
    },
    Query {
        name: "leads of one assignee",
        sql: "SELECT * FROM leads WHERE assigned_to_id = '{user}' {and} ORDER BY created_at DESC LIMIT 50",
    },
    Query { name: "latest 20 leads", sql: "SELECT * FROM leads {where} ORDER BY created_at DESC LIMIT 20" },
    Query {
        name: "pipeline by stage",
        sql: "SELECT stage, count(*), sum(value) FROM deals WHERE status = 'ACTIVE' {and} GROUP BY stage",
    },
    Query {
        name: "calendar week",
        sql: "SELECT * FROM appointments WHERE starts_at >= '2026-02-02' AND starts_at < '2026-02-09' {and} \
              ORDER BY starts_at",
    },
    Query {
        name: "leads by part of a name",
        sql: "SELECT * FROM leads WHERE name ILIKE '%tanaka%' {and} ORDER BY name LIMIT 20",
    },
    Query {
        name: "leads by mail address",
        sql: "SELECT * FROM leads WHERE email = 'olga-tanaka@northwind-realty.example.com' {and}",
    },
    Query {
        name: "activities of a lead",
        sql: "SELECT * FROM activities WHERE lead_id = '{lead}' {and} ORDER BY created_at DESC LIMIT 20",
    },
    Query { name: "activity feed", sql: "SELECT * FROM activities {where} ORDER BY created_at DESC LIMIT 50" },
    Query { name: "number of leads", sql: "SELECT count(*) FROM leads {where}" },
];

impl Query {
    /// The statement for a user and a lead; with a condition on the tenant, or without one.
    pub fn text(&self, user: &str, lead: &str, tenant: Option<&str>) -> String {
        let (and, alone) = match tenant {
            Some(tenant) => (format!("AND organization_id = {tenant}"), format!("WHERE organization_id = {tenant}")),
            None => (String::new(), String::new()),
        };
        let text = self.sql.replace("{user}", user).replace("{lead}", lead);
        text.replace("{and}", &and).replace("{where}", &alone)
    }
}
