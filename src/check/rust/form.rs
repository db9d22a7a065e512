//! Whether Rust parses, each form of a piece tried once, and none that was tried before the release.
//!
//! Two pieces have the same form when they differ in nothing but names, texts and documentation. Rust's grammar looks
//! at none of these, so either both parse or neither does; and brackets around a list of items, fields or variants
//! parse when they do around each of them alone. What a thousand entities say has some hundred forms, most of which the
//! crates of the cases have too: those stand in `forms.txt`, by digest, and a test gives each of them to the parser.

use super::item::Item;
use super::token::Token;
use crate::check::tried::Tried;

/// The forms that are known to parse.
#[derive(Default)]
pub struct Forms(Tried);

/// The forms that the cases' crates have.
const TRIED: &str = include_str!("forms.txt");

impl Forms {
    /// Those that were tried before the release.
    pub fn tried() -> Self {
        Self(Tried::of(TRIED))
    }

    /// Whether the items of a text parse. Where one does not, the whole of the text may still.
    pub fn parse(&self, text: &str, items: &[Item<'_, '_>]) -> bool {
        let mut place = Place { text, depth: 0, heads: String::new(), form: String::new() };
        self.all_parse(items, &mut place)
    }

    fn all_parse(&self, items: &[Item<'_, '_>], place: &mut Place<'_>) -> bool {
        items.iter().all(|item| {
            let members = item.members();
            if members.is_empty() {
                self.one_parses(item.tokens, place)
            } else {
                place.inside(item.head(), |place| self.all_parse(&members, place))
            }
        })
    }

    fn one_parses(&self, piece: &[Token<'_>], place: &mut Place<'_>) -> bool {
        let outside = place.form.len();
        place.form.extend(form(piece));
        let parses = self.0.parses(&place.form, || place.parses(piece));
        place.form.truncate(outside);
        parses
    }
}

/// Where in a text a piece stands.
struct Place<'a> {
    text: &'a str,
    /// How many brackets are open.
    depth: usize,
    /// What opens them.
    heads: String,
    /// The form of that, and of the piece behind it.
    form: String,
}

impl Place<'_> {
    /// Looks at something inside the brackets that a head opens.
    fn inside(&mut self, head: &[Token<'_>], look: impl FnOnce(&mut Self) -> bool) -> bool {
        let outside = (self.heads.len(), self.form.len());
        self.heads.extend([written(self.text, head), "{\n"]);
        self.form.extend(form(head).chain(["{"]));
        self.depth += 1;
        let seen = look(self);
        self.depth -= 1;
        self.heads.truncate(outside.0);
        self.form.truncate(outside.1);
        seen
    }

    /// Whether a piece parses here, with nothing beside it.
    fn parses(&self, piece: &[Token<'_>]) -> bool {
        let text = format!("{}{}\n{}", self.heads, written(self.text, piece), "}".repeat(self.depth));
        let parses = syn::parse_file(&text).is_ok();
        super::forget_places();
        parses
    }
}

/// Tokens as they are written, with what stands between them.
fn written<'a>(text: &'a str, tokens: &[Token<'_>]) -> &'a str {
    match tokens {
        [first, .., last] => &text[first.start..last.end()],
        [one] => &text[one.start..one.end()],
        [] => "",
    }
}

/// The form of tokens, apart where they stand apart.
fn form<'t>(tokens: &'t [Token<'_>]) -> impl Iterator<Item = &'t str> {
    let apart = |at: usize| at > 0 && tokens[at - 1].end() < tokens[at].start;
    tokens.iter().enumerate().flat_map(move |(at, token)| [if apart(at) { " " } else { "" }, token.form()])
}

#[cfg(test)]
mod tests {
    use super::super::item::items;
    use super::super::token::tokens;
    use super::*;
    use crate::check::tried::tests::texts;

    fn parse(forms: &Forms, text: &str) -> bool {
        forms.parse(text, &items(&tokens(text)))
    }

    fn count(forms: &Forms) -> usize {
        forms.0.len()
    }

    #[test]
    fn what_is_said_to_be_tried_is() {
        let forms = Forms::default();
        assert!(texts("rust", ".rs").iter().all(|text| parse(&forms, text)));
        forms.0.hold("rust/forms.txt", TRIED);
    }

    #[test]
    fn what_differs_in_names_and_texts_is_tried_once() {
        let forms = Forms::default();
        assert!(parse(&forms, "/// A.\npub struct A {\n    /// B.\n    pub b: c::D,\n}\nconst E: &str = \"f\";\n"));
        assert_eq!(count(&forms), 2);
        assert!(parse(
            &forms,
            "/// G.\npub struct G { /// H.\n pub h: i::J, /// K.\n pub k: l::M, }\nconst N: &str = \"\";"
        ));
        assert_eq!(count(&forms), 2);
    }

    #[test]
    fn what_differs_otherwise_is_another_form() {
        let forms = Forms::default();
        assert!(parse(&forms, "mod a { impl B { fn c(&self) -> D<E> { f(1) } } }"));
        for text in [
            "mod a { impl B { fn c(&self) -> D<E> { f(1 } } }",
            "mod a { impl B { fn c(&self) -> D<E { f(1) } } }",
            "mod a { impl B { fn c(&self) -> D<fn> { f(1) } } }",
            "mod a { impl B { fn c(&self) - > D<E> { f(1) } } }",
            "mod a { impl B { fn c(&self) -> D<E> { f(1) } ",
            "mod a { impl B  fn c(&self) -> D<E> { f(1) } } }",
            "mod a { impl B { fn c(&self) -> D<E> { f(1) } } )",
            "mod a { fn c(&self) -> D<E> { f(\"1) } }",
            "mod a { const B: C = 1; /// D",
            "struct A { b: C, /// D",
        ] {
            assert!(!parse(&forms, text), "{text}");
        }
    }

    #[test]
    fn all_that_is_generated_is_made_of_pieces() {
        let text = "//! A.\n\nuse a::{b, c};\nconst D: [u8; 2] = [1, 2];\nd!(e { f });\nimpl<T> G for H<T> where T: I {}\n\
            macro_rules! j { ($k:ident) => { struct $k; }; }\nenum L { /// M.\n M, N }\nimpl O { type P = Q; }\n";
        assert!(parse(&Forms::default(), text));
    }
}
