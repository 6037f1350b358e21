//! Rust source as tokens: without comments, literals, lifetimes and what only tests have.

/// A word or a mark, and its line.
#[derive(Clone, Debug)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

/// The tokens of a source file that a build without tests compiles.
pub fn tokens(source: &str) -> Vec<Token> {
    without_tests(&all_tokens(source))
}

fn all_tokens(source: &str) -> Vec<Token> {
    let text: Vec<char> = source.chars().collect();
    let at = |index: usize| text.get(index).copied().unwrap_or('\0');
    let mut tokens = Vec::new();
    let (mut index, mut line) = (0, 1);
    while index < text.len() {
        let start = index;
        let mut token = None;
        match at(index) {
            '/' if at(index + 1) == '/' => index = find(&text, index, |c| c == '\n'),
            '/' if at(index + 1) == '*' => index = end_of_comment(&text, index),
            '"' => index = end_of_string(&text, index),
            '\'' if at(index + 1) == '\\' => index = find(&text, index + 3, |c| c == '\'') + 1,
            '\'' if at(index + 2) == '\'' => index += 3,
            '\'' => index = find(&text, index + 1, |c| !is_word(c)),
            c if is_word(c) => {
                index = find(&text, index, |c| !is_word(c));
                let word: String = text[start..index].iter().collect();
                match (word.as_str(), at(index)) {
                    ("r" | "br" | "cr", '"' | '#') => index = end_of_raw_string(&text, index),
                    ("b" | "c", '"') => index = end_of_string(&text, index),
                    // The loop reads the quoted byte next.
                    ("b", '\'') => {}
                    _ => token = Some(word),
                }
            }
            c if c.is_whitespace() => index += 1,
            c => {
                let mark: String = [c, at(index + 1)].iter().collect();
                let mark = if ["::", "->", "=>"].contains(&mark.as_str()) { mark } else { c.to_string() };
                index += mark.len();
                token = Some(mark);
            }
        }
        tokens.extend(token.map(|text| Token { text, line }));
        let index_in_text = index.min(text.len());
        line += text[start..index_in_text].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The first index from `start` whose character `stops`, or the end of the text.
fn find(text: &[char], start: usize, stops: impl Fn(char) -> bool) -> usize {
    (start..text.len()).find(|index| stops(text[*index])).unwrap_or(text.len())
}

fn end_of_comment(text: &[char], start: usize) -> usize {
    let (mut index, mut depth) = (start, 0);
    while index + 1 < text.len() {
        match (text[index], text[index + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                index += 1;
                continue;
            }
        }
        index += 2;
        if depth == 0 {
            return index;
        }
    }
    text.len()
}

fn end_of_string(text: &[char], start: usize) -> usize {
    let mut index = start + 1;
    while index < text.len() && text[index] != '"' {
        index += if text[index] == '\\' { 2 } else { 1 };
    }
    index + 1
}

fn end_of_raw_string(text: &[char], start: usize) -> usize {
    let open = find(text, start, |c| c != '#');
    let end: Vec<char> = format!("\"{}", "#".repeat(open - start)).chars().collect();
    let close = (open + 1..text.len()).find(|index| text[*index..].starts_with(&end));
    close.map_or(text.len(), |close| close + end.len())
}

/// Leaves out items, fields and statements with `#[cfg(test)]` or `#[cfg(all(test, …))]`.
fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut left = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        if starts(&tokens[index..], "# [ cfg ( test )") || starts(&tokens[index..], "# [ cfg ( all ( test") {
            index = end_of_item(tokens, index);
        } else {
            left.push(tokens[index].clone());
            index += 1;
        }
    }
    left
}

fn starts(tokens: &[Token], with: &str) -> bool {
    let with: Vec<&str> = with.split(' ').collect();
    tokens.len() >= with.len() && tokens.iter().zip(with).all(|(token, text)| token.text == text)
}

/// The index after the item that begins, with its attributes, at `start`.
fn end_of_item(tokens: &[Token], start: usize) -> usize {
    let mut index = start;
    while starts(&tokens[index..], "# [") {
        index = end_of_group(tokens, index + 1);
    }
    let is_use = tokens[index..].iter().take_while(|token| token.text != ";" && token.text != "{");
    let is_use =
        is_use.clone().any(|token| token.text == "use") && !is_use.clone().any(|token| token.text == "fn");
    let mut angles = 0;
    while index < tokens.len() {
        match tokens[index].text.as_str() {
            "{" => {
                index = end_of_group(tokens, index);
                if !is_use {
                    return index;
                }
                continue;
            }
            "(" | "[" => {
                index = end_of_group(tokens, index);
                continue;
            }
            "<" => angles += 1,
            ">" => angles -= 1,
            ";" => return index + 1,
            "," if angles == 0 => return index + 1,
            "}" | ")" | "]" => return index,
            _ => {}
        }
        index += 1;
    }
    index
}

/// The index after the bracket that closes the one at `start`.
pub fn end_of_group(tokens: &[Token], start: usize) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(start) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    tokens.len()
}
