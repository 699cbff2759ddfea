//! Gazetteer hits and mentions.

use super::{Byte, EntityId, EntityType, Span, Token, TokenId, relation::notation};

/// A mention's place in the article's list of mentions, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MentionId(pub u32);

/// A gazetteer name found in the text. It may be ambiguous: the gazetteer lists all its candidate entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The name's bytes in the text, without a possessive 's.
    pub bytes: Span<Byte>,
    /// The tokens it covers.
    pub tokens: Span<Token>,
    /// The name in the gazetteer; `Gazetteer::candidates` gives its entries, best first.
    pub name: u32,
}

notation! {
    /// How a mention refers.
    MentionKind {
        /// By its full name.
        Name "name",
        /// By an acronym.
        Acronym "acronym",
        /// By another or shortened name.
        Alias "alias",
        /// By a surname after the full name.
        Surname "surname",
        /// By a noun phrase: *the delegation*, *the French prosecutor*.
        Nominal "nominal",
        /// By a pronoun.
        Pronoun "pronoun",
    }
}

notation! {
    /// What found a mention.
    MentionBy {
        /// A gazetteer entry.
        Gazetteer "gazetteer",
        /// A rule of `resolve`.
        Rule "rule",
        /// The learned name tagger.
        Model "model",
    }
}

notation! {
    /// Why a mention belongs to its entity.
    Why {
        /// Nothing before it means the same.
        New "nothing before it means the same",
        /// An earlier mention has the same words.
        SameName "same name as before",
        /// Both names are of one gazetteer entry.
        SameEntry "the gazetteer has both names for one entry",
        /// *Long Form (LF)*
        Defined "the text defines the one by the other",
        /// *LNPR* for *Lagos Network for Prison Reform*.
        Initials "it has the initials of the name",
        /// A surname or given name alone.
        Surname "part of the person's name",
        /// A longer form of the name.
        FullName "fuller form of the name",
        /// *the Syrian Network*
        ShortName "short form of the name",
        /// A letter or two differ.
        Misspelling "spelt alike",
        /// *Minsk rejected …*
        Capital "a capital that acts means its state",
        /// *a diplomatic source said*; *according to the report*
        Reporter "something is told by it",
        /// *the French attack*
        Adjective "adjective of the country",
        /// *the minister, Ali Hassan*
        Apposition "apposition to the name",
        /// *Colonel X*; *the bishop of La Ceiba, X, …*
        Beside "the name stands beside it",
        /// *the district court of X … the district court*
        SameNoun "the same noun again",
        /// *two civilians … the two men*
        SameCount "the same number again",
        /// *a delegation of mothers … the mothers*
        Members "the group is made of them",
        /// *the Iraqi government* for *Government of Iraq*.
        StateBody "the state's body of that kind",
        /// *members of the council* for the council; *the Taliban movement*.
        Whole "its members or its kind speak for the body",
        /// *the Association*
        NameWord "a word of the name",
        /// *the minister*
        Office "the office that the person holds",
        /// *the newspaper*
        Kind "the only body of that kind in view",
        /// A pronoun for who is most in view.
        InView "most in view, and the next candidate clearly less",
        /// *I*, *we* in a quotation.
        Speaker "the speaker of the quotation",
        /// *we* for the speaker's organisation.
        SpeakerBody "the body that the speaker holds an office of",
        /// *I*, *we* outside of quotations.
        Author "whom the article's first person means",
    }
}

/// A stretch of text that refers to an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its bytes in the text.
    pub bytes: Span<Byte>,
    /// Its tokens.
    pub tokens: Span<Token>,
    /// The token that stands for it in the dependency tree.
    pub head: TokenId,
    /// Type of what it refers to.
    pub etype: EntityType,
    /// How it refers.
    pub kind: MentionKind,
    /// What found it.
    pub by: MentionBy,
    /// The entity it belongs to.
    pub entity: EntityId,
    /// Why it belongs to that entity.
    pub why: Why,
    /// How sure that is, in hundredths; none for names, and for noun phrases and pronouns that refer back to nothing.
    pub confidence: Option<u8>,
}
