//! Functions: the tenant context and what triggers run.

use std::collections::{BTreeMap, BTreeSet};

use super::{Body, Expect, SERVICES};
use crate::model::{Bind, ContextSource, Default, Name, WhenUnset};
use crate::sql::facts::{Argument, Columns, Function, Grantee, ObjectName, Privileges, Signature, Type};
use crate::sql::quote::plpgsql_ident;
use crate::sql::{literal, qualified};

/// The oldest version that makes UUIDs of version 7 itself.
pub const UUID_V7: u32 = 18;

/// A function that must be there.
struct Routine {
    name: Name,
    arguments: usize,
    optional_arguments: usize,
    returns: &'static str,
    language: &'static str,
    volatility: &'static str,
    parallel: &'static str,
    /// Whether services call it.
    is_called: bool,
    says: Vec<String>,
    leaves_out: Vec<String>,
}

impl Expect<'_> {
    /// The functions. Their comments are the templates' own.
    pub(super) fn functions(&self) -> BTreeMap<Signature, Function> {
        self.routines().iter().map(|routine| (self.signature(routine), self.function(routine))).collect()
    }

    /// What their bodies must say.
    pub fn bodies(&self) -> Vec<Body> {
        let body = |routine: Routine| Body {
            signature: self.signature(&routine),
            says: routine.says,
            leaves_out: routine.leaves_out,
        };
        self.routines().into_iter().map(body).collect()
    }

    fn routines(&self) -> Vec<Routine> {
        let mut routines = vec![self.current()];
        if let ContextSource::Setting { name, bind } = &self.model.project.tenancy.context.source {
            routines.extend([self.make(*bind), self.set(name)]);
        }
        routines.extend(self.needs_uuid_v7().then(uuid_v7));
        routines.extend(self.keeps_tenant().then(refuse_tenant_change));
        routines.extend(self.touched().into_iter().map(touch));
        routines
    }

    /// The function that returns the current tenant.
    fn current(&self) -> Routine {
        let context = &self.model.project.tenancy.context;
        let mut says = match &context.source {
            ContextSource::Setting { name, bind } => {
                let bound = match bind {
                    Bind::Transaction => Some("transaction_timestamp()".to_owned()),
                    Bind::Setting => None,
                };
                [format!("current_setting({}, true)", literal(name))].into_iter().chain(bound).collect()
            }
            ContextSource::Supabase { claim } => {
                vec!["'request.jwt.claims'".to_owned(), format!("-> 'app_metadata' ->> {}", literal(claim))]
            }
        };
        let (unset, otherwise) = ("RAISE EXCEPTION 'tenant context is not set'", "RETURN NULL");
        let (unset, otherwise) = match context.when_unset {
            WhenUnset::Error => (unset, otherwise),
            WhenUnset::Empty => (otherwise, unset),
        };
        says.extend([unset.to_owned(), "RAISE EXCEPTION 'tenant context is malformed'".to_owned()]);
        let parallel = "safe";
        let leaves_out = vec![otherwise.to_owned()];
        Routine { parallel, says, leaves_out, ..routine(context.current.clone(), "uuid", "plpgsql", "stable") }
    }

    /// The function that makes the setting's value.
    fn make(&self, bind: Bind) -> Routine {
        let bound = "transaction_timestamp()".to_owned();
        let (says, leaves_out) = match bind {
            Bind::Transaction => (vec![bound], Vec::new()),
            Bind::Setting => (Vec::new(), vec![bound]),
        };
        let name = self.model.project.tenancy.context.make.clone();
        let (arguments, optional_arguments, parallel) = (2, 1, "safe");
        let common = routine(name, "text", "sql", "stable");
        Routine { arguments, optional_arguments, parallel, says, leaves_out, ..common }
    }

    /// The function that sets the tenant for the transaction.
    fn set(&self, setting: &str) -> Routine {
        let context = &self.model.project.tenancy.context;
        let made = qualified(&context.schema, &context.make);
        let says = vec![format!("set_config({}, {made}(tenant), true)", literal(setting))];
        Routine { arguments: 1, says, ..routine(context.set.clone(), "void", "sql", "volatile") }
    }

    fn needs_uuid_v7(&self) -> bool {
        let mut fields = self.model.managed().flat_map(|(_, entity)| &entity.fields);
        self.model.project.postgres.versions.oldest < UUID_V7
            && fields.any(|field| field.default() == Some(&Default::UuidV7))
    }

    fn keeps_tenant(&self) -> bool {
        self.model.managed().any(|(_, entity)| entity.tenancy.key().is_some())
    }

    fn touched(&self) -> BTreeSet<&Name> {
        let fields = self.model.managed().flat_map(|(_, entity)| &entity.fields);
        fields.filter(|field| field.touched).map(|field| &field.name).collect()
    }

    fn signature(&self, routine: &Routine) -> Signature {
        Signature { name: self.context(&routine.name), arguments: vec![built_in("uuid"); routine.arguments] }
    }

    fn function(&self, routine: &Routine) -> Function {
        let null = self.tree("NULL");
        let required = routine.arguments - routine.optional_arguments;
        let argument = |at| Argument {
            ty: built_in("uuid"),
            default: (at >= required).then(|| null.clone()),
            ..Argument::default()
        };
        Function {
            arguments: (0..routine.arguments).map(argument).collect(),
            returns: built_in(routine.returns),
            language: routine.language.to_owned(),
            volatility: routine.volatility.to_owned(),
            parallel: routine.parallel.to_owned(),
            settings: BTreeMap::from([("search_path".to_owned(), vec![String::new()])]),
            privileges: self.call(routine.is_called),
            ..Function::default()
        }
    }

    fn call(&self, is_called: bool) -> Privileges {
        let mut privileges = Privileges::default();
        privileges.revoke(&Grantee::Public, "");
        for role in SERVICES.into_iter().filter(|_| is_called) {
            privileges.grant(&self.role(role), "execute", Columns::All);
        }
        privileges
    }
}

/// What most functions have in common: no arguments, called by services.
fn routine(name: Name, returns: &'static str, language: &'static str, volatility: &'static str) -> Routine {
    Routine {
        name,
        arguments: 0,
        optional_arguments: 0,
        returns,
        language,
        volatility,
        parallel: "unsafe",
        is_called: true,
        says: Vec::new(),
        leaves_out: Vec::new(),
    }
}

fn uuid_v7() -> Routine {
    let says = ["clock_timestamp()", "gen_random_uuid()"].map(str::to_owned).into();
    Routine { parallel: "safe", says, ..routine(uuid_v7_name(), "uuid", "sql", "volatile") }
}

fn refuse_tenant_change() -> Routine {
    let says = vec!["RAISE EXCEPTION".to_owned()];
    let leaves_out = vec!["RETURN".to_owned()];
    let name = Name::derived("refuse_tenant_change", "", 0);
    Routine { is_called: false, says, leaves_out, ..routine(name, "trigger", "plpgsql", "volatile") }
}

fn touch(field: &Name) -> Routine {
    let says = vec![format!("NEW.{} := pg_catalog.now(); RETURN NEW;", plpgsql_ident(field))];
    Routine { is_called: false, says, ..routine(touch_name(field), "trigger", "plpgsql", "volatile") }
}

/// What the function is called that makes UUIDs of version 7 where PostgreSQL does not.
pub fn uuid_v7_name() -> Name {
    Name::derived("uuid_v7", "", 0)
}

/// What a trigger that sets a field is called, and its function with it.
pub fn touch_name(field: &Name) -> Name {
    Name::derived(&format!("touch_{field}"), "", 0)
}

/// One of PostgreSQL's own types.
fn built_in(name: &str) -> Type {
    Type { name: ObjectName { schema: None, name: name.to_owned() }, modifiers: Vec::new(), array: false }
}
