//! The settings that each file starts with.

use super::is_supabase;
use crate::model::{Model, Role};
use crate::sql::facts::Setting;

/// The text's encoding, whatever the client's is.
pub fn plain() -> Vec<Setting> {
    vec![local("client_encoding", ["UTF8".to_owned()])]
}

/// As the owner.
pub fn with_owner(model: &Model) -> Vec<Setting> {
    let mut settings = plain();
    settings.push(local("role", [model.project.roles.name(Role::Owner).to_string()]));
    settings
}

/// As the owner, with the path on which expressions find what they name.
pub fn with_path(model: &Model) -> Vec<Setting> {
    let extensions = is_supabase(model).then(|| crate::model::project::SUPABASE_EXTENSIONS.to_owned());
    let mut settings = with_owner(model);
    settings.push(local("search_path", [model.project.postgres.schema.to_string()].into_iter().chain(extensions)));
    settings
}

fn local(name: &str, values: impl IntoIterator<Item = String>) -> Setting {
    Setting { name: name.to_owned(), values: values.into_iter().collect(), local: true }
}
