//! Believable texts and quantities, chosen by what a field is called.

use std::sync::LazyLock;

use crate::model::{Entity, Name, Tenancy};

/// What a text field speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// A mail address.
    Email,
    /// A telephone number.
    Phone,
    /// An address on the web.
    Url,
    /// A name in addresses.
    Slug,
    /// What a person is called.
    Person,
    /// The first part of that.
    FirstName,
    /// The last part of that.
    LastName,
    /// What a company is called.
    Company,
    /// What anything else is called.
    Title,
    /// What is to be done.
    Task,
    /// A sentence or two.
    Sentence,
    /// A city.
    City,
    /// A part of a country.
    State,
    /// A country.
    Country,
    /// Street and house.
    Street,
    /// A postal code.
    Zip,
    /// A time zone.
    TimeZone,
    /// A currency.
    Currency,
    /// What a person does.
    Position,
    /// A number of a thing.
    Code,
    /// A word to find things by.
    Tag,
    /// A right.
    Permission,
}

/// By what a name holds, the first that does; the more telling ones first.
const TOPICS: [(&str, Topic); 43] = [
    ("email", Topic::Email),
    ("phone", Topic::Phone),
    ("mobile", Topic::Phone),
    ("fax", Topic::Phone),
    ("url", Topic::Url),
    ("website", Topic::Url),
    ("link", Topic::Url),
    ("image", Topic::Url),
    ("slug", Topic::Slug),
    ("first_name", Topic::FirstName),
    ("last_name", Topic::LastName),
    ("company", Topic::Company),
    ("employer", Topic::Company),
    ("zone", Topic::TimeZone),
    ("currency", Topic::Currency),
    ("zip", Topic::Zip),
    ("postal", Topic::Zip),
    ("city", Topic::City),
    ("state", Topic::State),
    ("region", Topic::State),
    ("country", Topic::Country),
    ("address", Topic::Street),
    ("street", Topic::Street),
    ("location", Topic::Street),
    ("position", Topic::Position),
    ("job", Topic::Position),
    ("tag", Topic::Tag),
    ("feature", Topic::Tag),
    ("permission", Topic::Permission),
    ("source", Topic::Tag),
    ("code", Topic::Code),
    ("sku", Topic::Code),
    ("number", Topic::Code),
    ("_id", Topic::Code),
    ("description", Topic::Sentence),
    ("notes", Topic::Sentence),
    ("body", Topic::Sentence),
    ("outcome", Topic::Sentence),
    ("message", Topic::Sentence),
    ("comment", Topic::Sentence),
    ("reason", Topic::Sentence),
    ("timeline", Topic::Sentence),
    ("summary", Topic::Sentence),
];

/// What entities hold people, by what their names hold.
const PEOPLE: [&str; 8] = ["user", "lead", "contact", "customer", "person", "people", "employee", "member"];

/// What entities hold things to do, by what their names hold.
const TASKS: [&str; 5] = ["activit", "appointment", "task", "event", "call"];

/// By what a name holds, what its numbers start from, and by how much and how often they step.
const QUANTITIES: [(&str, (usize, usize, usize)); 16] = [
    ("price", (180_000, 12_500, 40)),
    ("budget", (150_000, 25_000, 30)),
    ("amount", (250, 125, 40)),
    ("total", (250, 125, 40)),
    ("cost", (250, 125, 40)),
    ("probability", (10, 10, 9)),
    ("percent", (5, 5, 19)),
    ("score", (10, 7, 12)),
    ("value", (10_000, 2_500, 40)),
    ("minutes", (15, 15, 8)),
    ("bedrooms", (1, 1, 5)),
    ("bathrooms", (1, 1, 3)),
    ("square", (600, 75, 30)),
    ("lot_size", (2_000, 250, 20)),
    ("year", (1_950, 3, 24)),
    ("quantity", (1, 1, 9)),
];

/// Parts of the names of what most rows have not come to.
const SELDOM: [&str; 8] = ["deactivat", "delet", "archiv", "cancel", "revok", "lost_", "left_at", "blocked"];

/// Parts of the names of what comes later than something else.
const LATER: [&str; 12] =
    ["end", "expir", "deactivat", "updated", "complet", "clos", "left", "until", "valid_to", "actual", "due", "finish"];

/// What the names of a field and of its entity say of its values.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// What its texts speak of.
    pub topic: Topic,
    /// Whether, as a time, it lies behind another one of the row.
    pub is_later: bool,
    /// Whether it is empty in most rows where it can be.
    pub is_seldom: bool,
    /// What its numbers start from, by how much and how often they step.
    quantity: (usize, usize, usize),
}

impl Manner {
    /// Reads the names.
    #[must_use]
    pub fn of(entity: &Entity, field: &Name) -> Self {
        let holds = |part: &str| field.as_str().contains(part);
        let known = QUANTITIES.iter().find(|(part, _)| holds(part));
        Self {
            topic: Topic::of(entity, field),
            is_later: LATER.iter().any(|part| holds(part)),
            is_seldom: SELDOM.iter().any(|part| holds(part)),
            quantity: known.map_or((1, 1, usize::MAX), |(_, quantity)| *quantity),
        }
    }

    /// A number that the field might hold.
    #[must_use]
    pub fn quantity(&self, index: usize) -> usize {
        let (first, step, often) = self.quantity;
        first.saturating_add(step.saturating_mul(index % often))
    }
}

impl Topic {
    /// Whether it names or reaches the row as a whole, so that several of the kind belong together.
    #[must_use]
    pub fn is_identity(self) -> bool {
        match self {
            Self::Email
            | Self::Phone
            | Self::Slug
            | Self::Person
            | Self::FirstName
            | Self::LastName
            | Self::Company
            | Self::Title
            | Self::Task => true,
            Self::Url
            | Self::Sentence
            | Self::City
            | Self::State
            | Self::Country
            | Self::Street
            | Self::Zip
            | Self::TimeZone
            | Self::Currency
            | Self::Position
            | Self::Code
            | Self::Tag
            | Self::Permission => false,
        }
    }

    /// What a field speaks of, by its name and its entity's.
    fn of(entity: &Entity, field: &Name) -> Self {
        let name = field.as_str().to_lowercase();
        if let Some((_, topic)) = TOPICS.iter().find(|(part, _)| name.contains(part)) {
            return *topic;
        }
        let holder = entity.name.as_str().to_lowercase();
        match name.as_str() {
            "name" | "full_name" if entity.tenancy == Tenancy::Root => Self::Company,
            "name" | "full_name" if holder.contains("countr") => Self::Country,
            "name" | "full_name" if holder.contains("compan") || holder.contains("account") => Self::Company,
            "name" | "full_name" if PEOPLE.iter().any(|part| holder.contains(part)) => Self::Person,
            _ if TASKS.iter().any(|part| holder.contains(part)) => Self::Task,
            _ => Self::Title,
        }
    }
}

/// A text on a topic; where it must be `distinct`, for one tenant another one for each index.
#[must_use]
pub fn text(topic: Topic, index: usize, tenant: usize, distinct: bool) -> String {
    let index = if distinct { index } else { index % room(topic) };
    match topic {
        Topic::Email => format!("{}@{}.example.com", slug(&person(index)), slug(&company(tenant))),
        Topic::Phone => phone(index),
        Topic::Url => format!("https://www.example.com/{}", index + 1),
        Topic::Slug => slug(&company(index)),
        Topic::Person => person(index),
        Topic::FirstName => pick(&LISTS.first_names, index),
        Topic::LastName => pick(&LISTS.last_names, index),
        Topic::Company => company(index),
        Topic::Title => title(index),
        Topic::Task => task(index),
        Topic::Sentence => pick(&LISTS.sentences, index),
        Topic::City => pick(&LISTS.cities, index),
        Topic::State => pick(&LISTS.states, index),
        Topic::Country => pick(&LISTS.countries, index),
        Topic::Street => format!("{} {} Street", 1 + index, pick(&LISTS.streets, index % LISTS.streets.len())),
        Topic::Zip => format!("{:05}", 10_001 + index),
        Topic::TimeZone => pick(&LISTS.zones, index),
        Topic::Currency => pick(&LISTS.currencies, index),
        Topic::Position => pick(&LISTS.positions, index),
        Topic::Code => format!("A-{:04}", index + 1),
        Topic::Tag => pick(&LISTS.tags, index),
        Topic::Permission => pick(&LISTS.permissions, index),
    }
}

/// How many texts there are on a topic before they are numbered.
fn room(topic: Topic) -> usize {
    let lists = &*LISTS;
    let room = match topic {
        Topic::Email | Topic::Person => lists.first_names.len() * lists.last_names.len(),
        Topic::Phone => 100,
        Topic::Url | Topic::Zip | Topic::Code => 9_000,
        Topic::Street => 90,
        Topic::Slug | Topic::Company => lists.companies.len() * lists.endings.len(),
        Topic::FirstName => lists.first_names.len(),
        Topic::LastName => lists.last_names.len(),
        Topic::Title => lists.adjectives.len() * lists.things.len() * lists.streets.len(),
        Topic::Task => lists.tasks.len() * lists.last_names.len(),
        Topic::Sentence => lists.sentences.len(),
        Topic::City => lists.cities.len(),
        Topic::State => lists.states.len(),
        Topic::Country => lists.countries.len(),
        Topic::TimeZone => lists.zones.len(),
        Topic::Currency => lists.currencies.len(),
        Topic::Position => lists.positions.len(),
        Topic::Tag => lists.tags.len(),
        Topic::Permission => lists.permissions.len(),
    };
    room.max(1)
}

struct Lists {
    first_names: Vec<&'static str>,
    last_names: Vec<&'static str>,
    companies: Vec<&'static str>,
    endings: Vec<&'static str>,
    cities: Vec<&'static str>,
    states: Vec<&'static str>,
    countries: Vec<&'static str>,
    streets: Vec<&'static str>,
    positions: Vec<&'static str>,
    zones: Vec<&'static str>,
    currencies: Vec<&'static str>,
    adjectives: Vec<&'static str>,
    things: Vec<&'static str>,
    tasks: Vec<&'static str>,
    tags: Vec<&'static str>,
    permissions: Vec<&'static str>,
    sentences: Vec<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    first_names: list("first names"),
    last_names: list("last names"),
    companies: list("companies"),
    endings: list("company endings"),
    cities: list("cities"),
    states: list("states"),
    countries: list("countries"),
    streets: list("streets"),
    positions: list("positions"),
    zones: list("time zones"),
    currencies: list("currencies"),
    adjectives: list("adjectives"),
    things: list("things"),
    tasks: list("tasks"),
    tags: list("tags"),
    permissions: list("permissions"),
    sentences: list("sentences"),
});

fn list(name: &str) -> Vec<&'static str> {
    let heading = format!("[{name}]\n");
    let rest = include_str!("words.txt").split_once(&heading).map_or("", |(_, rest)| rest);
    rest.split("\n\n").next().unwrap_or_default().split_whitespace().collect()
}

/// The word at an index; past the end of the list, with the round behind it.
fn pick(list: &[&str], index: usize) -> String {
    let word = list.get(index % list.len().max(1)).copied().unwrap_or_default().replace('_', " ");
    numbered(word, index / list.len().max(1))
}

fn numbered(text: String, round: usize) -> String {
    if round == 0 { text } else { format!("{text} {}", round + 1) }
}

fn person(index: usize) -> String {
    let (first, last) = (LISTS.first_names.len(), LISTS.last_names.len());
    // The lengths have no common divisor, so the pairs repeat only after all of them.
    let name = format!("{} {}", LISTS.first_names[index % first], LISTS.last_names[(index + 5) % last]);
    numbered(name, index / (first * last))
}

/// A number of those that are kept for fiction; past them, with an extension.
fn phone(index: usize) -> String {
    let number = format!("555-01{:02}", index % 100);
    if index < 100 { number } else { format!("{number} ext. {}", index / 100) }
}

fn company(index: usize) -> String {
    let (names, endings) = (LISTS.companies.len(), LISTS.endings.len());
    let name = format!("{} {}", LISTS.companies[index % names], LISTS.endings[index % endings]);
    numbered(name, index / (names * endings))
}

fn title(index: usize) -> String {
    let (adjectives, things, streets) = (LISTS.adjectives.len(), LISTS.things.len(), LISTS.streets.len());
    // The lengths have no common divisor, so all three change with each step and repeat only after all combinations.
    let (adjective, thing) = (LISTS.adjectives[index % adjectives], LISTS.things[index % things]);
    let name = format!("{adjective} {thing}, {} Street", LISTS.streets[index % streets]);
    numbered(name, index / (adjectives * things * streets))
}

fn task(index: usize) -> String {
    let (tasks, last) = (LISTS.tasks.len(), LISTS.last_names.len());
    let name = format!("{} with {}", LISTS.tasks[index % tasks], LISTS.last_names[index % last]);
    numbered(name, index / (tasks * last))
}

/// A text as it stands in addresses.
fn slug(text: &str) -> String {
    text.to_lowercase().split(|c: char| !c.is_ascii_alphanumeric()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_list_has_words() {
        let lists = &*LISTS;
        assert_eq!(lists.first_names.len() % 2, 0, "its length and the last names' have no common divisor");
        for list in [&lists.endings, &lists.cities, &lists.countries, &lists.things, &lists.tasks, &lists.sentences] {
            assert!(list.len() > 4);
        }
    }

    #[test]
    fn texts_are_distinct() {
        for topic in [
            Topic::Email,
            Topic::Phone,
            Topic::Slug,
            Topic::Person,
            Topic::Company,
            Topic::Title,
            Topic::Code,
            Topic::Tag,
        ] {
            let all: BTreeSet<_> = (0..3_000).map(|index| text(topic, index, 0, true).to_lowercase()).collect();
            assert_eq!(all.len(), 3_000, "{topic:?}");
        }
    }
}
