//! `docs/names.md`: what each thing of the CRM is called in each target, made from its model.

mod support;

use std::fmt::Write as _;

use crmgen::model::{Entity, EntityId, Model, NameStyle};
use crmgen::naming::prisma::PrismaNames;
use crmgen::naming::rust::RustNames;
use crmgen::spelling::{self, Prisma, Rust};

use support::{crm, golden_file, load, root};

const INTRODUCTION: &str = "\
# Names and types in each target

A test makes this page from the CRM's model; `UPDATE_GOLDEN=1 cargo test --test names` writes it. PostgreSQL keeps the
schema's names. Prisma keeps them too in the style `seed`, and has its own habits in the style `idiomatic`, with `@map`
and `@@map` to what the database says. Rust has its own throughout. A name that a target cannot write is spelled in its
letters, and one that is taken gets a number.
";

/// The names of a model in every target.
struct Names {
    seed: PrismaNames,
    idiomatic: PrismaNames,
    rust: RustNames,
}

#[test]
fn the_page_of_names_is_what_the_model_makes() {
    let model = load(&crm()).unwrap_or_else(|faults| panic!("{faults}"));
    let names = Names {
        seed: PrismaNames::of(&model, NameStyle::Seed),
        idiomatic: PrismaNames::of(&model, NameStyle::Idiomatic),
        rust: RustNames::of(&model),
    };
    let mut page = INTRODUCTION.to_owned();
    page += &types();
    page += &entities(&model, &names);
    page += &model.entities().map(|(id, entity)| fields(&names, id, entity)).collect::<String>();
    page += &enums(&model, &names);
    golden_file(&root().join("docs/names.md"), &page).unwrap_or_else(|difference| panic!("{difference}"));
}

/// Every type, as the case that has them all uses it.
fn types() -> String {
    let model = load(&root().join("tests/cases/build/every-type/schema")).unwrap_or_else(|faults| panic!("{faults}"));
    let (_, entity) = model.find("plain").expect("the case has an entity of every type");
    let mut text = heading("Types", ["PostgreSQL", "Prisma", "Rust"]);
    for field in entity.fields.iter().filter(|field| field.name.as_str().starts_with("a_")) {
        let spelling = spelling::spelling(&model, field.ty.scalar);
        row(&mut text, [&spelling.postgres, &prisma(&spelling.prisma), rust(spelling.rust)]);
    }
    text + "\nAn array is `type[]` in PostgreSQL and Prisma and `Vec<type>` in Rust; what may be empty is `type?` in Prisma and\n\
            `Option<type>` in Rust.\n"
}

fn prisma(spelling: &Prisma) -> String {
    match spelling {
        Prisma::Scalar { name, native: None } => (*name).to_owned(),
        Prisma::Scalar { name, native: Some(native) } => format!("{name} @db.{native}"),
        Prisma::Enum => "the enum".to_owned(),
        Prisma::Unsupported(text) => format!("Unsupported(\"{text}\")"),
    }
}

fn rust(spelling: Rust) -> &'static str {
    match spelling {
        Rust::Path(path) => path,
        Rust::Enum => "the enum",
    }
}

fn entities(model: &Model, names: &Names) -> String {
    let mut text = heading("Entities", ["Table", "Prisma, `seed`", "Prisma, `idiomatic`", "Rust", "Rust module"]);
    for (id, entity) in model.entities() {
        let rust = names.rust.entity(id);
        let (seed, idiomatic) = (&names.seed.model(id).name, &names.idiomatic.model(id).name);
        row(&mut text, [entity.name.as_str(), seed, idiomatic, &rust.row, &rust.module]);
    }
    text
}

fn fields(names: &Names, id: EntityId, entity: &Entity) -> String {
    let title = format!("Fields of `{}`", entity.name);
    let mut text = heading(&title, ["Column", "Prisma, `seed`", "Prisma, `idiomatic`", "Rust"]);
    for (field, column) in entity.fields() {
        let (seed, idiomatic) = (names.seed.model(id).field(field), names.idiomatic.model(id).field(field));
        row(&mut text, [column.name.as_str(), seed, idiomatic, names.rust.entity(id).field(field)]);
    }
    text
}

fn enums(model: &Model, names: &Names) -> String {
    let mut text = heading("Enums", ["Enum or value", "Prisma, `seed`", "Prisma, `idiomatic`", "Rust"]);
    let made = names.rust.enums().iter().zip(names.seed.enums()).zip(names.idiomatic.enums());
    for (one, ((rust, seed), idiomatic)) in model.enums.iter().zip(made) {
        row(&mut text, [one.name.as_str(), &seed.name, &idiomatic.name, &rust.name]);
        for (at, value) in one.values.iter().enumerate() {
            let qualified = format!("{}::{}", rust.name, rust.variants[at]);
            row(&mut text, [value.name.as_str(), &seed.values[at], &idiomatic.values[at], &qualified]);
        }
    }
    text
}

fn heading<const N: usize>(title: &str, columns: [&str; N]) -> String {
    format!("\n## {title}\n\n| {} |\n|{}\n", columns.join(" | "), "---|".repeat(N))
}

fn row<const N: usize>(text: &mut String, cells: [&str; N]) {
    let _ = writeln!(text, "| `{}` |", cells.join("` | `"));
}
