//! Relations: their foreign keys, so made that none crosses tenants, and their inverse sides.
//!
//! The rule is that of the tenancy design: a reference between rows that belong to tenants carries the tenant in a
//! key of its own; a reference to a user is checked through the membership table; rows that every tenant sees point at
//! no tenant's rows.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::{EntityId, FieldId, ForeignKey, IndexKey, Name, OnDelete, Reference, Relation};
use crate::model::{Unique, UniqueOrigin};
use crate::source::Span;

use super::draft::{Draft, Kind, Link};
use super::{Scene, names};

/// Room for the longer suffix, so that a cut stem is common to both keys and the tenant key sorts first.
const PLAIN: &str = "_plain_fkey";
const TENANT: &str = "_fkey";

/// Makes every entity's relations, and the unique keys that tenant keys point at.
pub fn resolve(scene: &Scene<'_, '_>, drafts: &mut [Draft<'_>], faults: &mut Diagnostics) {
    find_member_user(scene, drafts, faults);
    let made: Vec<Vec<Relation>> =
        (0..drafts.len()).map(|at| Maker { scene, drafts, from: EntityId(at) }.relations(faults)).collect();
    for (draft, relations) in drafts.iter_mut().zip(made) {
        draft.relations = relations;
    }
    add_targets(drafts);
}

/// The foreign key side that a relation's kind asks for.
enum Shape {
    /// One key without the tenant.
    Plain,
    /// A key that carries the tenant, to the target or to the membership table, and a plain one where that can be.
    Carried { through_members: bool },
}

struct Maker<'m, 's, 'a, 'd> {
    scene: &'m Scene<'s, 'a>,
    drafts: &'m [Draft<'d>],
    from: EntityId,
}

impl<'d> Maker<'_, '_, '_, 'd> {
    fn draft(&self) -> &Draft<'d> {
        &self.drafts[self.from.0]
    }

    fn relations(&self, faults: &mut Diagnostics) -> Vec<Relation> {
        self.draft().links.iter().filter_map(|link| self.relation(link, faults)).collect()
    }

    fn relation(&self, link: &Link<'_>, faults: &mut Diagnostics) -> Option<Relation> {
        let shape = self.shape(link, faults)?;
        let optional = link.spec.is_some_and(|spec| spec.optional);
        let on_delete = self.on_delete(link, optional, faults);
        let one_to_one = link.spec.and_then(|spec| spec.unique.as_ref()).is_some_and(|flag| flag.value);
        Some(Relation {
            name: link.name.clone(),
            doc: link.spec.and_then(|spec| spec.doc.as_ref()).map(|doc| doc.value.clone()),
            to: link.to,
            fields: link.fields.clone(),
            optional,
            one_to_one,
            reference: self.reference(link, &shape, on_delete, faults)?,
            inverse: self.inverse(link, faults),
            prisma: self.prisma(link, faults),
            was: match link.spec {
                Some(spec) => names::optional("the relation's former name", spec.was.as_ref(), faults),
                None => link.was.clone(),
            },
            span: link.span,
        })
    }

    /// Which keys hold the relation, by whose rows it joins; a fault where it would cross tenants.
    fn shape(&self, link: &Link<'_>, faults: &mut Diagnostics) -> Option<Shape> {
        let (from, to) = (self.draft(), &self.drafts[link.to.0]);
        if link.spec.is_none() || from.spec.external {
            return Some(Shape::Plain);
        }
        match (&from.kind, &to.kind) {
            (Kind::Members, Kind::Users)
            | (_, Kind::Shared(_))
            | (Kind::Root, Kind::Root)
            | (Kind::Users, Kind::Users) => Some(Shape::Plain),
            (Kind::Owned | Kind::Members | Kind::Root, Kind::Owned | Kind::Members) => {
                Some(Shape::Carried { through_members: false })
            }
            (Kind::Owned | Kind::Root, Kind::Users) if self.scene.rules.project.tenancy.members.is_some() => {
                Some(Shape::Carried { through_members: true })
            }
            (Kind::Owned | Kind::Root, Kind::Users) => {
                faults.push(self.crossing(link).help("name the membership table in the project: `tenancy: members:`"));
                None
            }
            (Kind::Users | Kind::Shared(_), _) | (Kind::Owned | Kind::Members, Kind::Root) => {
                faults.push(self.crossing(link));
                None
            }
        }
    }

    fn crossing(&self, link: &Link<'_>) -> Diagnostic {
        let (from, to) = (self.draft(), &self.drafts[link.to.0]);
        let message = format!(
            "`{}` would cross tenants: `{}` holds {}, `{}` holds {}",
            link.name,
            from.name,
            from.kind.word(),
            to.name,
            to.kind.word()
        );
        Diagnostic::error(&codes::RELATION_CROSSES_TENANTS, message)
            .at(link.span, "")
            .at(to.spec.name.span, "points here")
    }

    /// As written; else `cascade` to the tenant, `set_null` where the relation is optional and `restrict` where not.
    fn on_delete(&self, link: &Link<'_>, optional: bool, faults: &mut Diagnostics) -> OnDelete {
        let Some(spec) = link.spec else {
            let tenant = self.draft().spec.tenant.as_ref();
            return self.tenant_on_delete(tenant.and_then(|tenant| tenant.on_delete.as_ref()), faults);
        };
        match &spec.on_delete {
            Some(written) if written.value == OnDelete::SetNull && !optional => {
                faults.push(set_null_required(&link.name, written.span));
                written.value
            }
            Some(written) => written.value,
            None if optional => OnDelete::SetNull,
            None => OnDelete::Restrict,
        }
    }

    fn tenant_on_delete(
        &self,
        written: Option<&crate::source::Spanned<OnDelete>>,
        faults: &mut Diagnostics,
    ) -> OnDelete {
        let Some(written) = written else { return OnDelete::Cascade };
        if written.value == OnDelete::SetNull {
            faults.push(set_null_required(&self.scene.rules.relation, written.span));
        }
        written.value
    }

    fn reference(
        &self,
        link: &Link<'_>,
        shape: &Shape,
        on_delete: OnDelete,
        faults: &mut Diagnostics,
    ) -> Option<Reference> {
        let plain = self.plain_key(link, on_delete);
        match shape {
            Shape::Plain => plain.map(Reference::Plain),
            Shape::Carried { through_members } => {
                let tenant = self.tenant_key(link, *through_members, on_delete, faults)?;
                Some(match plain {
                    Some(plain) => Reference::Both { tenant, plain: self.beside(plain, link) },
                    None => Reference::Tenant(tenant),
                })
            }
        }
    }

    /// The key to the target's primary key; `None` where that starts with the tenant key, which the relation's own
    /// columns leave out.
    fn plain_key(&self, link: &Link<'_>, on_delete: OnDelete) -> Option<ForeignKey> {
        let to = &self.drafts[link.to.0];
        (to.primary_key.len() == link.fields.len()).then(|| ForeignKey {
            name: Name::derived(&self.draft().stem(&link.fields), TENANT, PLAIN.len()),
            fields: link.fields.clone(),
            to: link.to,
            to_fields: to.primary_key.clone(),
            on_delete,
            set_null: Vec::new(),
        })
    }

    /// The plain key under the name it has beside a tenant key.
    fn beside(&self, plain: ForeignKey, link: &Link<'_>) -> ForeignKey {
        ForeignKey { name: Name::derived(&self.draft().stem(&link.fields), PLAIN, PLAIN.len()), ..plain }
    }

    fn tenant_key(
        &self,
        link: &Link<'_>,
        through_members: bool,
        on_delete: OnDelete,
        faults: &mut Diagnostics,
    ) -> Option<ForeignKey> {
        let (to, to_fields) = if through_members { self.membership()? } else { self.carried_target(link)? };
        let fields: Vec<_> = self.draft().tenant_field.into_iter().chain(link.fields.iter().copied()).collect();
        let set_null = if on_delete == OnDelete::SetNull { link.fields.clone() } else { Vec::new() };
        self.report_external(link, to, &to_fields, faults);
        Some(ForeignKey {
            name: Name::derived(&self.draft().stem(&link.fields), TENANT, PLAIN.len()),
            fields,
            to,
            to_fields,
            on_delete,
            set_null,
        })
    }

    /// The membership table's tenant and user columns.
    fn membership(&self) -> Option<(EntityId, Vec<FieldId>)> {
        let members = self.scene.rules.project.tenancy.members?;
        let draft = &self.drafts[members.0];
        Some((members, vec![draft.tenant_field?, draft.member_user?]))
    }

    /// The target's tenant key, then the rest of its primary key.
    fn carried_target(&self, link: &Link<'_>) -> Option<(EntityId, Vec<FieldId>)> {
        let draft = &self.drafts[link.to.0];
        let tenant = draft.tenant_field?;
        let rest = draft.primary_key.iter().copied().filter(|&id| id != tenant);
        Some((link.to, std::iter::once(tenant).chain(rest).collect()))
    }

    /// Under an external table nothing can be added: the key must be listed as existing.
    fn report_external(&self, link: &Link<'_>, to: EntityId, fields: &[FieldId], faults: &mut Diagnostics) {
        let draft = &self.drafts[to.0];
        if !draft.spec.external || is_key(draft, fields) {
            return;
        }
        let columns: Vec<_> = fields.iter().map(|id| draft.fields[id.0].name.as_str()).collect();
        let message = format!("`{}` needs a unique key on `{}` over {}", link.name, draft.name, columns.join(", "));
        let fault = Diagnostic::error(&codes::EXTERNAL_KEY, message).at(link.span, "points at it");
        let fault = fault.at(draft.spec.name.span, "external, so the key cannot be made here");
        faults.push(fault.help(format!("if the table has it, say so there: `unique: [[{}]]`", columns.join(", "))));
    }

    /// The field that the target gets: as written; else the entity's name, and where several relations lead there,
    /// which one.
    fn inverse(&self, link: &Link<'_>, faults: &mut Diagnostics) -> Name {
        let draft = self.draft();
        let written = match link.spec {
            Some(spec) => spec.inverse.as_ref(),
            None => draft.spec.tenant.as_ref().and_then(|tenant| tenant.inverse.as_ref()),
        };
        if let Some(name) = names::optional("this inverse", written, faults) {
            return name;
        }
        let several = draft.links.iter().filter(|other| other.to == link.to).count() > 1;
        if several || link.to == self.from {
            return Name::derived(&format!("{}_by_{}", draft.name, link.name), "", 0);
        }
        draft.name.clone()
    }

    fn prisma(&self, link: &Link<'_>, faults: &mut Diagnostics) -> Option<Name> {
        let written = match link.spec {
            Some(spec) => spec.prisma.as_ref(),
            None => self.draft().spec.tenant.as_ref().and_then(|tenant| tenant.prisma.as_ref()),
        };
        names::optional("this Prisma relation", written, faults)
    }
}

fn set_null_required(relation: &Name, span: Span) -> Diagnostic {
    Diagnostic::error(&codes::SET_NULL_REQUIRED, format!("`{relation}` must be there, so it cannot become null"))
        .at(span, "not with a required relation")
        .help("write `optional: true`, or `on_delete: cascade`, `restrict` or `no_action`")
}

/// Finds the column of the membership table that names the user, and holds the table to what tenant keys need of it.
fn find_member_user(scene: &Scene<'_, '_>, drafts: &mut [Draft<'_>], faults: &mut Diagnostics) {
    let tenancy = &scene.rules.project.tenancy;
    let Some(members) = tenancy.members else { return };
    let draft = &mut drafts[members.0];
    let user = draft.links.iter().find(|link| link.spec.is_some() && Some(link.to) == tenancy.users);
    draft.member_user = user.and_then(|link| match link.fields[..] {
        [only] => Some(only),
        _ => None,
    });
    let pair = draft.tenant_field.zip(draft.member_user);
    let problem = match pair {
        None => "needs a relation to the users",
        Some((tenant, user)) if !is_key(draft, &[tenant, user]) => "needs a unique key over tenant and user",
        Some(_) => return,
    };
    let fault = Diagnostic::error(&codes::BAD_MEMBERS, format!("the membership table `{}` {problem}", draft.name));
    let help = format!("write `primary_key: [{}, user]` and a relation `user: {{ to: … }}`", tenancy.column);
    faults.push(fault.at(draft.spec.name.span, "").help(help));
}

/// Whether the entity has a key over just these columns: its primary key, a unique key as written, or one already made.
/// Written keys are looked at before they are made, because relations decide which others there must be.
fn is_key(draft: &Draft<'_>, fields: &[FieldId]) -> bool {
    let set = |fields: &[FieldId]| fields.iter().copied().collect::<BTreeSet<_>>();
    let wanted = set(fields);
    if set(&draft.primary_key) == wanted {
        return true;
    }
    let tenant = draft.tenant_field.filter(|_| draft.kind.has_key());
    draft.members.uniques().filter(|unique| unique.filter.is_none()).any(|unique| {
        let columns = |name: &crate::spec::Text| match draft.field(&name.value) {
            Some(id) => vec![id],
            None => draft.link(&name.value).map(|link| link.fields.clone()).unwrap_or_default(),
        };
        let written: Vec<_> = unique.keys.iter().flat_map(columns).chain(tenant).collect();
        set(&written) == wanted
    })
}

/// Gives every managed table that tenant keys point at the unique key they need.
fn add_targets(drafts: &mut [Draft<'_>]) {
    let tenant_keys = |relation: &Relation| match &relation.reference {
        Reference::Tenant(key) | Reference::Both { tenant: key, .. } => Some((key.to, key.to_fields.clone())),
        Reference::Plain(_) => None,
    };
    let wanted: BTreeSet<_> = drafts.iter().flat_map(|draft| &draft.relations).filter_map(tenant_keys).collect();
    for (entity, fields) in wanted {
        let draft = &mut drafts[entity.0];
        if !draft.spec.external && !is_key(draft, &fields) {
            draft.uniques.push(Unique {
                name: Name::derived(&draft.stem(&fields), "_key", 0),
                keys: fields.into_iter().map(IndexKey::field).collect(),
                filter: None,
                nulls_not_distinct: false,
                origin: UniqueOrigin::TenantTarget,
                was: None,
                span: draft.spec.name.span,
            });
        }
    }
}
