//! The Prisma schema of a model, as an application has it.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::path::PathBuf;

use crmgen::model::{Model, NameStyle};
use crmgen::target::Files;
use crmgen::verify::prisma::schema::{Schema, make, whole};

/// Every schema there is, by name: the CRM's and the cases'.
pub fn schemas() -> impl Iterator<Item = (String, PathBuf)> {
    let cases = super::cases("build").into_iter().map(|case| (case.name.clone(), case.schema()));
    std::iter::once(("crm".to_owned(), super::crm())).chain(cases)
}

/// What the target makes, in that style.
pub fn generate(model: &Model, names: NameStyle) -> Files {
    make(model, names).unwrap_or_else(|failure| panic!("{}", failure.title))
}

/// The generated schema with the part that is the application's own.
pub fn schema(model: &Model, names: NameStyle) -> Schema {
    whole(model, &generate(model, names))
}
