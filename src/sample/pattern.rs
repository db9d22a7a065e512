//! Regular expressions of the simple kind: whether a text matches, and texts that do.

/// A pattern, read: one of several sequences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Vec<Piece>>);

/// An atom, and how often it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    atom: Atom,
    least: usize,
    most: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Atom {
    /// One of these, or none of them.
    Class {
        ranges: Vec<(char, char)>,
        negated: bool,
    },
    Group(Pattern),
    Start,
    End,
}

/// No text made here repeats a piece more often.
const REPEATS: usize = 3;

impl Pattern {
    /// Reads a pattern; `None` where it holds what is not read here.
    pub fn read(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text.chars().collect(), at: 0 };
        let pattern = reader.alternatives()?;
        (reader.at == reader.rest.len()).then_some(pattern)
    }

    /// The pattern of a LIKE: `%` for any text, `_` for any character.
    pub fn like(text: &str) -> Self {
        let mut pieces = vec![Piece::once(Atom::Start)];
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            pieces.push(match c {
                '%' => Piece { atom: any(), least: 0, most: None },
                '_' => Piece::once(any()),
                '\\' => Piece::once(only(chars.next().unwrap_or('\\'))),
                c => Piece::once(only(c)),
            });
        }
        pieces.push(Piece::once(Atom::End));
        Self(vec![pieces])
    }

    /// Whether it is found in a text.
    pub fn is_in(&self, text: &str) -> bool {
        let text: Vec<_> = text.chars().collect();
        (0..=text.len()).any(|start| !self.ends(&text, start).is_empty())
    }

    /// A text that matches, another one for another index as far as the pattern has room.
    pub fn text(&self, index: usize) -> String {
        let (mut rest, mut text) = (index, String::new());
        self.write(&mut rest, &mut text);
        text
    }

    /// Where matches that start here may end.
    fn ends(&self, text: &[char], start: usize) -> Vec<usize> {
        let mut all: Vec<_> = self.0.iter().flat_map(|pieces| sequence(pieces, text, start)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn write(&self, rest: &mut usize, text: &mut String) {
        let Some(pieces) = self.0.get(*rest % self.0.len().max(1)) else { return };
        *rest /= self.0.len();
        for piece in pieces {
            let times = piece.least.max(piece.most.map_or(REPEATS, |most| most.min(REPEATS)));
            // What may be left out is, but for characters, which the text would else have none of.
            let times = if matches!(piece.atom, Atom::Group(_)) { piece.least } else { times };
            (0..times).for_each(|_| piece.atom.write(rest, text));
        }
    }
}

fn sequence(pieces: &[Piece], text: &[char], start: usize) -> Vec<usize> {
    let mut places = vec![start];
    for piece in pieces {
        places = piece.ends(text, &places);
    }
    places
}

impl Piece {
    fn once(atom: Atom) -> Self {
        Self { atom, least: 1, most: Some(1) }
    }

    /// Where it may end, begun at any of these places.
    fn ends(&self, text: &[char], starts: &[usize]) -> Vec<usize> {
        let mut all = if self.least == 0 { starts.to_vec() } else { Vec::new() };
        let mut now = starts.to_vec();
        for times in 1..=self.most.unwrap_or(text.len() + 1).max(self.least) {
            now = now.iter().flat_map(|&at| self.atom.ends(text, at)).collect();
            now.sort_unstable();
            now.dedup();
            if now.is_empty() {
                break;
            }
            if times >= self.least {
                all.extend(&now);
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl Atom {
    fn ends(&self, text: &[char], at: usize) -> Vec<usize> {
        match self {
            Self::Class { ranges, negated } => {
                let holds = |c: &char| ranges.iter().any(|(first, last)| (first..=last).contains(&c)) != *negated;
                text.get(at).filter(|c| holds(c)).map(|_| at + 1).into_iter().collect()
            }
            Self::Group(pattern) => pattern.ends(text, at),
            Self::Start => Some(at).filter(|&at| at == 0).into_iter().collect(),
            Self::End => Some(at).filter(|&at| at == text.len()).into_iter().collect(),
        }
    }

    fn write(&self, rest: &mut usize, text: &mut String) {
        match self {
            Self::Class { ranges, negated } => text.push(character(ranges, *negated, rest)),
            Self::Group(pattern) => pattern.write(rest, text),
            Self::Start | Self::End => {}
        }
    }
}

/// One of the characters of a class, by the lowest digit of the index.
fn character(ranges: &[(char, char)], negated: bool, rest: &mut usize) -> char {
    let holds = |c: &char| ranges.iter().any(|(first, last)| (first..=last).contains(&c)) != negated;
    let plain: Vec<char> = ('a'..='z').chain('A'..='Z').chain('0'..='9').filter(holds).collect();
    let all = if plain.is_empty() { (' '..='~').filter(holds).collect() } else { plain };
    let Some(&c) = all.get(*rest % all.len().max(1)) else { return 'x' };
    *rest /= all.len();
    c
}

fn any() -> Atom {
    Atom::Class { ranges: Vec::new(), negated: true }
}

fn only(c: char) -> Atom {
    Atom::Class { ranges: vec![(c, c)], negated: false }
}

struct Reader {
    rest: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }

    fn take(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += usize::from(found);
        found
    }

    fn alternatives(&mut self) -> Option<Pattern> {
        let mut all = vec![self.pieces()?];
        while self.take('|') {
            all.push(self.pieces()?);
        }
        Some(Pattern(all))
    }

    fn pieces(&mut self) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        while self.peek().is_some_and(|c| c != '|' && c != ')') {
            let atom = self.atom()?;
            let (least, most) = self.repeats()?;
            pieces.push(Piece { atom, least, most });
        }
        Some(pieces)
    }

    fn atom(&mut self) -> Option<Atom> {
        match self.next()? {
            '^' => Some(Atom::Start),
            '$' => Some(Atom::End),
            '.' => Some(any()),
            '(' => self.group(),
            '[' => self.class(),
            '\\' => escaped(self.next()?),
            '*' | '+' | '?' | '{' => None,
            c => Some(only(c)),
        }
    }

    fn group(&mut self) -> Option<Atom> {
        if self.take('?') && !self.take(':') {
            return None;
        }
        let inside = self.alternatives()?;
        self.take(')').then_some(Atom::Group(inside))
    }

    fn class(&mut self) -> Option<Atom> {
        let negated = self.take('^');
        let mut ranges = Vec::new();
        // A bracket that comes first is one of the class.
        while ranges.is_empty() || !self.take(']') {
            let first = match self.next()? {
                '\\' => match escaped(self.next()?)? {
                    Atom::Class { ranges: inside, negated: false } => {
                        ranges.extend(inside);
                        continue;
                    }
                    Atom::Class { .. } | Atom::Group(_) | Atom::Start | Atom::End => return None,
                },
                '[' if self.peek() == Some(':') => return None,
                c => c,
            };
            let is_range = self.peek() == Some('-') && self.rest.get(self.at + 1).is_some_and(|&c| c != ']');
            let last = if is_range && self.take('-') { self.next()? } else { first };
            ranges.push((first, last));
        }
        Some(Atom::Class { ranges, negated })
    }

    fn repeats(&mut self) -> Option<(usize, Option<usize>)> {
        let found = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.counted(),
            Some(_) | None => return Some((1, Some(1))),
        };
        self.at += 1;
        // A repeat of a repeat is another thing: `*?` takes as little as it can.
        (!matches!(self.peek(), Some('*' | '+' | '?'))).then_some(found)
    }

    fn counted(&mut self) -> Option<(usize, Option<usize>)> {
        self.at += 1;
        let least = self.number()?;
        let most = if self.take(',') { self.number() } else { Some(least) };
        (self.take('}') && least <= 255 && most.is_none_or(|most| most <= 255)).then_some((least, most))
    }

    fn number(&mut self) -> Option<usize> {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        self.rest[start..self.at].iter().collect::<String>().parse().ok()
    }
}

fn escaped(c: char) -> Option<Atom> {
    let ranges = match c {
        'd' => vec![('0', '9')],
        'w' => vec![('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')],
        's' => vec![(' ', ' '), ('\t', '\r')],
        c if c.is_alphanumeric() => return None,
        c => vec![(c, c)],
    };
    Some(Atom::Class { ranges, negated: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_matches() {
        for text in ["^[a-z0-9]+(-[a-z0-9]+)*$", "^[A-Z]{2}-\\d{4}$", "^(red|green)$", "^\\S?x.*", "[^a]b?"] {
            let Some(pattern) = Pattern::read(text) else { continue };
            for index in 0..50 {
                let made = pattern.text(index);
                assert!(pattern.is_in(&made), "{text} is not in {made}");
            }
        }
        assert_eq!(Pattern::read("^[A-Z]{2}-\\d{4}$").unwrap().text(27), "BB-0000");
    }

    #[test]
    fn matching_knows_the_ends() {
        let slug = Pattern::read("^[a-z0-9]+(-[a-z0-9]+)*$").unwrap();
        assert!(slug.is_in("a-b-c1") && !slug.is_in("a--b") && !slug.is_in("A") && !slug.is_in(""));
        assert!(Pattern::read("b").unwrap().is_in("abc"));
        assert!(Pattern::like("a%z_").is_in("a to z!") && !Pattern::like("a").is_in("ab"));
    }

    #[test]
    fn what_is_not_simple_is_not_read() {
        for text in ["(?=x)", "a*?", "\\1", "[[:alpha:]]", "(a", "a)", "[a", "{2}"] {
            assert_eq!(Pattern::read(text), None, "{text}");
        }
    }
}
