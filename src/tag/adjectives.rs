//! Verbs that were read as adjectives or nouns: *The envoy, Ana Ruiz, voiced alarm*; *Officials shared evidence with …*; *to free the
//! hostages*. Web text, which the tagger learned from, hardly has an apposition before its verb.

use super::Tagger;
use crate::doc::{Document, Sentence, SentenceKind, Span, TokenId, Tokens, Upos, Xpos};
use crate::parse::is_transitive;
use crate::resolve::lower;

/// Past tenses that are seldom the base form of another verb: *to saw wood*.
const RARE_BASES: [&str; 8] = ["bore", "fell", "felt", "found", "ground", "saw", "shot", "wound"];

/// Past tenses that are seldom adjectives.
const HARDLY_ADJECTIVES: [&str; 14] = [
    "bought", "brought", "caught", "fought", "held", "kept", "laid", "led", "made", "met", "sent", "shot", "taught",
    "won",
];

/// Longest clause behind a comma that tells who says so, in tokens.
const LONGEST_ATTRIBUTION: u32 = 12;

/// What stands behind a verb and before its object.
const PARTICLES: [&str; 5] = ["down", "up", "off", "out", "dead"];

/// Tags the verbs that the places of other words give away.
pub fn apply(tagger: &Tagger, text: &str, doc: &mut Document) {
    let Document { sentences, tokens, .. } = doc;
    for sentence in sentences.iter().filter(|s| s.kind == SentenceKind::Prose) {
        let sentence = &without_attribution(text, tokens, sentence);
        let finite = |t: TokenId| tokens.xpos[t.index()].is_finite();
        let verbless = !sentence.tokens.ids().any(finite);
        let found = (sentence.tokens.start + 1..sentence.tokens.end.saturating_sub(1)).map(TokenId).find(|&t| {
            let (tag, behind) = (tokens.xpos[t.index()], TokenId(t.0 + 1));
            let nominal = matches!(tokens.upos[behind.index()], Upos::Noun | Upos::Propn | Upos::Det | Upos::Pron);
            let adjective = || {
                nominal
                    && (is_behind_apposition(text, tokens, sentence, t)
                        || verbless && is_behind_plural(tokens, t) && tokens.upos[behind.index()] != Upos::Det)
            };
            // *Snipers shot three men*, *The rebels laid down their arms*
            let only_verb = || {
                let article = matches!(tokens.xpos[behind.index()], Xpos::Dt | Xpos::PrpPoss);
                // *A gunman shot a fisherman*: no article stands inside a noun phrase.
                let singular = article && matches!(tokens.xpos[t.index() - 1], Xpos::Nn | Xpos::Nnp);
                let object = article
                    || tokens.xpos[behind.index()] == Xpos::Cd
                    || PARTICLES.contains(&tokens.form(behind, text));
                verbless && (singular || object && is_behind_plural(tokens, t))
            };
            (tag == Xpos::Jj && adjective() || matches!(tag, Xpos::Jj | Xpos::Nn) && only_verb())
                && tagger.can_be_past(&tokens.form(t, text).to_lowercase())
        });
        let found = found.or_else(|| {
            if verbless {
                only_past(tagger, text, tokens, sentence)
            } else {
                first_past(tagger, text, tokens, sentence)
            }
        });
        if let Some(t) = found {
            tagger.retag(text, tokens, t, Xpos::Vbd, Upos::Verb);
        }
        if verbless && found.is_none() {
            presents(tagger, text, tokens, sentence);
        }
        numbers(tagger, text, tokens, sentence);
        behind_pronouns(tagger, text, tokens, sentence);
        pasts(tagger, text, tokens, sentence);
        participles(tagger, text, tokens, sentence);
        infinitives(tagger, text, tokens, sentence);
        particles(tagger, text, tokens, sentence);
    }
}

/// `sentence` up to the comma before who says so: *The army trains pilots, a spokesman said.*
fn without_attribution(text: &str, tokens: &Tokens, sentence: &Sentence) -> Sentence {
    const SAYING: [&str; 6] = ["said", "says", "reported", "reports", "added", "told"];
    let all = sentence.tokens;
    let from = all.end.saturating_sub(LONGEST_ATTRIBUTION).max(all.start);
    let comma = (from..all.end).rev().find(|&t| tokens.form(TokenId(t), text) == ",");
    let said = |comma: u32| {
        let mut finite = (comma + 1..all.end).filter(|&t| tokens.xpos[t as usize].is_finite());
        finite.next().is_some_and(|t| SAYING.contains(&tokens.form(TokenId(t), text))) && finite.next().is_none()
    };
    let end = comma.filter(|&comma| said(comma)).map_or(all.end, |comma| comma + 1);
    Sentence { tokens: Span::new(all.start, end), ..*sentence }
}

/// *The envoy, Ana Ruiz, …*: behind a name between commas that follows the noun phrase which begins the sentence.
fn is_behind_apposition(text: &str, tokens: &Tokens, sentence: &Sentence, t: TokenId) -> bool {
    let is_comma = |i: u32| tokens.form(TokenId(i), text) == ",";
    let name = |i: u32| tokens.upos[i as usize] == Upos::Propn;
    if !is_comma(t.0 - 1) {
        return false;
    }
    let mut start = t.0 - 1;
    while start > sentence.tokens.start && name(start - 1) {
        start -= 1;
    }
    let phrase = || {
        let first = tokens.upos[sentence.tokens.start as usize];
        let verbs =
            (sentence.tokens.start..start - 1).any(|i| matches!(tokens.upos[i as usize], Upos::Verb | Upos::Aux));
        matches!(first, Upos::Det | Upos::Noun | Upos::Propn | Upos::Adj) && !verbs
    };
    start < t.0 - 1 && start > sentence.tokens.start + 1 && is_comma(start - 1) && phrase()
}

/// *Prosecutors opposed bail.*, *The decree alarmed lawyers.*, *Nine embassies called for restraint.*: in a sentence with a full
/// stop and without a verb, the first word behind a noun that may be a past tense, unless it is passive (*Two men
/// arrested in Paris.*).
fn only_past(tagger: &Tagger, text: &str, tokens: &Tokens, sentence: &Sentence) -> Option<TokenId> {
    if !matches!(tokens.xpos[sentence.tokens.end as usize - 1], Xpos::Period | Xpos::Comma) {
        return None;
    }
    (sentence.tokens.start + 1..sentence.tokens.end - 1).map(TokenId).find(|&t| {
        let word = lower(tokens.form(t, text));
        let form = tokens.xpos[t.index()] == Xpos::Vbn || tokens.xpos[t.index()] == Xpos::Jj && word.ends_with("ed");
        let subject = matches!(tokens.xpos[t.index() - 1], Xpos::Nn | Xpos::Nns | Xpos::Nnp | Xpos::Nnps)
            || t.0 == sentence.tokens.start + 1 && tokens.xpos[t.index() - 1] == Xpos::Vbg;
        let behind = t.index() + 1;
        let object =
            matches!(tokens.upos[behind], Upos::Noun | Upos::Propn | Upos::Det | Upos::Pron | Upos::Num | Upos::Adj);
        let preposition = tokens.upos[behind] == Upos::Adp
            && tokens.form(TokenId(behind as u32), text) != "by"
            && !is_transitive(tokens.lemma(t));
        form && subject && (object || preposition) && tagger.can_be_past(&word)
    })
}

/// Verbs with two objects, or with one that is named: their participles have an object behind them.
const OF_TWO_OBJECTS: [&str; 22] = [
    "give", "hand", "deny", "offer", "award", "grant", "pay", "show", "teach", "tell", "ask", "promise", "call",
    "name", "dub", "label", "term", "elect", "appoint", "send", "deem", "declare",
];

/// *Police used tear gas, and four marchers were held*: a participle with an object, behind the noun that begins the sentence,
/// is its verb where the next verb stands behind a comma and *and*.
fn first_past(tagger: &Tagger, text: &str, tokens: &Tokens, sentence: &Sentence) -> Option<TokenId> {
    let next = sentence.tokens.ids().find(|t| tokens.xpos[t.index()].is_finite())?;
    // *Brussels voiced concern, and the union …*: an adjective does not stand behind the noun that it describes.
    let past = |t: TokenId| {
        let behind_noun = matches!(tokens.upos[t.index() - 1], Upos::Noun | Upos::Propn);
        tokens.xpos[t.index()] == Xpos::Jj && behind_noun && tagger.can_be_past(&lower(tokens.form(t, text)))
    };
    let mut words = (sentence.tokens.start + 1..next.0).map(TokenId);
    let verb = words.find(|&t| tokens.upos[t.index()] == Upos::Verb || past(t))?;
    let noun = verb.index() - 1;
    let opens = (sentence.tokens.start as usize..verb.index())
        .all(|t| matches!(tokens.upos[t], Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num));
    let object = matches!(tokens.upos[verb.index() + 1], Upos::Det | Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj);
    let joined = (verb.0..next.0).any(|t| {
        tokens.form(TokenId(t), text) == "," && tokens.upos.get(t as usize + 1).is_some_and(|u| *u == Upos::Cconj)
    });
    let active = matches!(tokens.xpos[verb.index()], Xpos::Vbn | Xpos::Jj)
        && matches!(tokens.upos[noun], Upos::Noun | Upos::Propn)
        && !OF_TWO_OBJECTS.contains(&tokens.lemma(verb))
        && tagger.can_be_past(&lower(tokens.form(verb, text)));
    (opens && object && joined && active).then_some(verb)
}

/// In a noun phrase no plural stands before an adjective or another noun.
fn is_behind_plural(tokens: &Tokens, t: TokenId) -> bool {
    tokens.xpos[t.index() - 1] == Xpos::Nns
}

/// *Prosecutors press for a life sentence.*: the only verb of a sentence, behind the plural that begins it.
fn presents(tagger: &Tagger, text: &str, tokens: &mut Tokens, sentence: &Sentence) {
    let (verb, behind) = (TokenId(sentence.tokens.start + 1), TokenId(sentence.tokens.start + 2));
    if behind.0 >= sentence.tokens.end || !is_behind_plural(tokens, verb) {
        return;
    }
    let stop = tokens.xpos[sentence.tokens.end as usize - 1] == Xpos::Period;
    let noun = tokens.xpos[verb.index()] == Xpos::Nn && tokens.xpos[behind.index()] == Xpos::In;
    if stop && noun && tagger.can_be_verb(tokens.form(verb, text)) {
        tagger.retag(text, tokens, verb, Xpos::Vbp, Upos::Verb);
    }
}

/// *Eleven of them were freed*: a number that begins the sentence is no name.
fn numbers(tagger: &Tagger, text: &str, tokens: &mut Tokens, sentence: &Sentence) {
    const NUMBERS: [&str; 18] = [
        "Two",
        "Three",
        "Four",
        "Five",
        "Six",
        "Seven",
        "Eight",
        "Nine",
        "Ten",
        "Eleven",
        "Twelve",
        "Thirteen",
        "Fourteen",
        "Fifteen",
        "Sixteen",
        "Seventeen",
        "Eighteen",
        "Nineteen",
    ];
    let first = TokenId(sentence.tokens.start);
    if tokens.upos[first.index()] == Upos::Propn && NUMBERS.contains(&tokens.form(first, text)) {
        tagger.retag(text, tokens, first, Xpos::Cd, Upos::Num);
    }
}

/// *It later voiced regret*: behind a pronoun that is a subject stands no adjective.
fn behind_pronouns(tagger: &Tagger, text: &str, tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids().skip(1) {
        let before = TokenId(t.0 - 1);
        let adverb = tokens.upos[before.index()] == Upos::Adv && before.0 > sentence.tokens.start;
        let pronoun = tokens.form(if adverb { TokenId(before.0 - 1) } else { before }, text);
        let subject = matches!(pronoun, "it" | "he" | "she" | "they" | "we" | "It" | "He" | "She" | "They" | "We");
        if tokens.xpos[t.index()] == Xpos::Jj && subject {
            let word = tokens.form(t, text);
            if word.ends_with("ed") && tagger.can_be_past(word) {
                tagger.retag(text, tokens, t, Xpos::Vbd, Upos::Verb);
            }
        }
    }
}

/// *Snipers shot three men*: a form that is of the past alone is no present and no infinitive.
fn pasts(tagger: &Tagger, text: &str, tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        // *And laid flowers at the gate*
        let past = HARDLY_ADJECTIVES.contains(&tokens.form(t, text))
            && tokens.xpos[t.index()] == Xpos::Jj
            && t.0 > sentence.tokens.start
            && matches!(tokens.xpos[t.index() - 1], Xpos::Cc | Xpos::Nns | Xpos::Nnp | Xpos::Prp);
        if past {
            tagger.retag(text, tokens, t, Xpos::Vbd, Upos::Verb);
        }
        if matches!(tokens.xpos[t.index()], Xpos::Vb | Xpos::Vbp) {
            let word = tokens.form(t, text).to_lowercase();
            if tagger.can_be_past(&word) && (RARE_BASES.contains(&&*word) || !tagger.can_be_verb(&word)) {
                let upos = tokens.upos[t.index()];
                tagger.retag(text, tokens, t, Xpos::Vbd, upos);
            }
        }
    }
}

/// *Was shot and wounded*: behind *be* stands no noun without an article. *Was blocked*: nor an adjective that is the
/// participle of a verb with an object.
fn participles(tagger: &Tagger, text: &str, tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids().skip(1).take(sentence.tokens.len().saturating_sub(2)) {
        let noun = tokens.xpos[t.index()] == Xpos::Nn && tokens.form(t, text).starts_with(char::is_lowercase);
        // *Was blocked*: of verbs that always have an object the participle is a passive.
        let adjective = || {
            let mut lemma = String::new();
            tagger.lemmas.lemma(tokens.form(t, text), Xpos::Vbn, Upos::Verb, &mut lemma);
            tokens.xpos[t.index()] == Xpos::Jj && is_transitive(&lemma)
        };
        let phrase = matches!(tokens.upos[t.index() + 1], Upos::Noun | Upos::Propn | Upos::Adj)
            || tokens.xpos[t.index() + 1] == Xpos::Hyph;
        let be = matches!(tokens.form(TokenId(t.0 - 1), text), "was" | "were" | "been" | "being");
        if be && !phrase && (noun || adjective()) && tagger.can_be_participle(tokens.form(t, text)) {
            tagger.retag(text, tokens, t, Xpos::Vbn, Upos::Verb);
        }
    }
}

/// Verbs behind which *to* opens an infinitive.
const WITH_INFINITIVE: [&str; 16] = [
    "aim", "attempt", "decide", "decline", "fail", "hope", "intend", "manage", "offer", "plan", "refuse", "seek",
    "threaten", "try", "vow", "want",
];

/// *To free the hostages*: no adjective stands before an article. *Offered to broker talks*: nor does a noun alone stand
/// before another one behind a verb that takes an infinitive.
fn infinitives(tagger: &Tagger, text: &str, tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids().skip(1).take(sentence.tokens.len().saturating_sub(2)) {
        let to = TokenId(t.0 - 1);
        let behind = tokens.xpos[t.index() + 1];
        let article = matches!(behind, Xpos::Dt | Xpos::Pdt | Xpos::PrpPoss);
        let adjective = tokens.xpos[t.index()] == Xpos::Jj && article;
        let noun = || {
            tokens.xpos[t.index()] == Xpos::Nn
                && (article || matches!(behind, Xpos::Nns | Xpos::Cd | Xpos::Nnp))
                && to.0 > sentence.tokens.start
                && WITH_INFINITIVE.contains(&tokens.lemma(TokenId(to.0 - 1)))
        };
        if tokens.form(to, text) == "to" && (adjective || noun()) {
            let word = tokens.form(t, text);
            if tagger.can_be_verb(word) {
                tagger.retag(text, tokens, t, Xpos::Vb, Upos::Verb);
                tagger.retag(text, tokens, to, Xpos::To, Upos::Part);
            }
        }
    }
}

/// *Turkey shot down a jet*: behind a name, a noun with a particle is a past tense.
fn particles(tagger: &Tagger, text: &str, tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids().skip(1).take(sentence.tokens.len().saturating_sub(3)) {
        let particle = PARTICLES.contains(&tokens.form(TokenId(t.0 + 1), text));
        let object = matches!(tokens.xpos[t.index() + 2], Xpos::Dt | Xpos::Cd | Xpos::PrpPoss | Xpos::Nnp);
        let name = tokens.upos[t.index() - 1] == Upos::Propn;
        let dead = tokens.form(TokenId(t.0 + 1), text) == "dead";
        if tokens.xpos[t.index()] == Xpos::Nn
            && particle
            && (object && name || dead)
            && tagger.can_be_past(tokens.form(t, text))
        {
            tagger.retag(text, tokens, t, Xpos::Vbd, Upos::Verb);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Model, Worker};

    fn verbs(model: &Model, text: &str) -> Vec<String> {
        let article = Article { text: text.into(), ..Article::default() };
        let mut worker = Worker::new(model);
        let doc = worker.understand(&article);
        let verbs = (0..doc.tokens.len() as u32).map(TokenId).filter(|t| doc.tokens.upos[t.index()] == Upos::Verb);
        verbs.map(|t| doc.tokens.lemma(t).to_owned()).collect()
    }

    #[test]
    fn verbs_are_no_adjectives() {
        let model = Model::embedded().expect("built-in model");
        let text = "The deputy commissioner for fisheries, Nina Skov, voiced alarm at the catch.";
        assert_eq!(verbs(&model, text), ["voice"]);
        assert_eq!(verbs(&model, "Fishery inspectors shared photographs with Malta."), ["share"]);
        assert_eq!(verbs(&model, "They urged Minsk to free all those in camps."), ["urge", "free"]);
        assert_eq!(verbs(&model, "The guild offered to broker talks."), ["offer", "broker"]);
        assert_eq!(verbs(&model, "A gunman shot a fisherman near the pier."), ["shoot"]);
        assert_eq!(verbs(&model, "Prosecutors press for a life sentence."), ["press"]);
        assert_eq!(verbs(&model, "Turkey shot down a drone near the border."), ["shoot"]);
        assert_eq!(verbs(&model, "In Lagos, Nigeria, retired teachers marched."), ["march"]);
    }
}
