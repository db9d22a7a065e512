//! Uses the generated crates as a service would: as the app role, on a real database. Panics where they do not do what
//! they say.
//!
//! Its arguments are the databases' addresses, as the case's name, `=` and a URL. Each holds the tenants of `tenants.sql`.

use crm::{LeadChanges, LeadScore, LeadStatus, NewDeal, NewLead, OrganizationId, TenantTx, UserId};
use serde_json::{Value, json};
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
        for argument in std::env::args().skip(1) {
            let (case, url) = argument.split_once('=').expect("case=url");
            let pool = PgPoolOptions::new().max_connections(2).connect(url).await.expect("a connection");
            match case {
                "crm" => crm(&pool).await,
                "every-type" => every_type(&pool).await,
                "hostile-names" => hostile_names(&pool).await,
                "text-enums" => text_enums(&pool).await,
                _ => panic!("no such case: {case}"),
            }
            .unwrap_or_else(|error| panic!("{case}: {error}"));
        }
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

/// Each type comes back as it was sent, alone and in an array.
async fn every_type(pool: &PgPool) -> sqlx::Result<()> {
    let tenant = every_type::OrganizationId(ONE.0);
    let mut tx = every_type::TenantTx::begin(pool, tenant).await?;
    let new: every_type::NewPlainRow = serde_json::from_value(plain()).expect("it can be read");
    same(&plain(), &tx.insert_plain_row(new).await?);
    let new: every_type::NewArraysRow = serde_json::from_value(arrays()).expect("it can be read");
    same(&arrays(), &tx.insert_arrays_row(new).await?);
    let empty = tx.insert_nullable_row(every_type::NewNullableRow::default()).await?;
    assert_eq!((empty.a_enum, empty.a_jsonb), (None, None));
    let changes: every_type::NullableRowChanges = serde_json::from_value(plain()).expect("it can be read");
    same(&plain(), &tx.update_nullable_row(empty.id, changes).await?.expect("it is there"));
    tx.insert_defaulted_row(every_type::NewDefaultedRow::default()).await?;
    tx.insert_computed_row(every_type::NewComputedRow::default()).await?;
    tx.commit().await
}

/// An enum that is text in the database is an enum here all the same.
async fn text_enums(pool: &PgPool) -> sqlx::Result<()> {
    use text_enums::{DealChanges, NewDeal, Stage};
    let mut tx = text_enums::TenantTx::begin(pool, text_enums::OrganizationId(ONE.0)).await?;
    let deal = tx.insert_deal(NewDeal::default()).await?;
    assert_eq!((deal.stage, deal.previous, deal.history), (Stage::Open, None, vec![Stage::Open]));
    let over = Some(Stage::ItSOver);
    let history = Some(Stage::ALL.to_vec());
    let changes = DealChanges { stage: over, previous: Some(over), history, ..DealChanges::default() };
    let deal = tx.update_deal(deal.id, changes).await?.expect("it is there");
    assert_eq!((deal.stage, deal.previous, deal.history), (Stage::ItSOver, over, Stage::ALL.to_vec()));
    tx.commit().await
}

/// Names that must be quoted, in the schema, the table, the columns and the enum.
async fn hostile_names(pool: &PgPool) -> sqlx::Result<()> {
    use hostile_names::{Dollar, DollarChanges, GrUf6UdfEU1f980 as Size, NewDollar, TypeSName};
    let mut tx = hostile_names::TenantTx::begin(pool, hostile_names::OrgId(ONE.0)).await?;
    let made = tx.insert_dollar(NewDollar::default()).await?;
    assert_eq!((made.it_s.as_str(), made.new_line, made.back_slash.as_deref()), ("it's", TypeSName::A, None));
    assert_eq!(made.gr_uf6_udf_en, [Size::Klein]);
    let changes = r#"{ "back\\slash": "\\", "new\nline": "B", "🦀": 7, "größen": ["GROß", "KLEIN"] }"#;
    let changes: DollarChanges = serde_json::from_str(changes).expect("it can be read");
    let changed = tx.update_dollar(made.id, changes).await?.expect("it is there");
    assert_eq!((changed.back_slash.as_deref(), changed.new_line, changed.u1f980), (Some("\\"), TypeSName::B, 7));
    assert_eq!(changed.gr_uf6_udf_en, [Size::GroUdf, Size::Klein]);
    assert_eq!(tx.list_drop_table_x(None, 2).await?, [Dollar { ..changed }]);
    tx.commit().await
}

fn plain() -> Value {
    json!({
        "a_smallint": -1, "a_integer": 2, "a_bigint": i64::MIN, "a_numeric": "1.10", "a_money": "9999999999.99",
        "a_real": 0.5, "a_double": 1e100, "a_boolean": true, "a_text": "é\n'\"\\", "a_varchar": "v", "a_char": "EUR",
        "a_citext": "Ci", "a_uuid": ONE.0, "a_date": "2024-02-29", "a_time": "09:30:00.000001",
        "a_timestamp": "2024-02-29T09:30:00", "a_timestamptz": "2024-02-29T09:30:00Z",
        "a_interval": { "months": 1, "days": -2, "microseconds": 3 }, "a_jsonb": { "a": [1, null] }, "a_json": [1, "b"],
        "a_bytea": [0, 255], "a_inet": "10.0.0.0/8", "a_enum": "GREEN",
    })
}

/// Each value of [`plain`], twice, in an array.
fn arrays() -> Value {
    let plain = plain();
    let values = plain.as_object().expect("an object").iter();
    let arrays = values.map(|(name, value)| (plural(name.trim_start_matches("a_")), json!([value, value])));
    arrays.collect::<serde_json::Map<_, _>>().into()
}

fn plural(name: &str) -> String {
    format!("{name}s")
}

/// Every value that was sent is in the row that came back.
fn same(sent: &Value, row: &impl serde::Serialize) {
    let row = serde_json::to_value(row).expect("it can be written");
    for (name, value) in sent.as_object().expect("an object") {
        assert_eq!(&row[name], value, "{name}");
    }
}

fn code(error: sqlx::Error) -> String {
    let error = error.into_database_error().expect("an error of the database");
    error.code().expect("it has a code").into_owned()
}
