//! The distance between two words in slips of the hand.

/// What it costs to swap two neighbours.
const SWAPPED: f64 = 0.75;

/// What it costs to write a letter once instead of twice, or the other way round.
const DOUBLED: f64 = 0.5;

/// What it costs to have another first letter: people get the first one right.
const FIRST: f64 = 0.5;

/// Returns how many letters have to be inserted, removed, replaced or swapped with their neighbour to get from one word to
/// the other (the optimal string alignment distance). Slips that are common count less than one.
pub fn distance(one: &[char], other: &[char]) -> f64 {
    // The rows of the table for the letters so far, and for those without the last one.
    let mut before: Vec<f64> = Vec::new();
    let mut row: Vec<f64> = (0..=other.len()).map(|letters| letters as f64).collect();
    for (i, letter) in one.iter().enumerate() {
        let mut next = vec![row[0] + 1.0];
        for (j, theirs) in other.iter().enumerate() {
            let mut least = (row[j] + replaced(*letter, *theirs))
                .min(row[j + 1] + single(one, i))
                .min(next[j] + single(other, j));
            if i > 0 && j > 0 && *letter == other[j - 1] && one[i - 1] == *theirs {
                least = least.min(before[j - 1] + SWAPPED);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    let first = if one.first() == other.first() { 0.0 } else { FIRST };
    row[other.len()] + first
}

/// The cost of one letter instead of another. Digits stand for versions, which are easily mistaken: `ec3`, `apigatewayv3`.
fn replaced(letter: char, other: char) -> f64 {
    match letter == other {
        true => 0.0,
        false if letter.is_ascii_digit() && other.is_ascii_digit() => 0.5,
        false => 1.0,
    }
}

/// The cost of the letter at `index` if the other word lacks it.
fn single(word: &[char], index: usize) -> f64 {
    if index > 0 && word[index] == word[index - 1] { DOUBLED } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (one, other, expected) in [
            ("", "", 0.0),
            ("abc", "abc", 0.0),
            ("ab", "abc", 1.0),
            ("ec3", "ec2", 0.5),
            ("eca", "ec2", 1.0),
            ("lamdba", "lambda", 0.75),
            ("glluee", "glue", 1.0),
            ("bc", "abc", 1.5),
            ("kitten", "sitting", 3.5),
        ] {
            let letters = |word: &str| word.chars().collect::<Vec<_>>();
            for (one, other) in [(one, other), (other, one)] {
                assert_eq!(distance(&letters(one), &letters(other)), expected, "{one} {other}");
            }
        }
    }
}
