//! Makes schemas of any size: the same text for the same number, always.
//!
//! Each entity has twenty columns, three relations, seven indexes, two checks and an enum of its own, much as the
//! CRM's have. Three entities more stand for the platform: the tenants, the people and who belongs where.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// Writes a schema of `count` entities, a file each, into a folder that exists.
pub fn write(folder: &Path, count: usize) -> io::Result<()> {
    std::fs::write(folder.join("crmgen.yaml"), PROJECT)?;
    std::fs::write(folder.join("platform.yaml"), PLATFORM)?;
    for at in 0..count {
        std::fs::write(folder.join(format!("{}.yaml", name(at))), entity(at, count))?;
    }
    Ok(())
}

/// The name of an entity: unique by its number, and a plural.
fn name(at: usize) -> String {
    const NOUNS: [&str; 8] = ["orders", "visits", "offers", "tickets", "parcels", "rentals", "invoices", "projects"];
    format!("n{at:05}_{}", NOUNS[at % NOUNS.len()])
}

/// An entity's file. It points at the entity before it and at one far away, so that the whole is one web.
fn entity(at: usize, count: usize) -> String {
    let parent = name(at.saturating_sub(1));
    let other = name((at * 7 + 3) % count);
    let kind = at - at % 10;
    let mut text = String::from("enums:\n");
    let _ = writeln!(text, "  Status{at:05}:\n    doc: Where it stands.\n    values: [OPEN, HELD, DONE, DROPPED]");
    if at == kind {
        let _ = writeln!(text, "  Kind{at:05}:\n    doc: What sort it is.\n    values: [SMALL, MEDIUM, LARGE]");
    }
    let _ = writeln!(text, "entities:\n  {}:\n    doc: Something of sort {at}.", name(at));
    let replaced = ENTITY
        .replace("$STATUS", &format!("Status{at:05}"))
        .replace("$KIND", &format!("Kind{kind:05}"))
        .replace("$PARENT", &parent)
        .replace("$OTHER", &other)
        .replace("$AT", &format!("{at:05}"));
    text + &replaced
}

const PROJECT: &str = "\
crmgen: 1
name: bench
postgres: { versions: 15-18, schema: public }
tenancy:
  tenant: organizations
  column: organization_id
  members: organization_members
  users: users
  context: { setting: app.current_org_id, bind: transaction, when_unset: error }
roles: { owner: bench_owner, migrator: bench_migrator, app: bench_app, readonly: bench_readonly, admin: bench_admin }
targets:
  postgres: {}
  prisma: { names: seed }
  rust: { crate: bench-models, ids: typed }
";

const PLATFORM: &str = "\
traits:
  timestamps:
    fields:
      created_at: { type: timestamptz, default: now, set_once: true, doc: When it was made. }
      updated_at: { type: timestamptz, default: now, on_update: now, doc: When it last changed. }
entities:
  organizations:
    doc: A tenant.
    tenancy: root
    traits: [timestamps]
    fields:
      name: { type: varchar(255), doc: What it is called. }
  users:
    doc: A person who signs in.
    tenancy: users
    traits: [timestamps]
    fields:
      email: { type: varchar(255), doc: The address they sign in with. }
    unique:
      - [email]
  organization_members:
    doc: Says that a user belongs to an organization.
    tenancy: members
    primary_key: [organization_id, user_id]
    fields:
      joined_at: { type: timestamptz, default: now, doc: When they joined. }
    relations:
      user: { to: users, on_delete: cascade, doc: The person. }
";

const ENTITY: &str = r#"    traits: [timestamps]
    fields:
      name:
        type: varchar(255)
        check: "btrim(name) <> ''"
        doc: What it is called.
      email: { type: varchar(255)?, doc: Where mail about it goes. }
      phone: { type: varchar(50)?, doc: Where calls about it go. }
      status: { type: $STATUS, default: OPEN, doc: Where it stands. }
      kind: { type: $KIND, default: SMALL, doc: What sort it is. }
      amount:
        type: numeric(12,2)?
        check: ">= 0"
        doc: What it is worth.
      quantity: { type: integer, default: 0, doc: How many there are. }
      is_active: { type: boolean, default: true, doc: Whether it counts. }
      starts_at: { type: timestamptz?, doc: When it starts. }
      notes: { type: text?, doc: Whatever fits no other field. }
      tags: { type: "text[]", default: [], doc: Labels. }
      attributes: { type: jsonb?, doc: What the organization adds. }
      external_id: { type: varchar(255)?, doc: Its id elsewhere. }
    relations:
      parent:
        to: $PARENT
        optional: true
        on_delete: cascade
        inverse: children_$AT
        prisma: Parent$AT
        doc: What it belongs to.
      other:
        to: $OTHER
        optional: true
        on_delete: set_null
        inverse: others_$AT
        prisma: Other$AT
        doc: What it has to do with.
      assigned_to:
        to: users
        optional: true
        on_delete: set_null
        inverse: assigned_$AT
        prisma: AssignedTo$AT
        doc: Who looks after it.
    indexes:
      - [status]
      - [kind]
      - [created_at desc]
      - { fields: [email], where: "email is not null", doc: Finds what a mail is about. }
"#;
