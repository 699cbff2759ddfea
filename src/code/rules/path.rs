//! The little language of argument paths: `obj|with`, `obj.poss`, `subj+with`.

/// A step from a token to tokens that it governs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Deep subject of a verb; subject of the verb that governs a noun.
    Subj,
    /// Deep object.
    Obj,
    /// Indirect object.
    Iobj,
    /// What the trigger's last fixed word governs.
    Pobj,
    /// The noun of a light verb.
    Object,
    /// What a noun is said to be with: *our thoughts are with the families*.
    Head,
    /// Possessor, demonym or noun before a noun.
    Poss,
    /// Any complement clause.
    Clause,
    /// Infinitive.
    Inf,
    /// Finite clause.
    That,
    /// Gerund.
    Ing,
    /// Quotation.
    Quote,
    /// What a preposition governs.
    Prep(String),
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Subj => "subj",
            Self::Obj => "obj",
            Self::Iobj => "iobj",
            Self::Pobj => "pobj",
            Self::Object => "object",
            Self::Head => "head",
            Self::Poss => "poss",
            Self::Clause => "clause",
            Self::Inf => "inf",
            Self::That => "that",
            Self::Ing => "ing",
            Self::Quote => "quote",
            Self::Prep(preposition) => preposition,
        })
    }
}

/// Alternatives in order; the first that finds something counts, with all its paths together.
pub type Paths = Vec<Vec<Vec<Step>>>;

/// Reads paths; `-` alone means none.
///
/// # Errors
/// A message about the first word that is no step.
pub fn parse(text: &str) -> Result<Paths, String> {
    if text.trim() == "-" {
        return Ok(Vec::new());
    }
    text.split('|').map(|group| group.split('+').map(path).collect()).collect()
}

fn path(text: &str) -> Result<Vec<Step>, String> {
    text.trim().split('.').map(step).collect()
}

fn step(word: &str) -> Result<Step, String> {
    Ok(match word {
        "subj" => Step::Subj,
        "obj" => Step::Obj,
        "iobj" => Step::Iobj,
        "pobj" => Step::Pobj,
        "object" => Step::Object,
        "head" => Step::Head,
        "poss" => Step::Poss,
        "clause" => Step::Clause,
        "inf" => Step::Inf,
        "that" => Step::That,
        "ing" => Step::Ing,
        "quote" => Step::Quote,
        _ if PREPOSITIONS.contains(&word) => Step::Prep(word.to_owned()),
        _ => return Err(format!("`{word}` is no step of a path; see docs/rules.md")),
    })
}

const PREPOSITIONS: &[&str] = &[
    "about",
    "above",
    "across",
    "after",
    "against",
    "ahead",
    "along",
    "alongside",
    "amid",
    "among",
    "around",
    "as",
    "at",
    "before",
    "behind",
    "besides",
    "between",
    "beyond",
    "by",
    "concerning",
    "despite",
    "during",
    "for",
    "from",
    "in",
    "inside",
    "into",
    "near",
    "of",
    "off",
    "on",
    "onto",
    "outside",
    "over",
    "per",
    "regarding",
    "throughout",
    "to",
    "toward",
    "towards",
    "under",
    "until",
    "upon",
    "via",
    "with",
    "within",
    "without",
    "through",
    "including",
    "like",
    "than",
    "versus",
    "out",
    "up",
    "down",
    "away",
    "back",
];
