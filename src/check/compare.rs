//! Two descriptions of the same things, and where they differ.

use std::collections::BTreeSet;

use crate::sql::facts::{Attributes, Described};

/// What an attribute says that is not there.
const NOTHING: &str = "nothing";

/// A sentence for each difference, in order of kind and name.
pub fn differences(expected: &Described, actual: &Described) -> Vec<String> {
    let objects: BTreeSet<_> = expected.objects.keys().chain(actual.objects.keys()).collect();
    let sentences = objects.into_iter().flat_map(|object| {
        let (kind, name) = object;
        match (expected.objects.get(object), actual.objects.get(object)) {
            (Some(expected), Some(actual)) => attributes(kind, name, expected, actual),
            (Some(_), None) => vec![format!("{kind} `{name}`: the model has it, the SQL does not")],
            (None, _) => vec![format!("{kind} `{name}`: the SQL has it, the model does not")],
        }
    });
    sentences.collect()
}

fn attributes(kind: &str, name: &str, expected: &Attributes, actual: &Attributes) -> Vec<String> {
    let all: BTreeSet<_> = expected.keys().chain(actual.keys()).collect();
    let differ = all.into_iter().filter(|attribute| expected.get(*attribute) != actual.get(*attribute));
    let says = |side: &Attributes, attribute: &str| {
        side.get(attribute).map_or_else(|| NOTHING.to_owned(), |said| format!("`{said}`"))
    };
    let sentence = |attribute: &&str| {
        let (model, sql) = (says(expected, attribute), says(actual, attribute));
        format!("{attribute} of {kind} `{name}`: the model says {model}, the SQL says {sql}")
    };
    differ.map(sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::read::expression;

    fn described(ty: &str, default: Option<&str>) -> Described {
        let mut described = Described::default();
        let mut object = described.object("column", "leads.budget");
        object.says("type", ty);
        if let Some(default) = default {
            object.tree("default", &expression(default).unwrap());
        }
        described
    }

    #[test]
    fn equal_descriptions_do_not_differ() {
        let (one, two) = (described("text", Some("a+1")), described("text", Some("a + 1")));
        assert_eq!(differences(&one, &two), Vec::<String>::new());
    }

    #[test]
    fn a_difference_names_both_sides() {
        let found = differences(&described("numeric(12,2)", None), &described("numeric(12,0)", Some("0")));
        let expected = [
            "default of column `leads.budget`: the model says nothing, the SQL says `0`",
            "type of column `leads.budget`: the model says `numeric(12,2)`, the SQL says `numeric(12,0)`",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn an_object_on_one_side_is_one_difference() {
        let found = differences(&described("text", Some("1")), &Described::default());
        assert_eq!(found, ["column `leads.budget`: the model has it, the SQL does not"]);
        let found = differences(&Described::default(), &described("text", Some("1")));
        assert_eq!(found, ["column `leads.budget`: the SQL has it, the model does not"]);
    }
}
