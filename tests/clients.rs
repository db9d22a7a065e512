//! What clients are said to see is what is generated for them.

mod support;

use crmgen::client::{Client, Member, Role, Surface};
use crmgen::target::Files;

use support::{Case, crm, for_each};

#[test]
fn members_are_what_is_generated() {
    for_each("build", is_generated);
    let crm = Case { name: "crm".into(), folder: crm().parent().expect("the schema is in a folder").to_owned() };
    is_generated(&crm).unwrap();
}

fn is_generated(case: &Case) -> Result<(), String> {
    let model = support::load(&case.schema())?;
    let files = support::generate(&model)?;
    for (client, folder) in [(Client::Prisma, "prisma/"), (Client::Rust, "rust/")] {
        let text = squeezed(&files, folder);
        for ((role, _), member) in Surface::of(client, &model).members {
            let line = line(client, role, &member);
            if !text.contains(&squeeze(&line)) {
                return Err(format!("{folder}: {line} is not there, for {member:?}"));
            }
        }
    }
    Ok(())
}

/// What stands in the generated text for a member; nothing for what has no words of its own.
fn line(client: Client, role: Role, member: &Member) -> String {
    let (name, ty) = (&member.name, &member.ty);
    let option = |is: bool, ty: &str| if is { format!("Option<{ty}>") } else { ty.to_owned() };
    match (client, role) {
        (Client::Prisma, Role::Entity) => format!("model {name} {{"),
        (Client::Prisma, Role::Field | Role::Relation | Role::Inverse) => {
            format!("\n  {name} {ty}{}", if member.optional { "?" } else { "" })
        }
        (Client::Rust, Role::Entity | Role::New | Role::Changes) => format!("pub struct {name} {{"),
        (Client::Rust, Role::Id) => format!("pub struct {name}(pub {ty});"),
        (Client::Rust, Role::Field) => format!("pub {name}: {},", option(member.optional, ty)),
        (Client::Rust, Role::NewField) => format!("pub {name}: {},", option(!member.required, ty)),
        (Client::Rust, Role::ChangesField) => format!("pub {name}: Option<{}>,", option(member.optional, ty)),
        (Client::Rust, Role::Function(_)) => format!("pub async fn {name}("),
        (Client::Rust, Role::Column) => format!("pub const {name}: &str ="),
        (_, Role::Enum) => format!("enum {name} {{"),
        (_, Role::Whole | Role::Unique) => String::new(),
        (Client::Prisma, Role::Value) => format!("\n  {name}"),
        (Client::Rust, Role::Value) => format!("Self::{name} =>"),
        (Client::Prisma, _) => panic!("Prisma has no {role:?}"),
        (Client::Rust, Role::Relation | Role::Inverse) => panic!("Rust has no {role:?}"),
    }
}

/// The files of a folder in one text, white space squeezed.
fn squeezed(files: &Files, folder: &str) -> String {
    let texts = files.iter().filter(|(path, _)| path.starts_with(folder)).map(|(_, text)| squeeze(text));
    texts.collect::<Vec<_>>().join("\n")
}

/// A text without what layout adds: of Rust no white space counts, of Prisma the first on a line alone.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(").replace(", )", ")").replace(",>", ">")
}
