//! Every code there is. The comment over each is what `crmgen explain` prints.

use super::Code;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal, $title:literal;)+) => {
        $($(#[doc = $doc])+
        pub static $name: Code = Code { id: $id, title: $title, explanation: concat!($($doc, "\n"),+) };)+

        /// Every code, in the order of this file.
        pub static ALL: &[&Code] = &[$(&$name),+];
    };
}

/// The code of that id, in any letter case.
#[must_use]
pub fn find(id: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|code| code.id.eq_ignore_ascii_case(id))
}

codes! {
    // E00: files and YAML.

    /// A file of the schema, or the folder itself, cannot be read: it is missing, is no regular file, or permission
    /// is denied.
    UNREADABLE = "E0001", "unreadable file";
    /// A schema file holds bytes that are not UTF-8. Save it as UTF-8; in most editors that is an entry of the "save
    /// as" dialogue.
    NOT_UTF8 = "E0002", "not UTF-8";
    /// A schema file is larger than crmgen reads. A schema of ten thousand entities fits; split the file by entity.
    TOO_LARGE = "E0003", "file too large";
    /// The file is not valid YAML. The message is the YAML parser's, at the place where it gave up.
    YAML_SYNTAX = "E0004", "YAML syntax";
    /// Lists and maps are nested deeper than any schema needs. Most often a bracket is not closed, or white space
    /// went wrong; look at the line the message names.
    TOO_DEEP = "E0005", "nested too deeply";
    /// Aliases (`*name`) multiply the file beyond what crmgen reads. Say shared fields once in a trait instead.
    ALIAS_BOMB = "E0006", "aliases expand too far";
    /// A YAML tag (`!name`) has no meaning in a schema. Remove it; write the plain value.
    YAML_TAG = "E0007", "tag";
    /// A file holds more than one YAML document (`---`). Put each into a file of its own.
    MULTIPLE_DOCUMENTS = "E0008", "several documents in a file";
    /// No `crmgen.yaml` was found, here or in a folder above. `crmgen init` writes a starting one; `--schema DIR`
    /// names a folder elsewhere.
    NO_PROJECT = "E0009", "no project";

    /// A file in the schema folder ends in `.yml`, or is a second `crmgen.yaml` below the first. Only `.yaml` is read, and
    /// only one project file, so what it says would be missing silently.
    NOT_READ = "E0010", "file that would not be read";

    // E01: shape.

    /// The map has no such key; the help names the nearest one, or lists what the map may hold. A key that belongs to
    /// another map (a field's `default` on an entity) is unknown here too.
    UNKNOWN_KEY = "E0101", "unknown key";
    /// The same key stands twice in one map. YAML readers differ on which one counts, so neither does. Keep one.
    DUPLICATE_KEY = "E0102", "duplicate key";
    /// A value has the wrong shape: a list where a map is meant, a map where a text is meant. Fields, relations and
    /// checks are maps by name; traits, unique keys and indexes are lists.
    ///
    ///     fields:
    ///       name: text
    ///     indexes:
    ///       - [name]
    WRONG_SHAPE = "E0103", "wrong kind of value";
    /// A key that must be there is missing: a field's `type`, a relation's `to`, the project's `crmgen`, `name` and
    /// `tenancy`.
    MISSING_KEY = "E0104", "missing key";
    /// The value is none of those the key may have. The help lists them; their spelling counts, letter case included.
    UNKNOWN_VALUE = "E0105", "unknown value";
    /// Two keys that exclude each other stand together: a column takes its value from a `default`, from `generated` or
    /// from an `identity`, never from two of them.
    CONFLICTING_KEYS = "E0106", "keys that exclude each other";
    /// The project file names a version of the schema language that this crmgen does not know. Write `crmgen: 1`, or
    /// take a crmgen that knows the version.
    UNKNOWN_LANGUAGE = "E0107", "unknown language version";
    /// In a YAML flow map the comma ends a value, so `{ type: numeric(12,2)? }` cuts the type in two. Quote it, or write
    /// the map in block form, one key a line:
    ///
    ///     budget: { type: "numeric(12,2)?" }
    ///     budget:
    ///       type: numeric(12,2)?
    CUT_BY_COMMA = "E0108", "type cut by a comma";
    /// The range of PostgreSQL versions is not one that crmgen writes for. It is two major versions with a hyphen
    /// between, oldest first, or a single one: `15-18`.
    BAD_VERSIONS = "E0109", "PostgreSQL versions";

    // E02: names.

    /// A name is empty or holds a NUL byte, which PostgreSQL cannot store. Any other character is legal; crmgen
    /// quotes what needs it.
    BAD_NAME = "E0201", "not a name";
    /// A name is longer than the 63 bytes that PostgreSQL keeps; it would be cut silently. Names that crmgen derives
    /// are shortened with a hash instead.
    NAME_TOO_LONG = "E0202", "name too long";
    /// A name is defined twice: an entity, enum or trait in the whole schema; a field, relation or constraint in its
    /// entity.
    DEFINED_TWICE = "E0203", "defined twice";
    /// Two relations derive one column, or a relation's column is also written as a field. A relation `lead` makes the
    /// column `lead_id`; a `column:` gives it another.
    COLUMN_CLASH = "E0204", "two columns of one name";
    /// Two constraints or indexes derive one name, as two indexes on the same fields do. Give one a `name:` of its
    /// own, or remove it if it says the same.
    DERIVED_CLASH = "E0205", "two derived names are equal";
    /// Two relations give their target the same field: by default a relation's inverse is called after the entity it
    /// starts from, and two relations between the same entities meet there. Give one an `inverse:` of its own:
    /// `inverse: assigned_leads`.
    INVERSE_CLASH = "E0206", "two inverse fields of one name";
    /// Two names differ in the schema and become equal in a target: `foo_bar` and `fooBar` are both `fooBar` in
    /// idiomatic Prisma. Rename one.
    TARGET_CLASH = "E0207", "names equal in a target";
    /// A trait's member has the name of one that the entity, or another of its traits, already has.
    TRAIT_CLASH = "E0208", "trait clash";
    /// A table or column would have a name that PostgreSQL keeps for itself: a system column (`xmin`, `ctid`), or a
    /// table, type or role that starts with `pg_`.
    RESERVED_BY_POSTGRES = "E0209", "name kept by PostgreSQL";

    // E03: fields.

    /// No such type, and no enum of that name. Types are PostgreSQL's own, an enum's name, or either with `[]` behind
    /// it; `?` at the end makes the field nullable.
    UNKNOWN_TYPE = "E0301", "unknown type";
    /// The type's parameters are missing, too many, or outside what PostgreSQL takes: `varchar(255)`, `numeric(12,2)`.
    BAD_TYPE_PARAMETERS = "E0302", "type parameters";
    /// The default is no value of the field's type: a number out of range, a text too long, an enum value that does not
    /// exist, a date that never was. Besides values there are `now` for times, `uuid` and `uuid_v7` for UUIDs, and
    /// `{ sql: "…" }` for an expression.
    DEFAULT_MISFIT = "E0303", "default does not fit";
    /// The enum lists no values, so no row could hold one.
    EMPTY_ENUM = "E0304", "enum without values";
    /// The enum lists a value twice. Values are told apart by their exact spelling.
    REPEATED_VALUE = "E0305", "repeated enum value";
    /// `on_update: now` has a trigger set the column to the current time, so the column needs a timestamp type.
    BAD_ON_UPDATE = "E0306", "on_update on the wrong type";
    /// An identity takes its value from a sequence, so it needs an integer type that is not nullable.
    ///
    ///     id: { type: bigint, identity: always }
    BAD_IDENTITY = "E0307", "identity on the wrong type";
    /// A table has more columns than PostgreSQL takes (1,600).
    COLUMN_COUNT = "E0308", "number of columns";
    /// The primary key names a nullable field, a field twice, or none. Leave it out for the usual `id`, a UUID.
    BAD_PRIMARY_KEY = "E0309", "primary key";
    /// The example is no value of the field's type. Rows to try the schema with are made with it, so it must be one that
    /// the column can hold.
    ///
    ///     number: { type: varchar(20), example: R-2026-0001 }
    EXAMPLE_MISFIT = "E0310", "example does not fit";

    // E04: references.

    /// The schema defines no entity of that name, in any of its files.
    UNKNOWN_ENTITY = "E0401", "unknown entity";
    /// The entity has no field and no relation of that name, its traits included.
    UNKNOWN_FIELD = "E0402", "unknown field";
    /// The schema defines no trait of that name, in any of its files.
    UNKNOWN_TRAIT = "E0403", "unknown trait";
    /// No such role; the project has `owner`, `migrator`, `app`, `readonly` and `admin`, of which `app` and `readonly`
    /// take access rules.
    UNKNOWN_ROLE = "E0404", "unknown role";
    /// The relation points at an entity without a key to point at: its primary key is made of relations that lead back to
    /// where they start.
    NO_TARGET_KEY = "E0405", "relation to an entity without a key";
    /// `on_delete: set_null` on a relation that must be there: deleting the target would always fail. Make the relation
    /// `optional: true`, or say what else shall happen: `cascade`, `restrict` or `no_action`.
    SET_NULL_REQUIRED = "E0406", "set_null on a required relation";
    /// Traits include each other in a circle, so that none of them can be taken in whole. Move what they share into a
    /// third.
    TRAIT_CYCLE = "E0407", "traits in a circle";
    /// The index cannot be made so: an access method that has no order, an operator class that does not belong.
    BAD_INDEX = "E0408", "index";
    /// The external table is not known to have the unique key that a foreign key needs. crmgen changes nothing in a
    /// table that is not its own, so the key must be there: make it where the table is made, then list it.
    ///
    ///     customers:
    ///       external: true
    ///       unique: [[organization_id, id]]
    EXTERNAL_KEY = "E0409", "key missing on an external entity";

    // E05: tenancy and access.

    /// The tenancy has no root: the entity named as tenant does not exist or is not one. Name it under `tenancy:
    /// tenant:` in the project file, and write `tenancy: root` in the entity.
    NO_TENANCY_ROOT = "E0501", "tenancy without its root";
    /// A unique or primary key that services can write would cross tenants. Inserting a value that another tenant has
    /// then fails, which tells what that tenant has; and `INSERT … ON CONFLICT DO UPDATE … WHERE` reads its row. Put the
    /// tenant key into the key, or let the database make the values.
    ///
    ///     primary_key: [organization_id, code]
    KEY_CROSSES_TENANTS = "E0502", "key across tenants";
    /// A relation would cross tenants: from rows that every tenant sees to rows that belong to one, or from a tenant's
    /// row to some other tenant. PostgreSQL checks foreign keys past row security, so such a key tells whether a row of
    /// another tenant exists, and a delete reaches through it. A relation to users needs the membership table, which says
    /// whose users they are: `tenancy: { members: …, users: … }`.
    RELATION_CROSSES_TENANTS = "E0503", "relation across tenants";
    /// Every tenant sees every row of a shared entity, so it needs its reason: `tenancy: { shared: "why every tenant
    /// sees the same rows" }`. Without one, leave `tenancy` out: the rows then belong to tenants.
    SHARED_WITHOUT_REASON = "E0504", "shared without a reason";
    /// The entity's tenancy contradicts the project's. The project names one entity each for the tenants, the users and
    /// the memberships; no other entity can be one.
    TENANCY_MISMATCH = "E0505", "tenancy that contradicts the project's";
    /// The tenant key is written as a field or relation. crmgen makes it for every entity that a tenant owns: a UUID that
    /// is never null, defaults to the current tenant, and cannot be changed. `tenant:` says what the relation is called.
    TENANT_KEY_REDEFINED = "E0506", "tenant key redefined";
    /// The role may not have this verb here. `readonly` only reads. Rows that every tenant sees, tenants, users and
    /// memberships are not one tenant's to change: the sign-up service and migrations write them as `admin`.
    FORBIDDEN_VERB = "E0507", "verb not for this role";
    /// The tenant's key must be one `uuid`, as the tenant context is. Leave `id` and `primary_key` out of that entity.
    TENANT_KEY_TYPE = "E0508", "type of the tenant's key";
    /// A membership table needs a relation to the users and a unique key over tenant and user: keys that check a
    /// reference to a user point at it.
    ///
    ///     organization_members:
    ///       primary_key: [organization_id, user]
    ///       relations:
    ///         user: { to: users, on_delete: cascade }
    BAD_MEMBERS = "E0509", "membership table";

    // E06: expressions.

    /// PostgreSQL's parser refuses the expression, at the place shown; or it is more than one expression.
    EXPRESSION_SYNTAX = "E0601", "expression does not parse";
    /// The expression names a column that the entity does not have. An expression sees the columns of its own row alone.
    EXPRESSION_COLUMN = "E0602", "expression names a missing column";
    /// The expression calls a function that PostgreSQL does not have. Declare those of extensions and your own under
    /// `postgres: functions:` in the project file.
    EXPRESSION_FUNCTION = "E0603", "expression calls an unknown function";
    /// A subquery, aggregate, window function or parameter cannot stand here: PostgreSQL evaluates the expression for one
    /// row at a time, and has nothing else to look at. A default sees no columns, and a generated column no other one.
    EXPRESSION_FORBIDDEN = "E0604", "expression not possible here";
    /// A generated column or index needs an expression that always gives the same answer for the same row: what is stored
    /// would else grow wrong. `now()`, `random()` and `CURRENT_DATE` are not such.
    EXPRESSION_VOLATILE = "E0605", "expression is not immutable";
    /// The expression is nested more deeply than PostgreSQL's parser hands on, some hundred operators. Split it into
    /// several checks, or move part of it into a function.
    EXPRESSION_TOO_DEEP = "E0606", "expression nested too deeply";

    // E07: targets.

    /// The Rust crate's name is not one that Cargo takes: letters, digits, `-` and `_`, a letter first.
    BAD_CRATE_NAME = "E0701", "crate name";

    // E08: what is compared.

    /// What is to be compared with is not there: no file or folder has that name, and git knows no commit by it; or both
    /// are there, and crmgen does not guess. Write `./name` for the folder, and `refs/heads/name` for the branch.
    NO_SUCH_SIDE = "E0801", "nothing to compare with";
    /// git is not installed, the schema is in no repository, or git refuses to read it. Without git, name what to compare
    /// with: `--against` takes a folder, a `model.json` or SQL as well as a commit.
    NO_REPOSITORY = "E0802", "no repository";
    /// The commit that both lines of work come from cannot be found. A shallow clone, as CI makes by default, has only the
    /// last commit: fetch the rest with `git fetch --unshallow`, or check out with `fetch-depth: 0`. Lines of work that
    /// have no common commit can be compared by name: `--against origin/main`.
    NO_HISTORY = "E0803", "history that is not there";
    /// A recorded `model.json` was edited by hand, or another version of crmgen wrote it, so what it means cannot be known
    /// for certain. Compare with the commit it was made at (`--against` and the commit), or with the SQL beside it.
    NOT_A_RECORD = "E0804", "no record of a model";
    /// The SQL cannot be read: PostgreSQL's parser refuses it.
    UNREADABLE_SQL = "E0805", "SQL that cannot be read";
    /// A statement of the SQL changes rows, or only a server can tell what it does, so what it does is no part of the
    /// comparison. Where it changes the schema, write what it leads to instead: `pg_dump --schema-only` does.
    UNREAD_STATEMENT = "E0806", "statement that is not followed";

    // E09: output.

    /// A template does not compile, names a value that does not exist, or prints text that code has not quoted for
    /// its language. The place is in the template; a file of your own below the folder `templates:` stands in for the
    /// built-in one of the same path.
    TEMPLATE = "E0901", "template";
    /// What a template made is not valid in its language, or does not say what the model says. Nothing was written.
    OUTPUT_MISMATCH = "E0902", "output differs from the model";
    /// Something in the output folder stands in the way: a file that is not crmgen's (its first line does not carry
    /// the mark), a symbolic link, a folder that cannot be written to. Nothing was changed. Move it away, or give the
    /// folder its rights.
    OUTPUT_BLOCKED = "E0903", "output blocked";
    /// Somebody edited a generated file by hand. The next build overwrites it and keeps the edited text in `.crmgen/`;
    /// what should stay belongs into the schema.
    EDITED_BY_HAND = "E0904", "generated file edited by hand";

    // E10: the way from an earlier schema.

    /// A name is said to be gone, under `dropped` or `replaced`, and still stands. Remove it, or the entry. Entries are for
    /// the change in which a thing goes; once every database has seen it they can be deleted.
    STILL_THERE = "E1001", "dropped and still there";
    /// What is said of an earlier schema cannot all be true: a name lives on under another (`was`) and is dropped or
    /// replaced as well, or two things both had one name. Keep the one that is meant.
    CONTRADICTION = "E1002", "contradictory history";
    /// `replaced` gives rows a value that the enum does not have. Each entry is a lost value and one that is still there:
    ///
    ///     LeadStatus:
    ///       values: [OPEN, CLOSED]
    ///       replaced: { LOST: CLOSED }
    UNKNOWN_REPLACEMENT = "E1003", "replaced by no value";
    /// A relation to an entity with a key of several columns cannot be filled by one expression. Make the relation
    /// optional, fill its columns in a migration of your own, then make it required.
    BACKFILL_OF_SEVERAL = "E1004", "backfill of several columns";
    /// `accept` names a code that is no lint, no hazard and no kind of change, or one that cannot be accepted: `NEEDS_INPUT`
    /// and `AMBIGUOUS_RENAME` ask for something to be written, and faults of the schema are mended.
    UNACCEPTABLE = "E1005", "code that cannot be accepted";
    /// An accepted finding needs its reason: whoever reads the schema later must see why it may stay.
    ///
    ///     accept:
    ///       - { code: L0012, object: leads.leads_organization_id_status_idx, reason: counts are answered from it alone }
    ACCEPTED_WITHOUT_REASON = "E1006", "accepted without a reason";
    /// `until` is a date: year, month and day with hyphens between, `2026-12-31`. It is the last day on which the entry
    /// counts.
    BAD_DATE = "E1007", "date";
    /// The same thing is dropped twice, or the same finding accepted twice. Keep one of the two.
    SAID_TWICE = "E1008", "said twice";
    /// An entry of `accept` applies to nothing: what it accepts is not found any more, or its object is called something
    /// else. Remove the entry, so that the next finding of that kind is seen.
    ACCEPTED_IN_VAIN = "E1009", "accepted in vain";
    /// The date of an entry of `accept` has passed, and what it accepts is still found. Mend that, or give the entry a
    /// later date and a reason that still holds.
    ACCEPTANCE_EXPIRED = "E1010", "acceptance that has expired";
}
