//! Who reaches which rows of which table by which verb, on both sides: privileges, row security and policies together.
//!
//! This is what a reviewer must see whatever statements bring it about. What cannot be told to be as narrow as before
//! counts as wider. It does not know what functions that policies call do, nor owners, whom only FORCE holds.

use std::collections::{BTreeMap, BTreeSet};

use super::pair::{Pair, pairs};
use super::privilege::{Privileged, on_table};
use super::reach::{Reach, VERBS, reach, words};
use super::view;
use crate::sql::facts::{Columns, Command, Facts, Grantee, Membership, ObjectName, Privileges, Table};

/// What a role reaches of a table by a verb, where that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessChange {
    /// The role; `PUBLIC` for every one.
    pub role: String,
    /// The table or view.
    pub table: ObjectName,
    /// The verb: `SELECT`.
    pub verb: &'static str,
    /// What it reached on the old side, in words and SQL.
    pub before: String,
    /// What it reaches on the new side.
    pub after: String,
    /// Whether it may reach more than before.
    pub widens: bool,
}

/// Where two sides differ in who reaches what, by table, role and verb; the old side under new names.
#[must_use]
pub fn differences(old: &Facts, new: &Facts) -> Vec<AccessChange> {
    let sides = [Side::new(old), Side::new(new)];
    let same_roles = old.memberships == new.memberships && old.roles == new.roles;
    let tables = pairs(&old.tables, &new.tables).filter(|(_, pair)| match pair {
        Pair::Kept(old, new) => !same_roles || !is_reached_alike(old, new),
        Pair::Added(_) | Pair::Dropped(_) => true,
    });
    let tables = tables.flat_map(|(name, pair)| of_table(&sides, name, pair));
    let shown_anew = view::shown_anew(old, new);
    let views = pairs(&old.views, &new.views).flat_map(|(name, pair)| {
        let [old, new] = pair.halves().map(|view| view.map(|view| bare(&view.privileges)));
        compared(&sides, name, [old.as_ref(), new.as_ref()], shown_anew.contains(name).then_some(QUERIES))
    });
    tables.chain(views).collect()
}

/// Whether nothing differs on which access depends.
fn is_reached_alike(old: &Table, new: &Table) -> bool {
    let switches = |table: &Table| (table.row_security, table.forced);
    switches(old) == switches(new) && old.policies == new.policies && old.privileges == new.privileges
}

/// A view as a table without row security.
fn bare(privileges: &Privileges) -> Table {
    Table { privileges: privileges.clone(), ..Table::default() }
}

fn of_table(sides: &[Side<'_>; 2], name: &ObjectName, pair: Pair<&Table>) -> Vec<AccessChange> {
    compared(sides, name, pair.halves(), None)
}

/// What is reached through a view that gives other rows, before and after: nobody can tell from a query's text whether
/// that is more.
const QUERIES: [&str; 2] = ["what it gave", "what it gives now, which may be more"];

/// A side, with whom each role may act as.
struct Side<'a> {
    facts: &'a Facts,
    groups: BTreeMap<&'a Grantee, Vec<&'a str>>,
}

impl<'a> Side<'a> {
    fn new(facts: &'a Facts) -> Self {
        let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for Membership { role, member } in &facts.memberships {
            groups.entry(member).or_default().push(role.as_str());
        }
        Self { facts, groups }
    }

    /// Everybody as whom a role may act, itself and `PUBLIC` included.
    fn selves(&self, role: &Grantee) -> BTreeSet<Grantee> {
        let mut selves = BTreeSet::from([role.clone(), Grantee::Public]);
        let mut open = vec![role.clone()];
        while let Some(one) = open.pop() {
            let groups = self.groups.get(&one).into_iter().flatten();
            for group in groups.map(|group| Grantee::Role((*group).to_owned())) {
                if selves.insert(group.clone()) {
                    open.push(group);
                }
            }
        }
        selves
    }

    /// Whether one of them is held by no policy.
    fn bypasses(&self, selves: &BTreeSet<Grantee>) -> bool {
        selves.iter().any(|one| match one {
            Grantee::Role(name) => self.facts.roles.get(name).is_some_and(|role| {
                ["bypassrls", "superuser"].iter().any(|power| role.attributes.get(*power) == Some(&true))
            }),
            Grantee::Public | Grantee::CurrentUser => false,
        })
    }
}

/// What a role reaches by a verb.
struct Access {
    /// Of which columns; none, where it is not granted.
    columns: Option<Columns>,
    rows: Reach,
    /// The rows, in words and SQL.
    words: String,
}

/// What is reached before and after, in words; of the same rows, only which columns come and go.
fn told(before: &Access, after: &Access) -> [String; 2] {
    match before.only().zip(after.only()) {
        Some((old, new)) if before.words == after.words => {
            let listed = |word: &str, names: Vec<&String>| match names.as_slice() {
                [] => String::new(),
                names => format!(", {word} {}", joined(names)),
            };
            let comes = listed("with", new.difference(old).collect());
            let goes = listed("without", old.difference(new).collect());
            [before.words.clone(), format!("the same rows{comes}{goes}")]
        }
        Some(_) | None => [before, after].map(Access::told),
    }
}

fn joined(names: &[&String]) -> String {
    names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")
}

fn compared(
    sides: &[Side<'_>; 2],
    name: &ObjectName,
    tables: [Option<&Table>; 2],
    queries: Option<[&str; 2]>,
) -> Vec<AccessChange> {
    let granted = |table: &Table| on_table(&table.privileges);
    let privileges = tables.map(|table| table.map(granted).unwrap_or_default());
    let roles: BTreeSet<_> = tables.iter().flatten().flat_map(|table| named(table)).collect();
    let roles = roles.into_iter().chain(sides.iter().flat_map(|side| side.groups.keys().map(|one| (*one).clone())));
    let roles: BTreeSet<_> = roles.collect();
    let access = |at: usize, role: &Grantee, verb| {
        let access = access(&sides[at], tables[at], &privileges[at], role, verb);
        match queries {
            Some(queries) => access.by_query(queries[at]),
            None => access,
        }
    };
    let change = |role: &Grantee, verb: Command| {
        let [before, after] = [access(0, role, verb), access(1, role, verb)];
        let widens = !after.is_within(&before);
        let (role, table, verb) = (role.to_string(), name.clone(), verb.word());
        (!before.is_same(&after)).then(|| {
            let [before, after] = told(&before, &after);
            AccessChange { role, table, verb, before, after, widens }
        })
    };
    roles.iter().flat_map(|role| VERBS.iter().filter_map(|verb| change(role, *verb)).collect::<Vec<_>>()).collect()
}

/// Everybody whom a table's privileges and policies name.
fn named(table: &Table) -> impl Iterator<Item = Grantee> + '_ {
    let policies = table.policies.values().flat_map(|policy| &policy.roles);
    table.privileges.0.keys().chain(policies).cloned()
}

fn access(
    side: &Side<'_>,
    table: Option<&Table>,
    privileges: &BTreeMap<Grantee, Privileged>,
    role: &Grantee,
    verb: Command,
) -> Access {
    let selves = side.selves(role);
    let held = selves.iter().filter_map(|one| privileges.get(one)?.get(&verb.word().to_lowercase()));
    let columns = held.cloned().reduce(Columns::and);
    let (Some(table), Some(_)) = (table, &columns) else {
        return Access { columns: None, rows: Reach::Ways(BTreeSet::new()), words: "nothing".to_owned() };
    };
    let bypasses = side.bypasses(&selves);
    let rows = if bypasses { Reach::Everything } else { reach(table, &selves, verb) };
    let shown = if bypasses { "every row".to_owned() } else { words(table, &selves, verb) };
    let words = if rows.is_nothing() { "nothing".to_owned() } else { shown };
    Access { columns, rows, words }
}

impl Access {
    /// The same by a query, whose rows compare with no other's.
    fn by_query(self, words: &str) -> Self {
        if self.is_nothing() { self } else { Self { rows: Reach::only(words), words: words.to_owned(), ..self } }
    }

    /// The columns, where something is reached and not all of them are.
    fn only(&self) -> Option<&BTreeSet<String>> {
        match &self.columns {
            Some(Columns::Only(names)) if !self.is_nothing() => Some(names),
            Some(Columns::Only(_) | Columns::All) | None => None,
        }
    }

    /// The rows and, where they are not all, the columns.
    fn told(&self) -> String {
        let of = self.only().map(|names| format!("; columns {}", joined(&names.iter().collect::<Vec<_>>())));
        self.words.clone() + &of.unwrap_or_default()
    }

    fn is_nothing(&self) -> bool {
        self.columns.is_none() || self.rows.is_nothing()
    }

    fn is_same(&self, other: &Self) -> bool {
        (self.is_nothing() && other.is_nothing()) || (self.columns == other.columns && self.rows == other.rows)
    }

    /// Whether it surely reaches nothing that the other does not.
    fn is_within(&self, other: &Self) -> bool {
        let columns = match (&self.columns, &other.columns) {
            (None, _) => true,
            (Some(own), Some(others)) => own.is_within(others),
            (Some(_), None) => false,
        };
        self.is_nothing() || (columns && self.rows.is_within(&other.rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::read;

    const TABLE: &str = "CREATE TABLE public.t (id bigint, org text);";

    fn found(old: &str, new: &str) -> Vec<(String, bool)> {
        let facts = |text: &str| read::schema(&format!("{TABLE}{text}"), "public").unwrap().0;
        let said = |change: AccessChange| {
            let AccessChange { role, verb, before, after, widens, .. } = change;
            (format!("{role} {verb}: {before} -> {after}"), widens)
        };
        differences(&facts(old), &facts(new)).into_iter().map(said).collect()
    }

    fn walled(policies: &str) -> String {
        format!("GRANT SELECT ON public.t TO app; ALTER TABLE public.t ENABLE ROW LEVEL SECURITY; {policies}")
    }

    #[test]
    fn a_grant_widens_and_its_loss_narrows() {
        let granted = "GRANT SELECT (id) ON public.t TO app;";
        assert_eq!(found("", granted), [("app SELECT: nothing -> every row; columns id".to_owned(), true)]);
        assert_eq!(found(granted, ""), [("app SELECT: every row; columns id -> nothing".to_owned(), false)]);
    }

    #[test]
    fn of_the_same_rows_only_the_columns_that_come_and_go_are_told() {
        let granted = |columns| format!("GRANT UPDATE ({columns}) ON public.t TO app;");
        let told = |old, new| found(&granted(old), &granted(new)).remove(0);
        assert_eq!(told("id", "id, org"), ("app UPDATE: every row -> the same rows, with org".to_owned(), true));
        assert_eq!(told("id, org", "id"), ("app UPDATE: every row -> the same rows, without org".to_owned(), false));
        let both = "app UPDATE: every row -> the same rows, with org, without id";
        assert_eq!(told("id", "org"), (both.to_owned(), true));
    }

    #[test]
    fn row_security_narrows_and_a_policy_widens() {
        let [closed, open] = ["", "CREATE POLICY p ON public.t TO app USING (org = who());"].map(walled);
        let granted = "GRANT SELECT ON public.t TO app;";
        assert_eq!(found(granted, &closed), [("app SELECT: every row -> nothing".to_owned(), false)]);
        let expected = ("app SELECT: nothing -> rows where org = who()".to_owned(), true);
        assert_eq!(found(&closed, &open), [expected]);
    }

    #[test]
    fn what_cannot_be_compared_counts_as_wider() {
        let [old, new] =
            ["id > 1", "id > 2"].map(|rule| walled(&format!("CREATE POLICY p ON public.t USING ({rule});")));
        assert_eq!(found(&old, &new), [("app SELECT: rows where id > 1 -> rows where id > 2".to_owned(), true)]);
    }

    #[test]
    fn another_query_of_a_view_may_show_more_to_whoever_reads_it_or_what_reads_it() {
        let views = |rule| {
            format!(
                "CREATE VIEW public.v AS SELECT id FROM public.t WHERE {rule}; CREATE VIEW public.w AS SELECT id FROM public.v;
                 CREATE VIEW public.x AS SELECT id FROM public.t; GRANT SELECT ON public.w, public.x TO app;"
            )
        };
        let expected = "app SELECT: what it gave -> what it gives now, which may be more";
        assert_eq!(found(&views("id > 1"), &views("id > 2")), [(expected.to_owned(), true)]);
        assert_eq!(found(&views("id > 1"), &views("id  >  1")), []);
    }

    #[test]
    fn a_view_of_another_owner_or_that_calls_what_answers_otherwise_may_show_more() {
        let view = |id, around: &str| {
            format!(
                "CREATE FUNCTION public.g() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT {id}';
                 CREATE FUNCTION public.f() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN g(); END';
                 CREATE VIEW public.v AS SELECT id FROM public.t WHERE id = public.f();
                 GRANT SELECT ON public.v TO app; {around}"
            )
        };
        let expected = [("app SELECT: what it gave -> what it gives now, which may be more".to_owned(), true)];
        assert_eq!(found(&view(1, ""), &view(2, "")), expected);
        let owned = |owner| view(1, &format!("ALTER VIEW public.v OWNER TO {owner};"));
        assert_eq!(found(&owned("one"), &owned("two")), expected);
        let asks = |owner| owned(owner) + "ALTER VIEW public.v SET (security_invoker = on);";
        assert_eq!(found(&asks("one"), &asks("two")), []);
    }

    #[test]
    fn whoever_may_act_as_another_reaches_what_that_one_reaches() {
        let roles = "CREATE ROLE app; CREATE ROLE boss BYPASSRLS;";
        let walled = walled("CREATE POLICY p ON public.t USING (id > 1);");
        let (old, new) = (format!("{roles}{walled}"), format!("{roles}{walled} GRANT boss TO app;"));
        assert_eq!(found(&old, &new), [("app SELECT: rows where id > 1 -> every row".to_owned(), true)]);
    }
}
