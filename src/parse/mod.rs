//! Dependency trees, by a model trained in `crates/train`.
//!
//! A greedy arc-hybrid parser scored by an averaged perceptron, trained with a dynamic oracle (Goldberg and Nivre 2013).
//! Nothing here trains.

pub mod features;
mod repair;
pub mod state;

use crate::container::Reader;
use crate::doc::{Deprel, Document, SentenceKind, TokenId, Tokens};
use crate::linear::{Linear, hash};
use crate::{Error, Result};
use features::Token;
use state::{State, Step};
use std::borrow::Cow;

/// Kind of the parser's model file.
pub const MAGIC: &[u8; 8] = b"ADVPARSE";
/// Version of the parser's model file.
pub const VERSION: u32 = 1;

static EMBEDDED: &[u8] = include_bytes!("../../models/parser.bin");

/// Dependency parser.
#[derive(Debug)]
pub struct Parser {
    weights: Linear,
    steps: Vec<Step>,
}

impl Parser {
    /// The built-in parser.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the built-in model is damaged.
    pub fn embedded() -> Result<Self> {
        Self::open(Cow::Borrowed(EMBEDDED))
    }

    /// The parser in the model file `bytes`.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the model is damaged or of another version.
    pub fn open(bytes: Cow<'static, [u8]>) -> Result<Self> {
        let all = bytes.clone();
        let reader = Reader::open(&all, MAGIC, VERSION, "parser model")?;
        let steps = read_steps(reader.section("steps")?)?;
        let weights = Linear::open(bytes.clone(), &reader, "table", "rows")?;
        Ok(Self { weights, steps })
    }

    /// Fills `head` and `deprel` of `doc.tokens`, sentence by sentence; boilerplate is left out. Needs tags. Time is
    /// linear in the number of tokens.
    pub fn parse(&self, text: &str, doc: &mut Document) {
        let (mut tokens, mut state, mut buffer) = (Vec::new(), State::default(), String::new());
        for sentence in &doc.sentences {
            if sentence.kind == SentenceKind::Boilerplate {
                continue;
            }
            tokens.clear();
            tokens.extend(sentence.tokens.ids().map(|id| token(&doc.tokens, id, text, &mut buffer)));
            run(&tokens, &mut state, &self.steps, |feature, scores| self.weights.add(feature, scores));
            for (id, node) in sentence.tokens.ids().zip(&state.nodes) {
                let head = if node.head < state.len { sentence.tokens.start + node.head } else { id.0 };
                doc.tokens.head[id.index()] = TokenId(head);
                doc.tokens.deprel[id.index()] = node.deprel;
            }
            let commas: Vec<TokenId> =
                sentence.tokens.ids().filter(|&t| matches!(doc.tokens.form(t, text), "," | "–" | "—" | ")")).collect();
            repair::punctuation(&mut doc.tokens, sentence);
            repair::long_subject(&mut doc.tokens, sentence, &|t| commas.binary_search(&t).is_ok());
        }
    }
}

fn token(tokens: &Tokens, id: TokenId, text: &str, buffer: &mut String) -> Token {
    let form = form_hash(tokens.form(id, text), buffer);
    Token { form, xpos: tokens.xpos[id.index()] as u8, upos: tokens.upos[id.index()] as u8 }
}

/// Hash of `form` in lower case, digits made alike; `buffer` is scratch space.
pub fn form_hash(form: &str, buffer: &mut String) -> u64 {
    buffer.clear();
    for c in form.chars() {
        buffer.extend(c.to_lowercase().map(|c| if c.is_ascii_digit() { '0' } else { c }));
    }
    hash(buffer)
}

/// Parses `tokens` into `state`: the best allowed of `steps` each time, with scores that `add` makes.
pub fn run(tokens: &[Token], state: &mut State, steps: &[Step], add: impl Fn(u64, &mut [i32])) {
    let mut scores = vec![0; steps.len()];
    state.reset(tokens.len());
    while !state.is_done() {
        scores.fill(0);
        features::features(tokens, state, |f| add(f, &mut scores));
        let Some(step) = best(state, steps, &scores) else { return };
        state.take(step);
    }
}

/// The first of the allowed steps with the highest score.
pub fn best(state: &State, steps: &[Step], scores: &[i32]) -> Option<Step> {
    let mut best: Option<(Step, i32)> = None;
    for (&step, &score) in steps.iter().zip(scores) {
        if best.is_none_or(|(_, highest)| score > highest) && state.allows(step) {
            best = Some((step, score));
        }
    }
    best.map(|(step, _)| step)
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

fn read_steps(bytes: &[u8]) -> Result<Vec<Step>> {
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
