//! Dependency trees, by a model trained in `crates/train`.
//!
//! A greedy arc-hybrid parser scored by a small feed-forward network (after Chen and Manning 2014), trained with a
//! dynamic oracle (Goldberg and Nivre 2013). Nothing here trains.

mod clauses;
mod crossings;
pub mod features;
mod frames;
mod fronted;
mod lists;
pub mod net;
mod objects;
mod participles;
mod particles;
mod parts;
mod receivers;
mod relatives;
mod repair;
mod scorer;
mod speech;
pub mod state;
mod strays;
mod tree;
mod when;

pub(crate) use lists::is_transitive;

use crate::container::Reader;
use crate::doc::{Deprel, Document, SentenceKind, TokenId, Tokens};
use crate::net::table::File;
use crate::tag::lexicon::Lexicon;
use crate::{Error, Result};
use parts::{Join, LeftOut};
use scorer::{Scorer, Scratch, Word};
use state::Step;
use std::sync::Mutex;

/// Kind of the parser's model file.
pub const MAGIC: &[u8; 8] = b"ADVPARSE";
/// Version of the parser's model file.
pub const VERSION: u32 = 2;

static EMBEDDED: &[u8] = include_bytes!("../../models/parser.bin");

/// Dependency parser.
#[derive(Debug)]
pub struct Parser {
    scorer: Scorer,
    /// Working memory that no thread uses at the moment.
    idle: Mutex<Vec<Scratch>>,
}

impl Parser {
    /// The built-in parser.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the built-in model is damaged.
    pub fn embedded() -> Result<Self> {
        Self::open(EMBEDDED.into(), Lexicon::embedded()?)
    }

    /// The parser in the model `file`, with the lexicon that it was trained with.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the model is damaged or of another version.
    pub fn open(file: File, lexicon: Lexicon) -> Result<Self> {
        let reader = Reader::open_file(&file, MAGIC, VERSION, "parser model")?;
        let steps = read_steps(reader.section("kinds")?)?;
        Ok(Self { scorer: Scorer::read(&file, &reader, steps, lexicon)?, idle: Mutex::default() })
    }

    /// Fills `head` and `deprel` of `doc.tokens`, sentence by sentence; boilerplate is left out. Needs tags. Time is
    /// linear in the number of tokens.
    pub fn parse(&self, text: &str, doc: &mut Document) {
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let mut scratch = idle.unwrap_or_default();
        for sentence in &doc.sentences {
            if sentence.kind == SentenceKind::Boilerplate {
                continue;
            }
            let (parts, left_out) = parts::split(text, &doc.tokens, &doc.hits, sentence);
            let mut main = None;
            for part in &parts {
                let words = part.tokens.iter().map(|&id| word(&doc.tokens, id, text));
                let nodes = self.scorer.parse(words, &mut scratch);
                for (&id, node) in part.tokens.iter().zip(nodes) {
                    let within = part.tokens.get(node.head as usize);
                    let (head, deprel) = match (within, part.join, main) {
                        (Some(&head), ..) => (head, node.deprel),
                        (None, Join::Token(head, deprel), _) | (None, Join::Root(deprel), Some(head)) => (head, deprel),
                        (None, Join::Main, _) | (None, _, None) => (*main.insert(id), Deprel::Root),
                    };
                    doc.tokens.head[id.index()] = head;
                    doc.tokens.deprel[id.index()] = deprel;
                }
            }
            for LeftOut { token, head, deprel } in left_out {
                doc.tokens.head[token.index()] = head;
                doc.tokens.deprel[token.index()] = deprel;
            }
            let commas: Vec<TokenId> =
                sentence.tokens.ids().filter(|&t| matches!(doc.tokens.form(t, text), "," | "–" | "—" | ")")).collect();
            strays::prepositions(&mut doc.tokens, sentence);
            strays::modifiers(&mut doc.tokens, sentence);
            clauses::verb_by_auxiliary(&mut doc.tokens, sentence);
            clauses::subject_read_as_modifier(&mut doc.tokens, sentence);
            lists::pairs(&mut doc.tokens, sentence);
            lists::named_subjects(&mut doc.tokens, sentence);
            lists::adjectives_behind_nouns(&mut doc.tokens, sentence);
            lists::clause_of_joined(&mut doc.tokens, sentence);
            particles::objects(text, &mut doc.tokens, sentence);
            repair::relations(&mut doc.tokens, sentence);
            objects::complements(&mut doc.tokens, sentence);
            objects::before_numbers(&mut doc.tokens, sentence);
            objects::behind_adjectives(&mut doc.tokens, sentence);
            objects::names_for_objects(&mut doc.tokens, sentence);
            receivers::two_objects(text, &mut doc.tokens, sentence);
            objects::behind_settings(&mut doc.tokens, sentence);
            objects::captives(&mut doc.tokens, sentence);
            objects::of_two_words(&mut doc.tokens, sentence);
            lists::hyphened_numbers(&mut doc.tokens, sentence);
            objects::more_than(&mut doc.tokens, sentence);
            objects::including(&mut doc.tokens, sentence);
            repair::finite_verb(&mut doc.tokens, sentence);
            repair::perfect(&mut doc.tokens, sentence);
            repair::split_perfect(&mut doc.tokens, sentence);
            repair::name_lists(&mut doc.tokens, sentence);
            let is_comma = |t| commas.binary_search(&t).is_ok();
            repair::reduced_relative(&mut doc.tokens, sentence, &is_comma);
            repair::subjects(&mut doc.tokens, sentence, &is_comma);
            clauses::some_of_whom(&mut doc.tokens, sentence);
            clauses::some_of_them(&mut doc.tokens, sentence, &is_comma);
            repair::long_subject(&mut doc.tokens, sentence, &is_comma);
            clauses::marks_of_names(&mut doc.tokens, sentence);
            clauses::participle_before_noun(&mut doc.tokens, sentence);
            clauses::objects_misread(&mut doc.tokens, sentence);
            clauses::verb_by_object(&mut doc.tokens, sentence);
            participles::fronted(&mut doc.tokens, sentence, &is_comma);
            clauses::clause_of_root(text, &mut doc.tokens, sentence);
            clauses::finite_conjuncts(&mut doc.tokens, sentence);
            clauses::active_conjuncts(&mut doc.tokens, sentence);
            clauses::infinitive_conjuncts(text, &mut doc.tokens, sentence);
            clauses::participle_conjuncts(&mut doc.tokens, sentence);
            clauses::time_before_clause(&mut doc.tokens, sentence);
            clauses::participle_aside(text, &mut doc.tokens, sentence);
            clauses::that_before_plural(&mut doc.tokens, sentence);
            frames::charges(&mut doc.tokens, sentence);
            frames::reasons(&mut doc.tokens, sentence);
            frames::agents(&mut doc.tokens, sentence);
            frames::charges_of_nouns(&mut doc.tokens, sentence);
            frames::doings_of_texts(&mut doc.tokens, sentence);
            frames::double_titles(&mut doc.tokens, sentence);
            lists::marked_phrases(&mut doc.tokens, sentence);
            clauses::that_clauses(&mut doc.tokens, sentence);
            clauses::clause_told_to(&mut doc.tokens, sentence);
            clauses::clause_behind_conjunction(&mut doc.tokens, sentence);
            fronted::subjects(text, &mut doc.tokens, sentence, &is_comma);
            lists::joined_subjects(&mut doc.tokens, sentence);
            lists::gapped_passives(&mut doc.tokens, sentence);
            relatives::of_owners(&mut doc.tokens, sentence, &is_comma);
            relatives::of_objects(&mut doc.tokens, sentence);
            speech::according(&mut doc.tokens, sentence);
            clauses::relative_of_time(&mut doc.tokens, sentence);
            clauses::in_which(&mut doc.tokens, sentence);
            crossings::over_root(&mut doc.tokens, sentence);
            speech::commands(&mut doc.tokens, sentence);
            speech::inverted(&mut doc.tokens, sentence);
            speech::reporters(&mut doc.tokens, sentence, &is_comma);
            speech::last_words(&mut doc.tokens, sentence, &is_comma);
            speech::result_of_report(&mut doc.tokens, sentence);
            crossings::cycles(&mut doc.tokens, sentence);
        }
        if let Ok(mut idle) = self.idle.lock() {
            idle.push(scratch);
        }
    }
}

fn word<'t>(tokens: &Tokens, id: TokenId, text: &'t str) -> Word<'t> {
    Word { form: tokens.form(id, text), xpos: tokens.xpos[id.index()], upos: tokens.upos[id.index()] }
}

/// Bytes of the section that lists the steps: two a step, kind (0 shift, 1 left, 2 right) and number of [`Deprel`].
pub fn write_steps(steps: &[Step]) -> Vec<u8> {
    steps
        .iter()
        .flat_map(|step| match *step {
            Step::Shift => [0, 0],
            Step::Left(deprel) => [1, deprel as u8],
            Step::Right(deprel) => [2, deprel as u8],
        })
        .collect()
}

/// The steps that [`write_steps`] wrote.
///
/// # Errors
/// [`Error::Compiled`] when one is unknown, or one without which a parse could get stuck is missing.
pub fn read_steps(bytes: &[u8]) -> Result<Vec<Step>> {
    let step = |pair: &[u8]| {
        let deprel = *Deprel::ALL.get(pair[1] as usize)?;
        Some(match pair[0] {
            0 => Step::Shift,
            1 => Step::Left(deprel),
            2 => Step::Right(deprel),
            _ => return None,
        })
    };
    // Without these a parse could get stuck.
    let needed = |steps: &[Step]| {
        steps.contains(&Step::Shift)
            && steps.contains(&Step::Left(Deprel::Root))
            && steps.iter().any(|step| matches!(step, Step::Right(deprel) if *deprel != Deprel::Root))
    };
    bytes
        .chunks_exact(2)
        .map(step)
        .collect::<Option<Vec<_>>>()
        .filter(|steps| steps.len() <= 255 && needed(steps))
        .ok_or_else(|| Error::Compiled { what: "parser model".into(), message: "has a wrong list of steps".into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Model, Worker};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static MODEL: LazyLock<Model> = LazyLock::new(|| Model::embedded().expect("built-in model"));

    /// Words that the repairs look for, in any order.
    const WORDS: &str = "the a of in on to from by until after before as that which who whom some most police doctors nurses \
                         gunmen minister Ana Ruiz Peru Lima Monday morning said reported told according killing leaving \
                         was were has been will must not free arrested attacked met called voiced shot down dispersed \
                         harbour report meeting ransom sit-in with for at least 20 up re - opened accused of convicted , , . ( ) “ ” and and or";

    fn text() -> impl Strategy<Value = String> {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        proptest::collection::vec(proptest::sample::select(words), 1..40).prop_map(|words| words.join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

        #[test]
        fn mended_trees_have_one_root_and_no_cycle(text in text()) {
            let article = Article { text, ..Article::default() };
            let mut worker = Worker::new(&MODEL);
            let doc = worker.understand(&article);
            for sentence in doc.sentences.iter().filter(|s| s.kind != SentenceKind::Boilerplate) {
                let head = |t: TokenId| doc.tokens.head[t.index()];
                let roots: Vec<_> = sentence.tokens.ids().filter(|&t| head(t) == t).collect();
                prop_assert_eq!(roots.len(), 1);
                for t in sentence.tokens.ids() {
                    let top = (0..sentence.tokens.len()).fold(t, |at, _| head(at));
                    prop_assert_eq!(top, roots[0]);
                }
            }
        }
    }
}
