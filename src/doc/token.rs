//! Tokens and sentences.

use super::{Byte, Deprel, Span, Token, relation::notation};

/// A token's place in the article, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenId(pub u32);

/// A sentence's place in the article, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SentenceId(pub u32);

impl TokenId {
    /// The id as an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl SentenceId {
    /// The id as an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

notation! {
    /// Universal part of speech. The default is `X`, other.
    Upos {
        X "X", Adj "ADJ", Adp "ADP", Adv "ADV", Aux "AUX", Cconj "CCONJ", Det "DET", Intj "INTJ", Noun "NOUN",
        Num "NUM", Part "PART", Pron "PRON", Propn "PROPN", Punct "PUNCT", Sconj "SCONJ", Sym "SYM", Verb "VERB",
    }
}

notation! {
    /// Penn Treebank tag as in UD English EWT. The default is `FW`, the least informative.
    Xpos {
        Fw "FW", Add "ADD", Afx "AFX", Cc "CC", Cd "CD", Dt "DT", Ex "EX", Gw "GW", Hyph "HYPH", In "IN", Jj "JJ",
        Jjr "JJR", Jjs "JJS", Ls "LS", Md "MD", Nfp "NFP", Nn "NN", Nnp "NNP", Nnps "NNPS", Nns "NNS", Pdt "PDT",
        Pos "POS", Prp "PRP", PrpPoss "PRP$", Rb "RB", Rbr "RBR", Rbs "RBS", Rp "RP", Sym "SYM", To "TO", Uh "UH",
        Vb "VB", Vbd "VBD", Vbg "VBG", Vbn "VBN", Vbp "VBP", Vbz "VBZ", Wdt "WDT", Wp "WP", WpPoss "WP$", Wrb "WRB",
        LeftBracket "-LRB-", RightBracket "-RRB-", OpenQuote "``", CloseQuote "''", Comma ",", Period ".",
        Colon ":", Dollar "$",
    }
}

impl Xpos {
    /// Whether the tag is one of a verb form (`VB…`), modals left out.
    pub const fn is_verb(self) -> bool {
        matches!(self, Self::Vb | Self::Vbd | Self::Vbg | Self::Vbn | Self::Vbp | Self::Vbz)
    }

    /// Whether the tag is that of a finite verb form or modal.
    pub const fn is_finite(self) -> bool {
        matches!(self, Self::Vbd | Self::Vbp | Self::Vbz | Self::Md)
    }
}

/// The tokens of an article as parallel vectors, one element a token.
///
/// `segment` fills the spans, `tag` the tags and lemmas, `parse` heads and relations. Before a stage has run its
/// columns hold defaults.
#[derive(Debug, Default)]
pub struct Tokens {
    /// Place in the text. Spans of one sentence do not overlap and stand in order; what lies between is white space.
    pub span: Vec<Span<Byte>>,
    /// Universal part of speech.
    pub upos: Vec<Upos>,
    /// Penn Treebank tag.
    pub xpos: Vec<Xpos>,
    /// Head of the token within its sentence; a token that heads itself is the root.
    pub head: Vec<TokenId>,
    /// Relation to the head.
    pub deprel: Vec<Deprel>,
    lemma: Vec<Span<Byte>>,
    lemma_text: String,
}

impl Tokens {
    /// Adds a token at `span`, untagged and its own head.
    pub fn push(&mut self, span: Span<Byte>) {
        let id = TokenId(self.span.len() as u32);
        self.span.push(span);
        self.upos.push(Upos::default());
        self.xpos.push(Xpos::default());
        self.head.push(id);
        self.deprel.push(Deprel::default());
        self.lemma.push(Span::default());
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.span.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.span.is_empty()
    }

    /// Forgets all tokens and keeps the buffers.
    pub fn clear(&mut self) {
        self.span.clear();
        self.upos.clear();
        self.xpos.clear();
        self.head.clear();
        self.deprel.clear();
        self.lemma.clear();
        self.lemma_text.clear();
    }

    /// Sets the lemma of `token`.
    pub fn set_lemma(&mut self, token: TokenId, lemma: &str) {
        let start = self.lemma_text.len() as u32;
        self.lemma_text.push_str(lemma);
        self.lemma[token.index()] = Span::new(start, self.lemma_text.len() as u32);
    }

    /// The lemma of `token`, lower case save for proper nouns; empty before tagging.
    pub fn lemma(&self, token: TokenId) -> &str {
        self.lemma[token.index()].of(&self.lemma_text)
    }

    /// The surface form of `token` in `text`.
    pub fn form<'t>(&self, token: TokenId, text: &'t str) -> &'t str {
        self.span[token.index()].of(text)
    }

    /// The bytes from the first to the last token of `span`; an empty span at 0 where it holds no token.
    pub fn bytes(&self, span: Span<Token>) -> Span<Byte> {
        match (self.span.get(span.start as usize), self.span.get((span.end as usize).wrapping_sub(1))) {
            (Some(first), Some(last)) if !span.is_empty() => first.join(*last),
            _ => Span::default(),
        }
    }

    /// The tokens that overlap `bytes`, by binary search.
    pub fn covering(&self, bytes: Span<Byte>) -> Span<Token> {
        let start = self.span.partition_point(|s| s.end <= bytes.start);
        let end = self.span.partition_point(|s| s.start < bytes.end);
        Span::new(start as u32, end.max(start) as u32)
    }

    /// [`Tokens::covering`] for spans that are asked for in order: token `from` does not lie behind the first of them.
    /// The time grows with the logarithm of how far that is.
    pub fn covering_from(&self, from: u32, bytes: Span<Byte>) -> Span<Token> {
        let rest = self.span.get(from as usize..).unwrap_or_default();
        let mut reach = 1;
        while rest.get(reach).is_some_and(|s| s.end <= bytes.start) {
            reach *= 2;
        }
        let near = &rest[..rest.len().min(reach + 1)];
        let start = near.partition_point(|s| s.end <= bytes.start);
        let length = rest[start..].iter().take_while(|s| s.start < bytes.end).count();
        Span::new(from + start as u32, from + (start + length) as u32)
    }
}

/// What a sentence is on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SentenceKind {
    /// Running text.
    #[default]
    Prose,
    /// A headline or heading: a short line of its own without a full stop.
    Heading,
    /// Furniture of a web page (share bars, comment forms, cookie notes): yields no mention and no event.
    Boilerplate,
}

/// A sentence: its tokens, its bytes and its kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Span<Token>,
    /// From the first to the last token.
    pub bytes: Span<Byte>,
    /// Prose, heading or boilerplate.
    pub kind: SentenceKind,
    /// Leading tokens that are a dateline (*GENEVA (Reuters) –*), with the dash; empty otherwise.
    pub dateline: Span<Token>,
    /// Whether a paragraph starts here.
    pub starts_paragraph: bool,
}
