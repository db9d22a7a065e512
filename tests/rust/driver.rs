//! Uses the CRM's crate as a service would, where values alone do not tell: texts, references and pages. Panics where it
//! does not do what it says.
//!
//! Its argument is the address of a database with the sample rows' two tenants in it.

use crm::{LeadChanges, LeadScore, LeadStatus, NewDeal, NewLead, OrganizationId, TenantTx, UserId};
use serde_json::json;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use uuid::Uuid;

const ONE: OrganizationId = OrganizationId(Uuid::from_u128(0xa));
const OTHER: OrganizationId = OrganizationId(Uuid::from_u128(0xb));
const PERSON: UserId = UserId(Uuid::from_u128(0xa1));

fn main() {
    texts();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let url = std::env::args().nth(1).expect("an address");
        let pool = PgPoolOptions::new().max_connections(2).connect(&url).await.expect("a connection");
        crm(&pool).await.unwrap_or_else(|error| panic!("{error}"));
    });
}

/// What needs no database: texts of enums and ids, and null told apart from nothing.
fn texts() {
    for score in LeadScore::ALL {
        assert_eq!(score.to_string().parse(), Ok(score));
        assert_eq!(serde_json::from_value::<LeadScore>(json!(score)).expect("it can be read"), score);
    }
    let unknown = "TEPID".parse::<LeadScore>().unwrap_err().to_string();
    assert_eq!(unknown, r#""TEPID" is no LeadScore: expected one of ["HOT", "WARM", "COLD"]"#);
    assert_eq!(ONE.to_string().parse(), Ok(ONE));

    let read = |text| serde_json::from_str::<LeadChanges>(text);
    let nulled = read(r#"{ "email": null }"#).expect("it can be read");
    assert_eq!(nulled, LeadChanges { email: Some(None), ..LeadChanges::default() });
    assert_eq!(serde_json::to_string(&nulled).expect("it can be written"), r#"{"email":null}"#);
    assert_eq!(read("{}").expect("it can be read"), LeadChanges::default());
    assert!(read(r#"{ "name": null }"#).is_err());
    assert!(serde_json::from_str::<NewLead>(r#"{ "email": "a@b" }"#).is_err());
}

/// A row's whole life, seen by its tenant alone.
async fn crm(pool: &PgPool) -> sqlx::Result<()> {
    let mut tx = TenantTx::begin(pool, ONE).await?;
    let new = NewLead { tags: Some(vec!["a".into(), "b".into()]), ..NewLead::new("Ada".into()) };
    let lead = tx.insert_lead(NewLead { assigned_to_id: Some(PERSON), ..new }).await?;
    assert_eq!((lead.organization_id, lead.status, lead.score), (ONE, LeadStatus::NewLead, LeadScore::Cold));
    assert_eq!((lead.tags.len(), lead.assigned_to_id), (2, Some(PERSON)));

    let nothing = tx.update_lead(lead.id, LeadChanges::default()).await?;
    assert_eq!(nothing.as_ref(), Some(&lead));
    let hot = LeadChanges { score: Some(LeadScore::Hot), assigned_to_id: Some(None), ..LeadChanges::default() };
    let changed = tx.update_lead(lead.id, hot).await?.expect("it is there");
    assert_eq!((changed.score, changed.assigned_to_id, &changed.name), (LeadScore::Hot, None, &lead.name));
    assert_eq!(tx.get_lead(lead.id).await?, Some(changed));

    let deal = tx.insert_deal(NewDeal { lead_id: Some(lead.id), ..NewDeal::new("Sale".into(), 12.into()) }).await?;
    assert_eq!(deal.lead_id, Some(lead.id));
    tx.commit().await?;

    walls(pool, &lead, &deal).await?;
    pages(pool).await?;

    let mut tx = TenantTx::begin(pool, ONE).await?;
    assert!(tx.delete_lead(lead.id).await?);
    assert!(!tx.delete_lead(lead.id).await?);
    let deal = tx.get_deal(deal.id).await?.expect("it outlives its lead");
    assert_eq!(deal.lead_id, None);
    tx.commit().await
}

/// Another tenant sees none of it, changes none of it and cannot refer to it; what is not committed never was.
async fn walls(pool: &PgPool, lead: &crm::Lead, deal: &crm::Deal) -> sqlx::Result<()> {
    let mut tx = TenantTx::begin(pool, OTHER).await?;
    assert_eq!(tx.tenant(), OTHER);
    assert_eq!(tx.get_lead(lead.id).await?, None);
    assert_eq!(tx.list_leads(None, 10).await?, []);
    let won = LeadChanges { status: Some(LeadStatus::Converted), ..LeadChanges::default() };
    assert_eq!(tx.update_lead(lead.id, won).await?, None);
    assert!(!tx.delete_lead(lead.id).await?);
    let own = tx.insert_deal(NewDeal::new("Own".into(), 1.into())).await?;
    drop(tx);

    let mut tx = TenantTx::begin(pool, OTHER).await?;
    assert_eq!(tx.get_deal(own.id).await?, None);
    let theirs = NewDeal { lead_id: Some(lead.id), ..NewDeal::new("Theft".into(), 1.into()) };
    assert_eq!(code(tx.insert_deal(theirs).await.unwrap_err()), "23503");
    tx.rollback().await?;

    let mut tx = TenantTx::begin(pool, OTHER).await?;
    let foreign = NewDeal { organization_id: Some(ONE), ..NewDeal::new("Gift".into(), 1.into()) };
    assert_eq!(code(tx.insert_deal(foreign).await.unwrap_err()), "42501");
    tx.rollback().await?;

    let mut tx = TenantTx::begin(pool, ONE).await?;
    assert!(tx.get_deal(deal.id).await?.is_some());
    assert_eq!(tx.get_organization_member(PERSON).await?.expect("a member").user_id, PERSON);
    tx.rollback().await
}

/// Rows come in pages that meet without a gap.
async fn pages(pool: &PgPool) -> sqlx::Result<()> {
    let mut tx = TenantTx::begin(pool, ONE).await?;
    for name in ["Ben", "Cleo", "Dan"] {
        tx.insert_lead(NewLead::new(name.into())).await?;
    }
    let all = tx.list_leads(None, 10).await?;
    let first = tx.list_leads(None, 3).await?;
    let rest = tx.list_leads(Some(first[2].id), 10).await?;
    assert_eq!((all.len(), [first, rest].concat()), (4, all));
    tx.rollback().await
}

fn code(error: sqlx::Error) -> String {
    let error = error.into_database_error().expect("an error of the database");
    error.code().expect("it has a code").into_owned()
}
