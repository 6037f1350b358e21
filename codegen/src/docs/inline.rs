//! The text of one paragraph as pieces, built so that white space never stands at the inner side of a mark:
//! `<b> x </b>` becomes space, `**x**`, space, as Markdown needs it.

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Text without white space, as it is to be read.
    Text(String),
    /// White space, once.
    Space,
    /// A code span; its inner white space is single spaces.
    Code(String),
    Open(Mark),
    Close(Mark),
}

/// What encloses pieces.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    Emphasis,
    Strong,
    /// A link to a URL; without one its text is all there is to show.
    Link(Option<String>),
}

impl Mark {
    /// A link; one that is not absolute leads nowhere from our pages.
    pub fn link(href: Option<String>) -> Mark {
        let absolute = |url: &String| {
            let scheme = url.split_once("://").map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest));
            scheme
                .is_some_and(|(scheme, rest)| matches!(scheme.as_str(), "http" | "https") && !rest.is_empty())
        };
        Mark::Link(href.filter(absolute))
    }

    fn same_kind(&self, other: &Mark) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// A paragraph in the making.
#[derive(Default)]
pub struct Inline {
    pieces: Vec<Piece>,
    /// The marks open now, outermost first.
    open: Vec<Mark>,
    code: Option<CodeSpan>,
    /// The last space was moved out of a mark: it is dropped before punctuation.
    moved_space: bool,
}

/// A code span in the making. `<code><a href="…">X</a></code>` is a link around the code, but a link around a
/// part of the code cannot be written in Markdown.
#[derive(Default)]
struct CodeSpan {
    text: String,
    link: Option<String>,
}

impl Inline {
    /// Adds text, white space as in HTML: any run of it counts once.
    pub fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.text.push_str(text);
            return;
        }
        for part in text.split_inclusive(char::is_whitespace) {
            let word = part.trim_end();
            if !word.is_empty() {
                self.word(word);
            }
            if word.len() < part.len() {
                self.space();
            }
        }
    }

    fn word(&mut self, word: &str) {
        if self.pieces.last() == Some(&Piece::Space) {
            let after_mark = matches!(self.pieces.iter().nth_back(1), Some(Piece::Close(_) | Piece::Code(_)));
            let moved = self.moved_space && word.starts_with(['.', ',', ';', ':', ')', '?', '!', '\'', '’']);
            if moved || (after_mark && matches!(word, "." | "," | ";")) {
                self.pieces.pop();
            }
        }
        self.moved_space = false;
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(word),
            _ => self.pieces.push(Piece::Text(word.to_owned())),
        }
    }

    /// Adds a space, in front of marks just opened.
    fn space(&mut self) {
        let opened = self.pieces.iter().rev().take_while(|piece| matches!(piece, Piece::Open(_))).count();
        let at = self.pieces.len() - opened;
        let before = self.pieces[..at].last();
        if before.is_some_and(|piece| *piece != Piece::Space) {
            self.pieces.insert(at, Piece::Space);
            self.moved_space = false;
        }
    }

    /// Opens a mark. One inside its own kind ends it first: links do not nest, and a second `<b>` is mostly a
    /// mistaken `</b>`.
    pub fn open(&mut self, mark: Mark) {
        if let Some(code) = &mut self.code {
            match mark {
                Mark::Link(Some(url)) if code.text.trim().is_empty() => code.link = Some(url),
                _ => {}
            }
            return;
        }
        if self.open.iter().any(|open| open.same_kind(&mark)) {
            self.close(&mark);
        }
        self.pieces.push(Piece::Open(mark.clone()));
        self.open.push(mark);
    }

    /// Closes the innermost mark of the kind of `mark`, and those opened inside it.
    pub fn close(&mut self, mark: &Mark) {
        if self.code.is_some() || !self.open.iter().any(|open| open.same_kind(mark)) {
            return;
        }
        while let Some(open) = self.open.pop() {
            let done = open.same_kind(mark);
            self.close_piece(open);
            if done {
                break;
            }
        }
    }

    fn close_piece(&mut self, mark: Mark) {
        let spaced = self.pieces.pop_if(|last| *last == Piece::Space).is_some();
        if self.pieces.pop_if(|last| matches!(last, Piece::Open(_))).is_none() {
            self.name_as_code(&mark);
            self.pieces.push(Piece::Close(mark));
        }
        if spaced {
            self.space();
            self.moved_space = true;
        }
    }

    /// The text of a link that leads nowhere is mostly the name of a shape: `<a>DescribeInstances</a>`.
    fn name_as_code(&mut self, mark: &Mark) {
        if let (Mark::Link(None), [.., Piece::Open(_), last @ Piece::Text(_)]) =
            (mark, self.pieces.as_mut_slice())
            && let Piece::Text(text) = last
            && text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.chars().all(|c| c.is_ascii_alphanumeric())
            && text.chars().any(|c| c.is_ascii_lowercase())
        {
            *last = Piece::Code(std::mem::take(text));
        }
    }

    /// Begins a code span. One inside another is taken for its end: `<code>x<code>`.
    pub fn open_code(&mut self) {
        match self.code.is_some() {
            true => self.close_code(),
            false => self.code = Some(CodeSpan::default()),
        }
    }

    /// Ends a code span.
    pub fn close_code(&mut self) {
        let Some(CodeSpan { text, link }) = self.code.take() else { return };
        let words: Vec<&str> = text.split_whitespace().collect();
        if text.starts_with(char::is_whitespace) {
            self.space();
        }
        if !words.is_empty() {
            let link = link.map(|url| Mark::Link(Some(url)));
            let link = link.filter(|link| !self.open.iter().any(|open| open.same_kind(link)));
            self.pieces.extend(link.clone().map(Piece::Open));
            match self.pieces.last_mut() {
                // Two spans in a row would read as one with longer quotes.
                Some(Piece::Code(last)) => last.push_str(&words.join(" ")),
                _ => self.pieces.push(Piece::Code(words.join(" "))),
            }
            self.pieces.extend(link.map(Piece::Close));
            self.moved_space = false;
        }
        if !words.is_empty() && text.ends_with(char::is_whitespace) {
            self.space();
            self.moved_space = true;
        }
    }

    /// The paragraph so far, if it holds anything to read; what is open is closed.
    pub fn take(&mut self) -> Option<Vec<Piece>> {
        self.close_code();
        while let Some(mark) = self.open.pop() {
            self.close_piece(mark);
        }
        self.pieces.pop_if(|last| *last == Piece::Space);
        let pieces = std::mem::take(self).pieces;
        (!pieces.is_empty()).then_some(pieces)
    }
}

/// `pieces` in bold type, without a colon at the end.
pub fn strong(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out = vec![Piece::Open(Mark::Strong)];
    out.extend(
        pieces
            .into_iter()
            .filter(|piece| !matches!(piece, Piece::Open(Mark::Strong) | Piece::Close(Mark::Strong))),
    );
    if let Some(Piece::Text(last)) = out.last_mut() {
        last.truncate(last.trim_end_matches(':').len());
    }
    out.push(Piece::Close(Mark::Strong));
    out
}

/// `label: pieces`.
pub fn labelled(mut label: Vec<Piece>, pieces: Vec<Piece>) -> Vec<Piece> {
    label.push(Piece::Text(":".to_owned()));
    label.push(Piece::Space);
    label.extend(pieces);
    label
}
