//! Stub.
use super::{Files, Target};
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::render::Renderer;

/// The target.
pub static TARGET: Target = Target { name: "prisma", templates: &[], wanted: |_| true, generate };

fn generate(_model: &Model, _renderer: &Renderer) -> Result<Files, Diagnostic> {
    Ok(Files::new())
}
