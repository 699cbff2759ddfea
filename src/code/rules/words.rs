//! Lists of words that conditions name, asked by the numbers of words.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

use crate::doc::{Document, TokenId};
use crate::segment::segment;

/// A word that some list has, by itself or at an end of a phrase: lists are asked with it, a word is looked up once.
#[derive(Clone, Copy, Debug)]
pub struct ListedWord {
    number: u32,
    /// The classes that have the word by itself, and those that have it at an end of a phrase.
    alone: Classes,
    at_ends: Classes,
}

/// Classes, a bit each; some may share one. Most words are in no class of a list, and are done with by a look at the bits.
type Classes = u64;

/// A list of lemmas and of phrases of lemmas, with those of the classes that it names.
#[derive(Debug, Default)]
pub struct Words {
    lemmas: FxHashSet<u32>,
    /// Phrases by their first and by their last word in lower case.
    phrases: FxHashMap<u32, Vec<Arc<[String]>>>,
    classes: Vec<Arc<Words>>,
    /// The bits of `classes`, or of the class that this is.
    bits: Classes,
}

impl Words {
    /// An empty class, the one of that number.
    pub fn class(number: usize) -> Self {
        Self { bits: 1 << (number % Classes::BITS as usize), ..Self::default() }
    }

    /// Adds a lemma or a phrase of lemmas; all of them before any class.
    pub fn insert(&mut self, entry: &str, known: &mut ListedWords) {
        let bits = self.bits;
        let mut lemma = || known.of(entry, bits, 0);
        if !entry.contains(|c: char| c == '-' || c.is_whitespace()) {
            self.lemmas.insert(lemma());
            return;
        }
        let words: Arc<[String]> = words_of(entry).into();
        if let [first, .., last] = &*words {
            let mut insert = |word: &str| {
                self.phrases.entry(known.of(&word.to_lowercase(), 0, bits)).or_default().push(words.clone());
            };
            insert(first);
            if first != last {
                insert(last);
            }
        } else {
            self.lemmas.insert(lemma());
        }
    }

    /// Adds all that a class has.
    pub fn add_class(&mut self, class: Arc<Words>) {
        self.bits |= class.bits;
        self.classes.push(class);
    }

    /// Whether the lemma is in the list.
    pub fn has(&self, lemma: ListedWord) -> bool {
        self.lemmas.contains(&lemma.number)
            || self.bits & lemma.alone != 0 && self.classes.iter().any(|class| class.has(lemma))
    }

    /// Whether `is` holds for a phrase of more than one word that starts or ends with the word with this lemma, in lower
    /// case.
    pub fn any_phrase(&self, lemma: ListedWord, is: &impl Fn(&[String]) -> bool) -> bool {
        self.phrases.get(&lemma.number).is_some_and(|phrases| phrases.iter().any(|phrase| is(phrase)))
            || self.bits & lemma.at_ends != 0 && self.classes.iter().any(|class| class.any_phrase(lemma, is))
    }
}

/// The words of all lists.
#[derive(Debug, Default)]
pub struct ListedWords(FxHashMap<Box<str>, ListedWord>);

impl ListedWords {
    /// The number of `word`, a new one where it has none; it is in these classes, too.
    fn of(&mut self, word: &str, alone: Classes, at_ends: Classes) -> u32 {
        if let Some(known) = self.0.get_mut(word) {
            known.alone |= alone;
            known.at_ends |= at_ends;
            return known.number;
        }
        let number = self.0.len() as u32;
        self.0.insert(word.into(), ListedWord { number, alone, at_ends });
        number
    }

    /// What is known of `word`.
    pub fn get(&self, word: &str) -> Option<ListedWord> {
        self.0.get(word).copied()
    }
}

/// First letter, last letter and length of a word, whatever the case of ASCII letters: words of different outlines are different.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outline(u32);

impl Outline {
    /// The outline of `word`.
    pub fn of(word: &str) -> Self {
        let letter = |byte: Option<&u8>| byte.map_or(0, |byte| u32::from(byte.to_ascii_lowercase()));
        let bytes = word.as_bytes();
        Self(letter(bytes.first()) << 24 | letter(bytes.last()) << 16 | bytes.len() as u32 & 0xffff)
    }
}

/// The words of a phrase as the tokenizer splits them: most hyphens are words of their own (*sit-in*, but *co-host*).
pub fn words_of(phrase: &str) -> Vec<String> {
    let parted = |word: &str| -> Vec<String> {
        if !word.contains('-') {
            return vec![word.to_owned()];
        }
        let mut doc = Document::default();
        segment(word, &mut doc);
        (0..doc.tokens.len() as u32).map(|t| doc.tokens.form(TokenId(t), word).to_owned()).collect()
    };
    phrase.split_whitespace().flat_map(parted).collect()
}
