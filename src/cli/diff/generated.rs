//! What `crmgen diff` says of the output folder: whether it is what the schema here makes, and whether what lay there on
//! the old side was what this crmgen makes of the schema there.

use serde::Serialize;

use crate::cli::context::{Context, root_of};
use crate::cli::side::Origin;
use crate::cli::unified::{self, FileDiff};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::show::Layout;
use crate::side::Side;
use crate::target::{Take, model_json};
use crate::write::{FOLDER, Output};

/// How the generated files stand to both sides.
pub struct Generated {
    /// Each file's difference, where they are asked for.
    files: Vec<FileDiff>,
    /// `2 changed`; empty where nothing is stale.
    summary: String,
    /// What has to be known of the folder.
    pub warnings: Vec<Diagnostic>,
    /// What the old side is called.
    old: String,
    /// Whether the model recorded there is what this crmgen records of the schema there; `None` where none is.
    old_follows: Option<bool>,
}

/// The same for programs.
#[derive(Serialize)]
pub struct Document<'a> {
    stale: bool,
    files: &'a [FileDiff],
    old_follows: Option<bool>,
}

impl Generated {
    /// Looks at both; `None` where the new side is not the schema here. `origin` is where the old side is from. How each file
    /// differs is worked out `with_files` alone: it may take as long as all the rest.
    ///
    /// # Errors
    /// Why the output cannot be made or compared.
    pub fn of(
        context: &Context,
        (old, origin): (&Side, Option<&Origin>),
        new: &Side,
        with_files: bool,
    ) -> Result<Option<Self>, Vec<Diagnostic>> {
        let (Some(model), Ok(schema)) = (&new.model, context.schema_folder()) else { return Ok(None) };
        let root = root_of(&schema);
        let output = Output::of(&root);
        // Whether it says what it should is for a build to check.
        let make = |take: Take<'_>| crate::draft_parts(model, &root, take);
        let compare = || match with_files {
            true => unified::compared(&output, make),
            false => output.compared(make).map(|plan| (plan, Vec::new())),
        };
        let (compared, old_follows) = rayon::join(compare, || follows(old, origin));
        let (plan, files) = compared?;
        let (summary, warnings) = (plan.summary(), plan.warnings());
        let old_follows = old_follows.map_err(|fault| vec![fault])?;
        Ok(Some(Self { files, summary, warnings, old: old.label.clone(), old_follows }))
    }

    /// Whether the folder is not what the schema here makes.
    pub fn is_stale(&self) -> bool {
        !self.summary.is_empty()
    }

    /// For people, an empty line behind each thing that is to be said.
    pub fn text(&self, layout: Layout) -> String {
        let mut text = String::new();
        if self.old_follows == Some(false) {
            text += &format!(
                "{FOLDER} of {} is not what this crmgen makes of the schema there: another version made it, or it was \
                 stale; part of what changes in it comes from that\n\n",
                self.old
            );
        }
        if self.is_stale() {
            text += &format!("{FOLDER} is stale: {}; run `crmgen build`\n\n", self.summary);
        }
        text + &unified::text(&self.files, layout)
    }

    /// For programs.
    pub fn document(&self) -> Document<'_> {
        Document { stale: self.is_stale(), files: &self.files, old_follows: self.old_follows }
    }
}

/// Whether the model that is recorded beside the old schema is what this crmgen records of it.
fn follows(old: &Side, origin: Option<&Origin>) -> Result<Option<bool>, Diagnostic> {
    let (Some(model), Some(origin)) = (&old.model, origin) else { return Ok(None) };
    let recorded = origin.generated(model_json::PATH)?;
    Ok(recorded.map(|recorded| recorded == model_json::whole(model)))
}
