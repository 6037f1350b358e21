//! Commands and names written as for a shell: words, quotes, and what a shell alone would understand.

/// Splits words as a POSIX shell does: quotes, and backslashes where they are not the separator of paths.
///
/// `None` if a quote is not closed.
pub(crate) fn shell_words(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\t' | '\n' | '\r' => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next()? {
                        '\'' => break,
                        c => word.push(c),
                    }
                }
            }
            '"' => double_quoted(&mut chars, word.get_or_insert_default())?,
            '\\' if !cfg!(windows) => word.get_or_insert_default().push(chars.next()?),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Some(words)
}

fn double_quoted(chars: &mut std::str::Chars<'_>, word: &mut String) -> Option<()> {
    loop {
        match chars.next()? {
            '"' => return Some(()),
            '\\' if !cfg!(windows) => match chars.next()? {
                c @ ('"' | '\\') => word.push(c),
                c => word.extend(['\\', c]),
            },
            c => word.push(c),
        }
    }
}

/// The first part of a command that has a meaning for a shell alone, as `|`, `&&`, `> file` and `$HOME`; `None` if there
/// is none, or a shell is what the command runs.
pub(crate) fn shell_syntax(command: &str) -> Option<String> {
    let words = shell_words(command)?;
    let first = words.first()?;
    if words.get(1).is_some_and(|word| matches!(word.as_str(), "-c" | "-lc" | "/c" | "/C" | "-Command")) {
        return None;
    }
    if is_assignment(first) || first.starts_with("~/") {
        return Some(first.clone());
    }
    let mut chars = command.chars().peekable();
    let mut quote = None;
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\'', Some('\'')) | ('"', Some('"')) => quote = None,
            (_, Some('\'')) => {}
            ('\\', _) if !cfg!(windows) => {
                chars.next();
            }
            ('\'' | '"', None) => quote = Some(c),
            ('`', _) => return Some("`".to_owned()),
            ('$', _) if chars.peek().is_some_and(|next| starts_expansion(*next)) => {
                let name: String = chars.take_while(|c| starts_expansion(*c)).take(40).collect();
                return Some(format!("${name}"));
            }
            ('|' | '&' | ';' | '<' | '>', None) => {
                let again = chars.next_if_eq(&c).is_some();
                return Some(if again { format!("{c}{c}") } else { c.to_string() });
            }
            _ => {}
        }
    }
    None
}

/// `NAME=value`, which sets a variable for the command behind it.
fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty()
            && !name.starts_with(|c: char| c.is_ascii_digit())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    })
}

fn starts_expansion(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '{' | '(')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_as_by_a_shell() {
        let words = |text: &str| shell_words(text);
        let expected = |words: &[&str]| Some(words.iter().map(|word| word.to_string()).collect::<Vec<_>>());
        assert_eq!(words("profile dev"), expected(&["profile", "dev"]));
        assert_eq!(words("profile \"a b\""), expected(&["profile", "a b"]));
        assert_eq!(
            words("/bin/x --name='it is' \"say \\\"hi\\\"\" ''"),
            expected(&["/bin/x", "--name=it is", "say \"hi\"", ""])
        );
        assert_eq!(words("profile 'open"), None);
    }

    #[test]
    fn what_only_a_shell_understands_is_found() {
        let found = |command: &str| shell_syntax(command);
        for (command, part) in [
            ("vault read x | jq .", "|"),
            ("login && print", "&&"),
            ("login || print", "||"),
            ("print > /tmp/out", ">"),
            ("print 2>/dev/null", ">"),
            ("print < in", "<"),
            ("cd /x; print", ";"),
            ("print &", "&"),
            ("$HOME/bin/print", "$HOME"),
            ("print \"${STAGE}\"", "${STAGE"),
            ("print `date`", "`"),
            ("print $(date)", "$(date"),
            ("STAGE=dev print", "STAGE=dev"),
            ("~/bin/print", "~/bin/print"),
        ] {
            assert_eq!(found(command).as_deref(), Some(part), "{command}");
        }
        for command in [
            "/bin/print --for 'a | b' \"x > y; z\"",
            "print --price 5$ --at a=b",
            "sh -c \"print | jq $X\"",
            "print '$HOME'",
            "print 'open",
            "",
        ] {
            assert_eq!(found(command), None, "{command}");
        }
        #[cfg(not(windows))]
        assert_eq!(found("print a\\|b \\$HOME"), None);
    }
}
