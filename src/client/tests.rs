//! Pairs of small schemas, and what differs for their clients.

use super::*;
use crate::source::Sources;

const PROJECT: &str = "
crmgen: 1
name: shop
tenancy: { tenant: shops, column: shop_id }
targets: { postgres: {}, prisma: { names: idiomatic }, rust: { crate: shop-models } }
";

const GOODS: &str = "
enums:
  State: { values: [OPEN, SOLD] }
entities:
  shops: { tenancy: root, fields: { name: text } }
  makers: { fields: { name: text } }
  goods:
    singular: good
    fields:
      title: text
      price: integer
      note: text?
      state: { type: State, default: OPEN }
    unique: [[title]]
    relations:
      maker: { to: makers }
";

fn model(text: &str) -> Model {
    let mut sources = Sources::default();
    sources.add("schema/crmgen.yaml", PROJECT);
    sources.add("schema/goods.yaml", text);
    crate::load_sources(sources).model.unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// What differs after the first schema is edited, each with a mark where it breaks.
fn after(edits: &[(&str, &str)]) -> Vec<String> {
    let new = edits.iter().fold(GOODS.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    let shown = |one: Difference| {
        assert_eq!(one.breaking, one.rule.is_breaking(one.client));
        format!(
            "{}{} {:?} {}: {}",
            if one.breaking { "! " } else { "" },
            one.client.word(),
            one.kind,
            one.member,
            one.why
        )
    };
    differences(&model(GOODS), &model(&new)).into_iter().map(shown).collect()
}

/// The schemas of the cases of `crmgen diff`, where both sides are one.
fn cases() -> Vec<[Model; 2]> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/diff");
    let cases = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let sides = cases.map(|case| ["old", "new"].map(|side| case.join(side)));
    let schemas = sides.filter(|sides| sides.iter().all(|side| side.join("crmgen.yaml").is_file()));
    schemas.map(|sides| sides.map(|side| loaded(&side))).collect()
}

/// A folder's schema, as if the folder were called as any other.
fn loaded(folder: &std::path::Path) -> Model {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let files = files.map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap()));
    crate::Gathered::in_memory("schema", files.collect()).load().model.unwrap()
}

#[test]
fn where_models_agree_nothing_differs() {
    let cases = cases();
    assert!(cases.len() > 50, "only {} cases have two schemas", cases.len());
    let mut agreed = 0;
    for [old, new] in &cases {
        let agreement = Agreement::between(old, new);
        agreed += new.entities().filter(|&(id, _)| agreement.is_on(id)).count();
        assert_eq!(
            differences(old, new),
            beside(old, new, &Agreement::none()),
            "{} to {}",
            old.project.name,
            new.project.name
        );
    }
    assert!(agreed > 50, "they agree on no more than {agreed} entities");
}

#[test]
fn nothing_differs_from_itself() {
    assert_eq!(after(&[]), Vec::<String>::new());
    assert_eq!(after(&[("goods:\n", "goods:\n    doc: What is for sale.\n")]), Vec::<String>::new());
}

#[test]
fn a_field_that_may_be_left_out_breaks_nothing() {
    let found = after(&[("note: text?", "note: text?\n      weight: integer?")]);
    assert_eq!(
        found,
        ["Prisma Added Good.weight: `Good.weight` is new", "Rust Added Good.weight: `Good.weight` is new"]
    );
}

#[test]
fn a_field_that_must_be_given_breaks_what_makes_rows() {
    let found = after(&[("note: text?", "note: text?\n      weight: integer")]);
    let expected = [
        "! Prisma Added Good.weight: `Good.weight` must be given to make a row",
        "Rust Added Good.weight: `Good.weight` is new",
        "! Rust Added NewGood.weight: `NewGood.weight` must be given to make a row",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_field_that_goes_is_told_once() {
    let found = after(&[("      price: integer\n", "")]);
    let expected =
        ["! Prisma Removed Good.price: `Good.price` is gone", "! Rust Removed Good.price: `Good.price` is gone"];
    assert_eq!(found, expected);
}

#[test]
fn a_declared_rename_is_one() {
    let found = after(&[("price: integer", "cost: { type: integer, was: price }")]);
    let expected = [
        "! Prisma Renamed { to: \"Good.cost\" } Good.price: `Good.price` is called `Good.cost` now",
        "! Rust Renamed { to: \"Good.cost\" } Good.price: `Good.price` is called `Good.cost` now",
    ];
    assert_eq!(found, expected);
    let found = after(&[("price: integer", "cost: { type: integer, was: prize }")]);
    assert_eq!(found.iter().filter(|one| one.contains("Removed")).count(), 2, "{found:#?}");
}

#[test]
fn another_type_breaks_both() {
    let found = after(&[("price: integer", "price: bigint")]);
    let expected = [
        "! Prisma Changed Good.price: `Good.price` is `BigInt` instead of `Int`",
        "! Rust Changed Good.price: `Good.price` is `i64` instead of `i32`",
    ];
    assert_eq!(found, expected);
    assert_eq!(after(&[("title: text", "title: varchar(90)")]), Vec::<String>::new());
}

#[test]
fn what_may_be_absent_breaks_what_reads() {
    let found = after(&[("price: integer", "price: integer?")]);
    let expected = [
        "! Prisma Changed Good.price: `Good.price` may be null when it is read",
        "! Rust Changed Good.price: `Good.price` is an `Option` now",
        "! Rust Changed NewGood.price: `NewGood.price` is an `Option` now, and may be left out",
    ];
    assert_eq!(found, expected);
    let found = after(&[("note: text?", "note: { type: text, default: none }")]);
    let expected = [
        "! Prisma Changed Good.note: `Good.note` takes no null any more",
        "! Rust Changed Good.note: `Good.note` is no `Option` any more",
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_could_be_left_out_and_cannot_now_breaks_what_makes_rows() {
    let found = after(&[("state: { type: State, default: OPEN }", "state: { type: State }")]);
    let expected = [
        "! Prisma Changed Good.state: `Good.state` must be given to make a row",
        "! Rust Changed NewGood.state: `NewGood.state` must be given to make a row",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_default_frees_clients_of_giving_a_value() {
    let found = after(&[("price: integer", "price: { type: integer, default: 1 }")]);
    let expected = [
        "Prisma Changed Good.price: `Good.price` may be left out when a row is made",
        "! Rust Changed NewGood.price: `NewGood.price` is an `Option` now, and may be left out",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_value_more_breaks_a_closed_enum() {
    let found = after(&[("[OPEN, SOLD]", "[OPEN, HELD, SOLD]")]);
    let expected = [
        "Prisma Added State.HELD: `State.HELD` is new; a client from before fails on rows that hold it",
        "! Rust Added State::Held: `State::Held` is new, so a `match` over all values lacks it",
    ];
    assert_eq!(found, expected);
}

#[test]
fn values_go_and_are_renamed() {
    let found = after(&[("[OPEN, SOLD]", "[OPEN, { name: GONE, was: SOLD }]")]);
    assert!(found.iter().all(|one| one.starts_with("! ") && one.contains("Renamed")), "{found:#?}");
    let found = after(&[("[OPEN, SOLD]", "[OPEN]")]);
    assert!(found.iter().all(|one| one.starts_with("! ") && one.contains("Removed")), "{found:#?}");
    assert_eq!(found.len(), 2);
}

#[test]
fn an_entity_that_comes_or_goes_is_told_once() {
    let found = after(&[("  goods:\n", "  carts: { fields: { name: text } }\n  goods:\n")]);
    assert_eq!(found.iter().filter(|one| !one.starts_with('!')).count(), found.len());
    assert!(found.contains(&"Rust Added Cart: `Cart` is new".to_owned()), "{found:#?}");
    assert!(!found.iter().any(|one| one.contains("Cart.name") || one.contains("NewCart")), "{found:#?}");
}

#[test]
fn an_entity_is_renamed_with_all_that_is_called_after_it() {
    let found = after(&[("  goods:\n    singular: good\n", "  wares:\n    singular: ware\n    was: goods\n")]);
    let expected = [
        "! Prisma Renamed { to: \"Ware\" } Good: `Good` is called `Ware` now",
        "! Rust Renamed { to: \"Ware\" } Good: `Good` is called `Ware` now",
    ];
    assert!(expected.iter().all(|one| found.contains(&(*one).to_owned())), "{found:#?}");
    let others = found.iter().filter(|one| !expected.contains(&one.as_str()));
    assert!(others.clone().all(|one| one.contains("Maker.goods") || one.contains("Shop.goods")), "{found:#?}");
}

#[test]
fn keys_by_which_rows_are_found_are_members() {
    let found = after(&[("    unique: [[title]]\n", "")]);
    let expected = ["! Prisma Removed Good.shopId_title (unique): `Good.shopId_title (unique)` is gone"];
    assert_eq!(found, expected);
}

#[test]
fn relations_have_two_ends_and_a_column() {
    let found = after(&[("maker: { to: makers }", "producer: { to: makers, was: maker }")]);
    let expected = [
        "! Prisma Renamed { to: \"Good.producerId\" } Good.makerId: `Good.makerId` is called `Good.producerId` now",
        "! Prisma Renamed { to: \"Good.producer\" } Good.maker: `Good.maker` is called `Good.producer` now",
        "! Rust Renamed { to: \"Good.producer_id\" } Good.maker_id: `Good.maker_id` is called `Good.producer_id` now",
    ];
    assert_eq!(found, expected);
    let found = after(&[("    relations:\n      maker: { to: makers }\n", "")]);
    assert!(found.iter().any(|one| one.contains("Removed Maker.goods")), "{found:#?}");
}

#[test]
fn a_verb_that_services_lose_takes_its_function_along() {
    let found =
        after(&[("    singular: good\n", "    singular: good\n    access: { app: [select, insert, update] }\n")]);
    assert_eq!(found, ["! Rust Removed TenantTx::delete_good: `TenantTx::delete_good` is gone"]);
    let found = after(&[("    singular: good\n", "    singular: good\n    access: { app: [select] }\n")]);
    let gone = ["NewGood", "GoodChanges", "TenantTx::insert_good", "TenantTx::update_good", "TenantTx::delete_good"];
    let members: Vec<_> = found.iter().map(|one| one.split('`').nth(1).unwrap_or_default()).collect();
    assert!(gone.iter().all(|gone| members.contains(gone)) && members.len() == gone.len(), "{found:#?}");
}

#[test]
fn every_rule_has_a_verdict_for_both() {
    let good = Surface::of(Client::Rust, &model(GOODS));
    let member = good.members.values().find(|member| member.path == "NewGood.title").unwrap();
    assert!(member.required && member.ty == "String" && !member.optional);
    let optional = good.members.values().find(|member| member.path == "Good.note").unwrap();
    assert!(optional.optional && optional.origin == Origin::Field("goods".into(), "note".into()));
}

#[test]
fn members_that_trade_names_are_renamed_once() {
    let fields = ("      title: text\n", "      title: { type: text, was: note }\n");
    let traded = after(&[fields, ("      note: text?", "      note: { type: text?, was: title }")]);
    for (from, to) in [("Good.note", "Good.title"), ("Good.title", "Good.note")] {
        let renamed = format!("`{from}` is called `{to}` now");
        assert!(traded.iter().any(|line| line.ends_with(&renamed)), "{renamed}: {traded:#?}");
    }
}
