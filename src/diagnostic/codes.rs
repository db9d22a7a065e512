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

    /// A file in the schema folder ends in `.yml`. Only `.yaml` is read, so what it says would be missing silently.
    NOT_READ = "E0010", "file that would not be read";

    // E01: shape.

    /// The map has no such key; the help names the nearest one, or lists what the map may hold. A key that belongs to
    /// another map (a field's `default` on an entity) is unknown here too.
    UNKNOWN_KEY = "E0101", "unknown key";
    /// The same key stands twice in one map. YAML readers differ on which one counts, so neither does.
    DUPLICATE_KEY = "E0102", "duplicate key";
    /// A value has the wrong shape: a list where a map is meant, a map where a text is meant. Look for a missing `-`
    /// before an item or a missing blank after a `:`.
    WRONG_SHAPE = "E0103", "wrong kind of value";
    /// A key that must be there is missing: a field needs its `type`, a relation its `to`, the project file its
    /// `name` and the version of the language, `crmgen: 1`.
    MISSING_KEY = "E0104", "missing key";
    /// The value is none of those the key may have. The help lists them; their spelling counts, letter case included.
    UNKNOWN_VALUE = "E0105", "unknown value";
    /// Two keys that exclude each other stand together: of `default`, `generated` and `identity` a field has one, as
    /// each says where its value comes from; the Supabase flavor of the context takes no `bind`. Keep the one that is
    /// meant.
    CONFLICTING_KEYS = "E0106", "keys that exclude each other";
    /// The project file names a version of the schema language that this crmgen does not know. Write `crmgen: 1`, or
    /// take a crmgen that knows the version.
    UNKNOWN_LANGUAGE = "E0107", "unknown language version";
    /// In a YAML flow map `{ type: numeric(12,2)? }` the comma ends the value, so the type is cut in two. Quote it,
    /// `{ type: "numeric(12,2)?" }`, or write the map in block form, one key a line.
    CUT_BY_COMMA = "E0108", "type cut by a comma";
    /// The range of PostgreSQL versions is not one that crmgen writes for. Write the oldest and the newest major
    /// version that the output must run on, `versions: 15-18`, or one of them alone.
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
    /// Two relations derive one column, or a relation's column is also written as a field: the relation `lead` makes
    /// the column `lead_id`. Remove the field, or give the relation a `column:` of its own.
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
    /// The default is no value of the field's type: a number out of its range, a text too long for `varchar(n)`, a
    /// value the enum does not have. Functions are written as `now`, `uuid`, `uuid_v7` or `{ sql: "…" }`.
    DEFAULT_MISFIT = "E0303", "default does not fit";
    /// The enum lists no values, so no row could hold one. List them under `values:`, or as a list behind the enum's
    /// name.
    EMPTY_ENUM = "E0304", "enum without values";
    /// The enum lists a value twice. PostgreSQL would refuse the type; remove one of the two.
    REPEATED_VALUE = "E0305", "repeated enum value";
    /// `on_update: now` sets the time of the last change, so it needs a `timestamptz` (or a `timestamp`). Change the
    /// type, or remove the key.
    BAD_ON_UPDATE = "E0306", "on_update on the wrong type";
    /// An identity takes its values from a sequence, so it needs `smallint`, `integer` or `bigint`, without `?`, and
    /// without a `default`.
    BAD_IDENTITY = "E0307", "identity on the wrong type";
    /// A table has more columns than PostgreSQL takes (1,600).
    COLUMN_COUNT = "E0308", "number of columns";
    /// The primary key names a nullable field, a field twice, or none. List the fields that tell the rows apart:
    /// `primary_key: [organization_id, user_id]`.
    BAD_PRIMARY_KEY = "E0309", "primary key";

    // E04: references.

    /// A relation, the tenancy or an access rule names an entity that the schema does not define. Define it, correct
    /// the name, or, where its table exists elsewhere, define it with `external: true`.
    UNKNOWN_ENTITY = "E0401", "unknown entity";
    /// A key, index or check names something the entity does not have. Fields, relations (by their name or that of
    /// their column) and the fields of its traits are known.
    UNKNOWN_FIELD = "E0402", "unknown field";
    /// The entity takes a trait that the schema does not define. Define it under `traits:`, in any file of the
    /// schema, or correct the name.
    UNKNOWN_TRAIT = "E0403", "unknown trait";
    /// No such role; the project has `owner`, `migrator`, `app`, `readonly` and `admin`, of which `app` and `readonly`
    /// take access rules.
    UNKNOWN_ROLE = "E0404", "unknown role";
    /// The relation points at an entity whose primary key cannot be made out: it consists of relations that lead back
    /// to this one. Give the target a `primary_key` of its own fields.
    NO_TARGET_KEY = "E0405", "relation to an entity without a key";
    /// `on_delete: set_null` on a relation that must be there: deleting the target would fail, as the column cannot
    /// be NULL. Write `optional: true`, or another `on_delete`: `cascade`, `restrict` or `no_action`.
    SET_NULL_REQUIRED = "E0406", "set_null on a required relation";
    /// Traits include each other in a circle, so neither has an end. Move what they share into a trait of its own.
    TRAIT_CYCLE = "E0407", "traits in a circle";
    /// The index cannot be made so: an access method that has no order, an operator class that does not belong.
    BAD_INDEX = "E0408", "index";
    /// The external table is not known to have the unique key that a foreign key needs. Under `external: true`, list
    /// the keys that exist under `unique:`.
    EXTERNAL_KEY = "E0409", "key missing on an external entity";

    // E05: tenancy and access.

    /// The tenancy has no root: the entity named as tenant does not exist or is not one. Name it under `tenancy:
    /// tenant:` in the project file, and write `tenancy: root` in the entity.
    NO_TENANCY_ROOT = "E0501", "tenancy without its root";
    /// A unique or primary key that services can write would cross tenants: it tells one tenant what another has, and
    /// `ON CONFLICT` reads it.
    KEY_CROSSES_TENANTS = "E0502", "key across tenants";
    /// A relation would cross tenants: from rows every tenant sees to rows that belong to one. Whoever reads the
    /// shared row would learn of the other tenant's. Turn the relation around, or make both sides belong to a tenant.
    RELATION_CROSSES_TENANTS = "E0503", "relation across tenants";
    /// Every tenant sees every row of a shared entity, so it needs its reason: `tenancy: { shared: "why every tenant
    /// sees the same rows" }`. Without one, leave `tenancy` out: the rows then belong to tenants.
    SHARED_WITHOUT_REASON = "E0504", "shared without a reason";
    /// The entity's tenancy contradicts the project's: two roots, a second membership table. The project file says
    /// which entity is what; an entity that says the same of itself says it in its `tenancy`.
    TENANCY_MISMATCH = "E0505", "tenancy that contradicts the project's";
    /// The tenant key is written as a field or relation of another type, or nullable. It is made by crmgen.
    TENANT_KEY_REDEFINED = "E0506", "tenant key redefined";
    /// The role may not have this verb here: rows that every tenant sees, tenants, users and memberships are written
    /// as `admin`, and `readonly` only reads.
    FORBIDDEN_VERB = "E0507", "verb not for this role";
    /// The tenant's key must be one `uuid`, as the tenant context is: the setting holds a UUID, and so does every
    /// tenant key that points here. Leave out `id` and `primary_key`, and crmgen makes it so.
    TENANT_KEY_TYPE = "E0508", "type of the tenant's key";
    /// A membership table needs one relation to the tenant and one to the users, and a unique key over both.
    BAD_MEMBERS = "E0509", "membership table";

    // E06: expressions.

    /// PostgreSQL's parser refuses the expression; the place is its own. Quote names as PostgreSQL does (`"order"`),
    /// write texts in single quotes, and remember that YAML reads `#` and `: ` itself: put the whole in double
    /// quotes.
    EXPRESSION_SYNTAX = "E0601", "expression does not parse";
    /// The expression names a column that the entity does not have. A relation's column has its own name: `lead_id`
    /// for the relation `lead`. Texts stand in single quotes; double quotes make a name.
    EXPRESSION_COLUMN = "E0602", "expression names a missing column";
    /// The expression calls a function that PostgreSQL does not have. Declare those of extensions and your own under
    /// `postgres: functions:` in the project file.
    EXPRESSION_FUNCTION = "E0603", "expression calls an unknown function";
    /// A subquery, aggregate, window function or parameter cannot stand here: PostgreSQL evaluates the expression for
    /// one row alone. Compute it elsewhere, or hold it in a field.
    EXPRESSION_FORBIDDEN = "E0604", "expression not possible here";
    /// A generated column or index needs an expression that always gives the same answer for the same row.
    EXPRESSION_VOLATILE = "E0605", "expression is not immutable";
    /// The expression is nested more deeply than crmgen reads. A long chain of `or` is better written as `= any
    /// (array[…])`.
    EXPRESSION_TOO_DEEP = "E0606", "expression nested too deeply";

    // E07: targets.

    /// The Rust crate's name is not one that Cargo takes: letters, digits, `-` and `_`, a letter first, and no Rust
    /// keyword.
    BAD_CRATE_NAME = "E0701", "crate name";

    // E09: output.

    /// A template does not compile, names a value that does not exist, or prints text that code has not quoted for
    /// its language. The place is in the template; a file of your own below the folder `templates:` stands in for the
    /// built-in one of the same path.
    TEMPLATE = "E0901", "template";
    /// What a template made is not valid in its language, or does not say what the model says. Nothing was written.
    OUTPUT_MISMATCH = "E0902", "output differs from the model";
    /// Something in the output folder stands in the way: a file that is not crmgen's (its first lines do not carry
    /// the mark), a symbolic link, a folder that cannot be written to. Nothing was changed. Move it away, or give the
    /// folder its rights.
    OUTPUT_BLOCKED = "E0903", "output blocked";
    /// Somebody edited a generated file by hand. The next build overwrites it and keeps the edited text in `.crmgen/`;
    /// what should stay belongs into the schema.
    EDITED_BY_HAND = "E0904", "generated file edited by hand";
}
