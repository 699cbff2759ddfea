//! Wiki markup becomes plain text: links keep their words, and templates, tables, notes, files and tags go.
//!
//! One pass per kind of bracket, without recursion, in time linear in the text.

/// The prose of `markup`.
pub(super) fn plain(markup: &str) -> String {
    let text = without(markup, "<!--", "-->");
    let text = without_elements(&text);
    let text = without_nested(&text, "{{", "}}");
    let text = without_nested(&text, "{|", "|}");
    let text = links(&text);
    lines(&unescaped(&text))
}

/// `text` without what stands between `open` and the next `close`; an open end goes to the end of the text.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(open) {
        out.push_str(&rest[..start]);
        let inside = &rest[start + open.len()..];
        rest = inside.find(close).map_or("", |end| &inside[end + close.len()..]);
    }
    out.push_str(rest);
    out
}

/// `text` without the outermost stretches between `open` and `close`, which may lie in each other. One that is never closed
/// loses only its bracket.
fn without_nested(text: &str, open: &str, close: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(open) {
            starts.push(out.len());
            at += open.len();
        } else if rest.starts_with(close) && !starts.is_empty() {
            out.truncate(starts.pop().unwrap_or_default());
            at += close.len();
        } else {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            out.push_str(&rest[..length]);
            at += length;
        }
    }
    out
}

/// Elements whose content is no prose.
const DROPPED: [&str; 9] =
    ["ref", "gallery", "math", "timeline", "syntaxhighlight", "source", "score", "imagemap", "table"];

/// Without the elements in [`DROPPED`], and without the tags of all others; `<br>` and `<p>` end a line.
fn without_elements(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Names of elements that are not closed in the rest, so that it is looked through once for each.
    let mut unclosed: Vec<&str> = Vec::new();
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let tag = &rest[start + 1..];
        let named = tag.strip_prefix('/').unwrap_or(tag);
        let name = &named[..named.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(named.len())];
        let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let Some(end) = beginning(tag).find('>').filter(|_| named) else {
            out.push('<');
            rest = tag;
            continue;
        };
        rest = &tag[end + 1..];
        let empty = tag[..end].ends_with('/');
        let is = |of: &&str| of.eq_ignore_ascii_case(name);
        if !empty && !tag.starts_with('/') && DROPPED.iter().any(&is) {
            let closed = if unclosed.contains(&name) { None } else { behind_end(rest, name) };
            match closed {
                Some(behind) => rest = behind,
                None => unclosed.push(name),
            }
        } else if ["br", "p", "div", "li"].iter().any(is) {
            out.push('\n');
        }
    }
    out.push_str(rest);
    out
}

/// As much of `text` as a tag or an address may be long.
fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(2000)]
}

/// What is behind `</name>`.
fn behind_end<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut ends = text.match_indices("</");
    let (at, _) =
        ends.find(|(at, _)| text.get(at + 2..at + 2 + name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name)))?;
    Some(&text[at + text[at..].find('>')? + 1..])
}

/// Pages whose links show no words: pictures and categories.
const SHOWN_ELSEWHERE: [&str; 4] = ["file:", "image:", "category:", "media:"];

/// `[[page|words]]` and `[address words]` become their words.
fn links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("[[") {
            starts.push(out.len());
            at += 2;
        } else if rest.starts_with("]]") && !starts.is_empty() {
            let start = starts.pop().unwrap_or_default();
            let link = out.split_off(start);
            let page = link.trim_start_matches(':').trim_start();
            let hidden =
                |prefix: &&str| page.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
            if link.starts_with(':') || !SHOWN_ELSEWHERE.iter().any(hidden) {
                out.push_str(link.rsplit('|').next().unwrap_or(&link).trim_start_matches(':'));
            }
            at += 2;
        } else if rest.starts_with("[http") || rest.starts_with("[//") {
            let end = beginning(rest).find([']', '\n']).unwrap_or(5);
            let words = rest.get(..end).unwrap_or_default().split_once(' ').map_or("", |(_, words)| words);
            out.push_str(words.trim());
            at += end + usize::from(rest[end..].starts_with(']'));
        } else {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            out.push_str(&rest[..length]);
            at += length;
        }
    }
    out
}

fn unescaped(text: &str) -> String {
    let text = text.replace("'''", "").replace("''", "");
    let text = text.replace("&nbsp;", "\u{a0}").replace("&ndash;", "–").replace("&mdash;", "—");
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Without the marks at the start of lines, behaviour switches (`__NOTOC__`) and runs of empty lines.
fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for line in text.lines() {
        let line = line.trim();
        let heading = line.trim_matches('=');
        let line = if line.starts_with('=') && line.ends_with('=') { heading } else { line };
        let line = line.trim_start_matches(['*', '#', ':', ';', '|', '!']).trim();
        if line.is_empty() || line.starts_with("__") && line.ends_with("__") || line.starts_with("---") {
            gap = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if gap { "\n\n" } else { "\n" });
        }
        gap = false;
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_goes_and_words_stay() {
        for (markup, text) in [
            ("'''Rain''' fell in [[Lima]] and [[Cusco (city)|Cusco]].", "Rain fell in Lima and Cusco."),
            ("{{date|June 14, {{year}}}}\nRain fell.<ref name=\"a\">[http://x.example Y]</ref>", "Rain fell."),
            ("[[File:a.jpg|thumb|A [[square]] in ''Lima'']]Rain.", "Rain."),
            ("[[Category:Peru]]\n[[:Category:Rain|Rain]] fell.", "Rain fell."),
            ("== Heading ==\n* one\n* two <!-- not this -->\n\n\n__NOTOC__\nthree", "Heading\none\ntwo\n\nthree"),
            ("See [https://x.example the report] of 1 < 2 [sic].", "See the report of 1 < 2 [sic]."),
            ("{| class=\"wikitable\"\n|-\n| a || b\n|}\nRain &amp; snow", "Rain & snow"),
            ("Rain<br />fell {{open", "Rain\nfell open"),
            ("<gallery>\nA.jpg|B\n</gallery>Rain<nowiki>.</nowiki>", "Rain."),
            ("Rain <ref name=a /> fell.", "Rain  fell."),
        ] {
            assert_eq!(plain(markup), text, "{markup}");
        }
    }

    #[test]
    fn deep_and_long_markup_takes_little_time() {
        for piece in ["{{", "[[", "{|", "<ref>", "[http", "<", "<!--", "[[a|", "{{a}}"] {
            let _ = plain(&piece.repeat(200_000));
        }
    }

    proptest! {
        #[test]
        fn any_markup_is_no_panic(text in "(\\{\\{|\\}\\}|\\[\\[|\\]\\]|\\[http|\\{\\||\\|\\}|\\||</?ref|>|<!--|-->|==|''|[a-zé😀 \n]{1,9}){0,60}") {
            let _ = plain(&text);
        }
    }
}
