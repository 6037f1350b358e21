//! [`Filter`]: which files and keys take part, by patterns as those of Python's `fnmatch`.

/// Patterns in order: the last one that matches decides.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter(Vec<(Verdict, String)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Include,
    Exclude,
}

impl Filter {
    pub(super) fn include(&mut self, pattern: String) {
        self.0.push((Verdict::Include, pattern));
    }

    pub(super) fn exclude(&mut self, pattern: String) {
        self.0.push((Verdict::Exclude, pattern));
    }

    /// Whether what has this path takes part.
    pub(super) fn takes(&self, path: &str) -> bool {
        let last = self.0.iter().rev().find(|(_, pattern)| fits(pattern, path));
        last.is_none_or(|(verdict, _)| *verdict == Verdict::Include)
    }

    /// Whether nothing below a directory takes part, whatever its name, so that it need not be listed.
    pub(super) fn leaves_out(&self, directory: &str) -> bool {
        // What an exclusion that ends with `*` matches, it matches with anything behind it too.
        let decides = |(verdict, pattern): &&(Verdict, String)| {
            *verdict == Verdict::Include || (pattern.ends_with('*') && fits(pattern, directory))
        };
        let last = self.0.iter().rev().find(decides);
        !directory.is_empty() && last.is_some_and(|(verdict, _)| *verdict == Verdict::Exclude)
    }
}

/// Whether a pattern matches a path. On Windows `\` is `/`, and case tells nothing, as there in Python.
fn fits(pattern: &str, path: &str) -> bool {
    match cfg!(windows) {
        true => matches(&pattern.replace('\\', "/").to_lowercase(), &path.to_lowercase()),
        false => matches(pattern, path),
    }
}

/// Whether `pattern` matches all of `text`. Takes time in the product of their lengths at most: only the last `*` is ever tried
/// again.
fn matches(pattern: &str, text: &str) -> bool {
    let (mut pattern, mut text) = (pattern, text);
    // What follows the last `*`, and what it was last tried on.
    let mut retry: Option<(&str, &str)> = None;
    loop {
        if let Some(rest) = pattern.strip_prefix('*') {
            (pattern, retry) = (rest, Some((rest, text)));
            continue;
        }
        let next = match text.chars().next() {
            None if pattern.is_empty() => return true,
            None => return false,
            Some(c) => one(pattern, c).map(|rest| (rest, skip_one(text))),
        };
        match (next, retry) {
            (Some(both), _) => (pattern, text) = both,
            (None, Some((after, from))) if !from.is_empty() => {
                (pattern, text) = (after, skip_one(from));
                retry = Some((pattern, text));
            }
            (None, _) => return false,
        }
    }
}

fn skip_one(text: &str) -> &str {
    let mut rest = text.chars();
    rest.next();
    rest.as_str()
}

/// What is left of a pattern that begins by matching the character.
fn one(pattern: &str, c: char) -> Option<&str> {
    let mut rest = pattern.chars();
    match rest.next()? {
        '?' => Some(rest.as_str()),
        '[' => match set(rest.as_str()) {
            Some((set, rest)) => set.has(c).then_some(rest),
            // A bracket that is never closed is itself.
            None => (c == '[').then_some(rest.as_str()),
        },
        literal => (literal == c).then_some(rest.as_str()),
    }
}

/// What stands between brackets.
struct Set<'a> {
    members: &'a str,
    is_negated: bool,
}

/// A set, and what follows it, of what follows its `[`. A `]` at its begin is a member.
fn set(pattern: &str) -> Option<(Set<'_>, &str)> {
    let (members, is_negated) = match pattern.strip_prefix('!') {
        Some(members) => (members, true),
        None => (pattern, false),
    };
    let first = usize::from(members.starts_with(']'));
    let end = members.get(first..)?.find(']')? + first;
    Some((Set { members: members.get(..end)?, is_negated }, members.get(end + 1..)?))
}

impl Set<'_> {
    fn has(&self, c: char) -> bool {
        let mut is_in = false;
        let mut rest = self.members;
        while let Some(first) = rest.chars().next() {
            let after = skip_one(rest);
            let last = after.strip_prefix('-').and_then(|range| range.chars().next());
            is_in |= match last {
                Some(last) => (first..=last).contains(&c),
                None => first == c,
            };
            rest = match last {
                Some(_) => skip_one(skip_one(after)),
                None => after,
            };
        }
        is_in != self.is_negated
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_python() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("*", "a/b/c", true),
            ("*.txt", "a/b.txt", true),
            ("*.txt", "a/b.txt~", false),
            ("a/*", "a/b/c", true),
            ("a/*", "a", false),
            ("a*b*c", "axbxbxc", true),
            ("a*b*c", "axbxbx", false),
            ("?", "é", true),
            ("??", "é", false),
            ("[a-c]x", "bx", true),
            ("[!a-c]x", "bx", false),
            ("[!a-c]x", "dx", true),
            ("[]]", "]", true),
            ("[!]]", "]", false),
            ("[a-]", "-", true),
            ("[-a]", "-", true),
            ("[abc", "[abc", true),
            ("[", "[", true),
            ("[c-a]", "b", false),
            ("[^a]", "^", true),
            ("a", "A", false),
            ("", "", true),
            ("", "a", false),
            ("**", "ab", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn a_pattern_of_many_stars_does_not_take_for_ever() {
        assert!(!matches(&"*a".repeat(60), &"a".repeat(59)));
        assert!(!matches(&format!("{}b", "*a".repeat(60)), &"a".repeat(4000)));
    }

    #[test]
    fn a_directory_is_left_out_only_if_all_in_it_is() {
        let leaves_out = |pattern: &str| {
            let mut filter = Filter::default();
            filter.exclude(pattern.into());
            filter.leaves_out("a/b/")
        };
        assert!(leaves_out("a/*") && leaves_out("a/b/*") && leaves_out("*"));
        assert!(!leaves_out("a/b/") && !leaves_out("a/b/c*") && !leaves_out("*/b/?") && !leaves_out("[*"));
        let mut filter = Filter::default();
        filter.exclude("*".into());
        filter.include("*.txt".into());
        assert!(!filter.leaves_out("a/"));
        filter.exclude("a/*".into());
        assert!(filter.leaves_out("a/") && !filter.leaves_out("b/"));
    }

    #[test]
    fn the_last_pattern_that_matches_decides() {
        let mut filter = Filter::default();
        assert!(filter.takes("a.txt"));
        filter.exclude("*".into());
        filter.include("*.txt".into());
        assert!(filter.takes("a.txt") && !filter.takes("a.jpg"));
        filter.exclude("a*".into());
        assert!(!filter.takes("a.txt") && filter.takes("b.txt"));
    }
}
