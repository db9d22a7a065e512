//! `.gitattributes` of the output folder: how git and its hosts treat what is generated.

use super::{Files, Target};
use crate::derived::Derived;
use crate::diagnostic::Diagnostic;
use crate::render::{Language, Renderer};

/// The target.
pub static TARGET: Target = Target { name: "attributes", templates: &[], wanted: |_| true, generate };

/// Hosts fold generated files away, save the SQL: who reviews a change must see its policies. Git keeps line ends, and
/// merges none of it: the next build does.
const RULES: &str = "\
* linguist-generated gitlab-generated text eol=lf -merge
/postgres/** -linguist-generated -gitlab-generated
/postgres/verify.sql linguist-generated gitlab-generated
/postgres/tests/** linguist-generated gitlab-generated
";

fn generate(derived: &Derived<'_>, _renderer: &Renderer) -> Result<Files, Diagnostic> {
    // Git's comments are TOML's.
    let header = Language::Toml.header(&format!("{}/crmgen.yaml", derived.model.project.folder));
    Ok(Files::from([(".gitattributes".into(), header + RULES)]))
}
