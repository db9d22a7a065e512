//! `.gitattributes` of the output folder: how git and its hosts treat what is generated.

use super::{Files, Target};
use crate::model::Model;
use crate::render::Language;

/// The target.
pub static TARGET: Target = Target { name: "attributes", templates: &[], wanted: |_| true };

/// Hosts fold generated files away, save the SQL: who reviews a change must see its policies. Git keeps line ends, and
/// merges none of it: the next build does.
const RULES: &str = "\
* linguist-generated gitlab-generated text eol=lf -merge
/postgres/** -linguist-generated -gitlab-generated
/postgres/verify.sql linguist-generated gitlab-generated
/postgres/tests/** linguist-generated gitlab-generated
";

/// The file.
pub(super) fn files(model: &Model) -> Files {
    // Git's comments are TOML's.
    let header = Language::Toml.header(&format!("{}/crmgen.yaml", model.project.folder));
    Files::from([(".gitattributes".into(), header + RULES)])
}
