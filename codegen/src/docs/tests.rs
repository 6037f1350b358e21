//! What a reader of the pages sees, on small texts.

use super::{rustdoc, summary};

#[track_caller]
fn check(html: &str, markdown: &str) {
    assert_eq!(rustdoc(html), markdown, "from {html}");
}

#[test]
fn nothing_to_read_gives_nothing() {
    for html in [
        "",
        " \n ",
        "<p></p>",
        "<p> <code> </code> </p>",
        "<zonbook></zonbook><xhtml></xhtml>",
        "<note> </note>",
    ] {
        check(html, "");
    }
}

#[test]
fn paragraphs_and_white_space() {
    check("<p>One\n   two.</p> <p>Three.</p>", "One two.\n\nThree.");
    check("One.<p>Two.<p>Three.", "One.\n\nTwo.\n\nThree.");
    check("Red.<br/>Blue.", "Red.\n\nBlue.");
    check("a\u{a0}b\u{200b}c\u{7}d&#x2028;e", "a bcd e");
}

#[test]
fn emphasis_and_code() {
    check("<p><b>Big</b> and <i>slanted</i> <code>code</code></p>", "**Big** and *slanted* `code`");
    check("<b> Big </b>, <i> slanted</i>.", "**Big**, *slanted*.");
    check("set<code> x </code>to <strong>1</strong>", "set `x` to **1**");
    check("<b><i>both</i></b>", "***both***");
    check("Holds <a>Name</a> .", "Holds `Name`.");
}

#[test]
fn emphasis_that_markdown_would_not_see_is_left_out() {
    check("disk<i>(size)</i>", "disk(size)");
    check("<i>a</i><i>b</i>", "*a*b");
    check("v<i>1</i>.2", "v*1*.2");
    check("<b></b>x", "x");
}

#[test]
fn code_keeps_its_text() {
    check("<code>arn:<i>region</i>:x_*</code>", "`arn:region:x_*`");
    check("<code>a\n  b</code>", "`a b`");
    check("<code>a</code><code>b</code>", "`ab`");
    check("<code>&lt;a&gt; ` b</code>", "``<a> ` b``");
    check("<code>`</code>", "`` ` ``");
    check("<p><code>open</p><p>next</p>", "`open`\n\nnext");
    check("<p>Set <code>x<code> now</p>", "Set `x` now");
}

#[test]
fn links() {
    check(
        r#"See <a href="https://a.example/b?c=1&amp;d=2">the <i>guide</i></a>."#,
        "See [the *guide*](https://a.example/b?c=1&amp;d=2).",
    );
    check(r#"<code><a href="http://a.example">Get</a></code>"#, "[`Get`](http://a.example)");
    check(r#"<a href="https://a.example/(x) y">t[1]</a>"#, r"[t\[1\]](https://a.example/%28x%29%20y)");
    check(r#"<a href="https://a.example/">https://a.example</a>"#, "<https://a.example/>");
    check("<a href='https://a.example'>x", "[x](https://a.example)");
    check(
        r##"<a href="/docs">here</a> <a href="#x">there</a> <a href="mailto:a@b.example">mail</a>"##,
        "here there mail",
    );
    check(r#"Hello!<a href="https://a.example">x</a>"#, r"Hello\![x](https://a.example)");
}

#[test]
fn bare_urls_become_links_and_templates_code() {
    check("<p>At https://a.example/x.</p>", "At <https://a.example/x>.");
    check("(http://a.example)", "(<http://a.example>)");
    check("https://&lt;bucket&gt;.a.example/", "`https://<bucket>.a.example/`");
    check("http://localhost:80 https://...", "http://localhost:80 https://...");
}

#[test]
fn lists() {
    check("<p>Any of:</p> <ul> <li> <p>one</p> </li> <li>two</li> </ul>", "Any of:\n\n- one\n- two");
    check("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n   - b\n2. c");
    check("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\n  b\n\n- c");
    check("<ul><li>a<li>b</ul>", "- a\n- b");
    check("<li>alone</li> after", "- alone\n\n  after");
    check("<ul></ul>", "");
}

#[test]
fn terms_and_definitions() {
    check(
        "<dl><dt>Rights</dt><dd><p>You need <code>x</code>.</p></dd><dt><b>More:</b></dt><dd>No.</dd></dl>",
        "- **Rights**: You need `x`.\n- **More**: No.",
    );
    check("<dl><dt>Lone</dt></dl>", "- **Lone**");
    check("<dl><dt>T</dt><dd><ul><li>a</li></ul></dd></dl>", "- **T**\n  - a");
}

#[test]
fn notes() {
    check("<p>A.</p><note><p>B.</p><p>C.</p></note><p>D.</p>", "A.\n\n> **Note**: B.\n>\n> C.\n\nD.");
    check("<ul><li><important>Hot.</important></li></ul>", "- > **Important**: Hot.");
    check("<note><ul><li>x</li></ul></note>", "> **Note**\n>\n> - x");
}

#[test]
fn headings_tables_and_preformatted_text() {
    check("<fullname>Amazon X</fullname><h2>Use it</h2><p>So.</p>", "## Use it\n\nSo.");
    check("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "- a b\n- c");
    check("<pre>{\n  \"a\": 1 \n}</pre>", "```text\n{\n  \"a\": 1\n}\n```");
    check("<pre>a\n```\nb</pre>", "````text\na\n```\nb\n````");
    check("<pre><code> &lt;p&gt;Some &lt;b&gt;text&lt;/b&gt;.&lt;/p&gt; </code></pre>", "Some **text**.");
}

#[test]
fn literal_text_stays_literal() {
    check("a*b _c_ d_e [x] `y ~z \\", r"a\*b \_c\_ d_e \[x] \`y \~z \\");
    check("`word` here", "`word` here");
    check("AT&amp;amp; &lt;b&gt; R&D &bogus; &", r"AT\&amp; \<b> R\&D \&bogus; &");
    check("use --flag", r"use \-\-flag");
    check("arn:x:<bucket-name>/<N>", r"arn:x:\<bucket-name>/\<N>");
    check("<u>a</u> <Role id='1'/> 1 < 2 <", r"a \<Role id='1'/> 1 \< 2 \<");
    check("{{x}} and {", "{{x}} and {");
}

#[test]
fn a_line_never_starts_a_block_by_accident() {
    for (html, markdown) in [
        ("1. x", r"1\. x"),
        ("- x", r"\- x"),
        ("# x", r"\# x"),
        ("> x", r"\> x"),
        ("= y", r"\= y"),
        ("| x", r"\| x"),
        ("+ x", r"\+ x"),
    ] {
        check(html, markdown);
    }
    let wrapped = rustdoc(&format!("{} - b", "a".repeat(92)));
    assert_eq!(wrapped.lines().nth(1), Some(r"\- b"));
}

#[test]
fn long_lines_are_wrapped_but_not_in_links_or_code() {
    let words = rustdoc(&"word ".repeat(60));
    assert!(
        words.lines().count() > 3
            && words.lines().all(|line| line.len() <= super::WIDTH && !line.ends_with(' '))
    );
    let link = rustdoc(&format!(r#"x <a href="https://a.example">{}</a>"#, "word ".repeat(30)));
    assert_eq!(link.lines().count(), 2);
    let item = rustdoc(&format!("<ul><li>{}</li></ul>", "word ".repeat(30)));
    assert!(item.lines().nth(1).is_some_and(|line| line.starts_with("  word")));
}

#[test]
fn line_breaks_count_in_texts_without_tags() {
    check("Pick one:\n- A: first\n  line\n- B\n\nThen go.", "Pick one:\n\n- A: first line\n- B\n\nThen go.");
    check("one\nline", "one line");
}

#[test]
fn a_long_first_paragraph_is_cut_after_its_first_sentence() {
    let html =
        format!("<p>Starts a server, e.g. Apache v. 2. <code>X</code> {}</p>", "matters much. ".repeat(10));
    assert_eq!(
        rustdoc(&html).lines().next(),
        Some("Starts a server, e.g. Apache v. 2. `X` matters much. matters much. matters much. matters")
    );
    let html = format!("<p>Starts a server. It {}</p>", "matters much. ".repeat(10));
    assert!(rustdoc(&html).starts_with("Starts a server.\n\nIt matters"));
    assert_eq!(summary(&html), "Starts a server.");
    assert_eq!(summary("<fullname>X</fullname>"), "");
}
