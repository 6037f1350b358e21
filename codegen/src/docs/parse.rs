//! Tags and text to blocks. Authors forget to close tags and nest what cannot be nested, so every tag is read
//! as "what must be closed before this can start".

use super::inline::{Inline, Mark, Piece};
use super::token::{Token, tokens};

/// A block of documentation.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Piece>),
    /// A heading.
    Heading(Vec<Piece>),
    /// Preformatted lines.
    Code(String),
    /// Items, each of some blocks.
    List { ordered: bool, items: Vec<Vec<Block>> },
    /// A note or a warning with its label.
    Quote { label: &'static str, blocks: Vec<Block> },
}

/// What a frame of the parser's stack collects.
enum Kind {
    Root,
    Quote(&'static str),
    List { ordered: bool },
    Item { term: Option<Vec<Piece>> },
}

struct Frame {
    kind: Kind,
    blocks: Vec<Block>,
    items: Vec<Vec<Block>>,
}

impl Frame {
    fn new(kind: Kind) -> Frame {
        Frame { kind, blocks: Vec::new(), items: Vec::new() }
    }
}

/// The blocks of `html`.
pub fn parse(html: &str) -> Vec<Block> {
    let mut parser =
        Parser { done: Vec::new(), top: Frame::new(Kind::Root), inline: Inline::default(), raw: None };
    for token in tokens(html) {
        parser.token(token);
    }
    parser.close_raw();
    while !parser.done.is_empty() {
        parser.pop();
    }
    parser.end_paragraph();
    parser.top.blocks
}

/// A tag whose content is not parsed into pieces.
enum Raw {
    /// `<pre>`: white space counts.
    Preformatted(String),
    /// `<fullname>`: the name of the service, which the page has already as its title.
    Dropped,
}

struct Parser {
    /// The frames around `top`, outermost first.
    done: Vec<Frame>,
    top: Frame,
    inline: Inline,
    raw: Option<Raw>,
}

impl Parser {
    fn token(&mut self, token: Token) {
        match (&mut self.raw, token) {
            (Some(_), Token::Close(name)) if matches!(name.as_str(), "pre" | "fullname") => self.close_raw(),
            (Some(Raw::Preformatted(lines)), Token::Text(text)) => lines.push_str(&text),
            (Some(_), _) => {}
            (None, Token::Text(text)) => self.inline.text(&text),
            (None, Token::Open { name, href }) => self.open(&name, href),
            (None, Token::Close(name)) => self.close(&name),
        }
    }

    fn open(&mut self, name: &str, href: Option<String>) {
        match name {
            "i" | "em" | "replaceable" => self.inline.open(Mark::Emphasis),
            "b" | "strong" => self.inline.open(Mark::Strong),
            "a" | "link" => self.inline.open(Mark::link(href)),
            "code" | "filename" => self.inline.open_code(),
            "p" | "para" | "br" => self.end_paragraph(),
            "ul" | "dl" | "table" => self.push(Kind::List { ordered: false }),
            "ol" => self.push(Kind::List { ordered: true }),
            "li" | "dt" | "tr" => self.open_item(),
            "dd" => self.open_definition(),
            "td" | "th" => self.inline.text(" "),
            "note" => self.push(Kind::Quote("Note")),
            "important" => self.push(Kind::Quote("Important")),
            "warning" => self.push(Kind::Quote("Warning")),
            "pre" => {
                self.end_paragraph();
                self.raw = Some(Raw::Preformatted(String::new()));
            }
            "fullname" => self.raw = Some(Raw::Dropped),
            heading if is_heading(heading) => self.end_paragraph(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "i" | "em" | "replaceable" => self.inline.close(&Mark::Emphasis),
            "b" | "strong" => self.inline.close(&Mark::Strong),
            "a" | "link" => self.inline.close(&Mark::link(None)),
            "code" | "filename" => self.inline.close_code(),
            "p" | "para" => self.end_paragraph(),
            "ul" | "dl" | "ol" | "table" => self.close_until(|kind| matches!(kind, Kind::List { .. })),
            "li" | "dd" | "tr" => self.close_item(),
            "dt" => self.end_term(),
            "td" | "th" => self.inline.text(" "),
            "note" | "important" | "warning" => self.close_until(|kind| matches!(kind, Kind::Quote(_))),
            heading if is_heading(heading) => {
                if let Some(pieces) = self.inline.take() {
                    self.top_block(Block::Heading(pieces));
                }
            }
            _ => {}
        }
    }

    /// Ends `<pre>` and `<fullname>`. Some models hold whole paragraphs, escaped once more, in one long line of
    /// `<pre>`: an accident of their tools, undone here.
    fn close_raw(&mut self) {
        if let Some(Raw::Preformatted(lines)) = self.raw.take() {
            let lines = lines.trim_matches('\n').trim_end();
            let prose = !lines.trim().contains('\n') && (lines.len() > 100 || lines.contains("</"));
            if prose {
                for token in tokens(lines) {
                    self.token(token);
                }
                self.end_paragraph();
            } else if !lines.trim().is_empty() {
                self.top_block(Block::Code(lines.to_owned()));
            }
        }
    }

    fn end_paragraph(&mut self) {
        if let Some(pieces) = self.inline.take() {
            self.top_block(Block::Paragraph(pieces));
        }
    }

    /// Adds a block; one that stands in a list but in no item belongs to the item before it.
    fn top_block(&mut self, block: Block) {
        match (&self.top.kind, self.top.items.last_mut()) {
            (Kind::List { .. }, Some(item)) => item.push(block),
            (Kind::List { .. }, None) => self.top.items.push(vec![block]),
            _ => self.top.blocks.push(block),
        }
    }

    fn push(&mut self, kind: Kind) {
        self.end_paragraph();
        self.done.push(std::mem::replace(&mut self.top, Frame::new(kind)));
    }

    /// Closes the innermost frame into the one around it.
    fn pop(&mut self) {
        self.end_paragraph();
        let Some(outer) = self.done.pop() else { return };
        let frame = std::mem::replace(&mut self.top, outer);
        match frame.kind {
            Kind::Root => self.top.blocks.extend(frame.blocks),
            Kind::Quote(_) if frame.blocks.is_empty() => {}
            Kind::Quote(label) => self.top_block(Block::Quote { label, blocks: frame.blocks }),
            Kind::List { .. } if frame.items.is_empty() => {}
            Kind::List { ordered } => self.top_block(Block::List { ordered, items: frame.items }),
            Kind::Item { term } => {
                let blocks = with_term(term, frame.blocks);
                match self.top.kind {
                    _ if blocks.is_empty() => {}
                    Kind::List { .. } => self.top.items.push(blocks),
                    _ => self.top.blocks.extend(blocks),
                }
            }
        }
    }

    /// Closes frames up to and with the innermost for which `wanted` holds, and nothing where none does.
    fn close_until(&mut self, wanted: fn(&Kind) -> bool) {
        self.end_paragraph();
        let mut frames = std::iter::once(&self.top).chain(self.done.iter().rev());
        if let Some(depth) = frames.position(|frame| wanted(&frame.kind)) {
            for _ in 0..=depth {
                self.pop();
            }
        }
    }

    fn open_item(&mut self) {
        self.close_item();
        if !matches!(self.top.kind, Kind::List { .. }) {
            self.push(Kind::List { ordered: false });
        }
        self.push(Kind::Item { term: None });
    }

    /// Closes the item of the innermost list, if one is open.
    fn close_item(&mut self) {
        self.end_paragraph();
        let mut frames = std::iter::once(&self.top).chain(self.done.iter().rev());
        if let Some(depth) = frames.position(|frame| matches!(frame.kind, Kind::List { .. })) {
            for _ in 0..depth {
                self.pop();
            }
        }
    }

    /// `<dd>`: goes on in the item that `<dt>` began.
    fn open_definition(&mut self) {
        self.end_term();
        if !matches!(self.top.kind, Kind::Item { term: Some(_) }) {
            self.open_item();
        }
    }

    /// What stands in the item so far is the term.
    fn end_term(&mut self) {
        let Kind::Item { term: term @ None } = &mut self.top.kind else { return self.end_paragraph() };
        if self.top.blocks.is_empty() {
            *term = self.inline.take();
        } else {
            self.end_paragraph();
        }
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// The term in front of its definition: `**term**: definition`.
fn with_term(term: Option<Vec<Piece>>, mut blocks: Vec<Block>) -> Vec<Block> {
    let Some(term) = term else { return blocks };
    let term = super::inline::strong(term);
    match blocks.first_mut() {
        Some(Block::Paragraph(first)) => *first = super::inline::labelled(term, std::mem::take(first)),
        _ => blocks.insert(0, Block::Paragraph(term)),
    }
    blocks
}
