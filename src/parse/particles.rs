//! Particles of verbs that were read as prepositions: *laid down their arms*, *handed over the files to the judge*. What
//! stands behind them is the object.

use super::clauses::is_time;
use super::crossings::hangs_on;
use super::tree::{children, hang};
use crate::doc::{Deprel, Sentence, TokenId, Tokens, Upos, Xpos};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Lemmas of verbs, each with a particle.
static VERBS: LazyLock<FxHashSet<(&str, &str)>> = LazyLock::new(|| pairs(include_str!("particle_verbs.txt")));

/// A list with a lemma and the small words that go with it on each line, `#` before what is said of it.
pub(super) fn pairs(list: &'static str) -> FxHashSet<(&'static str, &'static str)> {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    let pairs = |line: &'static str| {
        let (lemma, words) = line.split_once(' ').unwrap_or((line, ""));
        words.split_whitespace().map(move |word| (lemma, word))
    };
    lines.flat_map(pairs).collect()
}

/// Gives verbs their particles, and what stands behind those as the object.
pub fn objects(text: &str, tokens: &mut Tokens, sentence: &Sentence) {
    for particle in sentence.tokens.ids().skip(1) {
        let noun = tokens.head[particle.index()];
        let verb = TokenId(particle.0 - 1);
        // *Called up 12,000 reservists*, read as up to 12,000
        let counted = tokens.deprel[particle.index()] == Deprel::Advmod
            && noun > particle
            && tokens.xpos[noun.index()] == Xpos::Cd
            && tokens.upos[verb.index()] == Upos::Verb
            && !hangs_on(tokens, verb, particle);
        if counted && VERBS.contains(&(tokens.lemma(verb), tokens.form(particle, text))) {
            hang(tokens, particle, verb, Deprel::CompoundPrt);
            continue;
        }
        let preposition = tokens.deprel[particle.index()] == Deprel::Case
            && tokens.deprel[noun.index()] == Deprel::Obl
            && tokens.head[noun.index()] == verb
            && tokens.upos[verb.index()] == Upos::Verb;
        if !preposition || !VERBS.contains(&(tokens.lemma(verb), tokens.form(particle, text))) {
            continue;
        }
        // *Three were taken in March*, *the peacekeepers they took in the Golan Heights*: a time or a place.
        let setting =
            tokens.form(particle, text) == "in" && (is_time(tokens, noun) || tokens.upos[noun.index()] == Upos::Propn);
        let full = children(tokens, sentence, verb)
            .any(|c| matches!(tokens.deprel[c.index()], Deprel::Obj | Deprel::AuxPass | Deprel::NsubjPass));
        let participle = matches!(tokens.deprel[verb.index()], Deprel::Acl | Deprel::Amod);
        // *Thrown out of the bus*
        let two = tokens.lemma(TokenId(particle.0 + 1)) == "of";
        if !(setting || full || participle || two) {
            hang(tokens, particle, verb, Deprel::CompoundPrt);
            tokens.deprel[noun.index()] = Deprel::Obj;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::doc::{Deprel, TokenId};
    use crate::{Article, Model, Worker};

    /// The words that are objects in `text`.
    fn objects(text: &str) -> Vec<String> {
        let model = Model::embedded().unwrap();
        let article = Article { text: text.to_owned(), ..Article::default() };
        let mut worker = Worker::new(&model);
        let tokens = &worker.understand(&article).tokens;
        let is_object = |i: &usize| tokens.deprel[*i] == Deprel::Obj;
        (0..tokens.len()).filter(is_object).map(|i| tokens.form(TokenId(i as u32), text).to_owned()).collect()
    }

    #[test]
    fn what_stands_behind_a_particle_is_the_object() {
        assert_eq!(objects("The last Breton smugglers laid down their arms in Quimper."), ["arms"]);
        assert_eq!(objects("The archive handed over police records to the prosecutor."), ["records"]);
        assert_eq!(objects("Farmers in Drenthe took in refugees from Bosnia."), ["refugees"]);
    }

    #[test]
    fn settings_are_no_objects() {
        assert!(objects("They were taken in March.").is_empty());
        assert!(objects("She was thrown out of the choir.").is_empty());
    }
}
