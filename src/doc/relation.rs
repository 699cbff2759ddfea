//! Universal Dependencies relations.

/// Declares an enum whose variants have a name in a standard's notation.
macro_rules! notation {
    ($(#[$meta:meta])* $name:ident { $($(#[$note:meta])* $variant:ident $text:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "the standard's own names")]
        pub enum $name { #[default] $($(#[$note])* $variant),* }

        impl $name {
            /// All values, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The value's name in the standard's notation.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// Reads the standard's notation; `None` for a name it does not know.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use notation;

notation! {
    /// A dependency relation of UD v2 (English subtypes of EWT 2.15). The default is the unspecified `dep`.
    Deprel {
        Dep "dep", Root "root", Acl "acl", AclRelcl "acl:relcl", Advcl "advcl", AdvclRelcl "advcl:relcl",
        Advmod "advmod", Amod "amod", Appos "appos", Aux "aux", AuxPass "aux:pass", Case "case", Cc "cc",
        CcPreconj "cc:preconj", Ccomp "ccomp", Compound "compound", CompoundPrt "compound:prt", Conj "conj",
        Cop "cop", Csubj "csubj", CsubjOuter "csubj:outer", CsubjPass "csubj:pass", Det "det",
        DetPredet "det:predet", Discourse "discourse", Dislocated "dislocated", Expl "expl", Fixed "fixed",
        Flat "flat", Goeswith "goeswith", Iobj "iobj", List "list", Mark "mark", Nmod "nmod",
        NmodDesc "nmod:desc", NmodPoss "nmod:poss", NmodUnmarked "nmod:unmarked", Nsubj "nsubj",
        NsubjOuter "nsubj:outer", NsubjPass "nsubj:pass", Nummod "nummod", Obj "obj", Obl "obl",
        OblAgent "obl:agent", OblUnmarked "obl:unmarked", Orphan "orphan", Parataxis "parataxis",
        Punct "punct", Reparandum "reparandum", Vocative "vocative", Xcomp "xcomp",
    }
}
