//! What *and* joins: rows of people that an apposition or the last *and* cut apart, pairs, phrases with a preposition of their own, and
//! the clauses that begin behind it or share a verb's auxiliary.

use super::crossings::hangs_on;
use super::tree::{children, hang, hang_stop, hang_subject, is_marked, root};
use crate::doc::{Deprel, Sentence, TokenId, Tokens, Upos, Xpos};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Lemmas of verbs that always have an object, so that without one they are passive.
static TRANSITIVE: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| include_str!("transitive.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// Whether the verb with this lemma always has an object.
pub fn is_transitive(lemma: &str) -> bool {
    TRANSITIVE.contains(lemma)
}

/// *Lina Haddad, a lawyer, and her brother were convicted*, with the name as the root and the brother alone convicted: what
/// stands before *and* in a sentence without another verb belongs to the subject.
pub fn joined_subjects(tokens: &mut Tokens, sentence: &Sentence) {
    two_subjects(tokens, sentence);
    let Some(first) = root(tokens, sentence) else { return };
    let bare = !children(tokens, sentence, first).any(|c| {
        matches!(
            tokens.deprel[c.index()],
            Deprel::Cop | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Case | Deprel::Aux | Deprel::Ccomp
        )
    });
    if !is_nominal(tokens, first) || !bare {
        return;
    }
    let joined = children(tokens, sentence, first).find_map(|c| {
        let clause = c > first
            && tokens.upos[c.index()] == Upos::Verb
            && matches!(tokens.deprel[c.index()], Deprel::Conj | Deprel::Parataxis);
        let and = children(tokens, sentence, c).find(|&m| tokens.deprel[m.index()] == Deprel::Cc)?;
        clause.then_some((c, and))
    });
    let Some((verb, and)) = joined else { return };
    let last = children(tokens, sentence, verb).find(|&c| {
        and < c
            && c < verb
            && is_nominal(tokens, c)
            && matches!(tokens.deprel[c.index()], Deprel::Nsubj | Deprel::NsubjPass)
    });
    let Some(last) = last.filter(|_| tokens.lemma(and) == "and") else { return };
    // *Fires everywhere, and the mayor resigned* is two clauses: the first noun of such a heading has no name.
    let both = children(tokens, sentence, first).any(|c| c < first && tokens.lemma(c) == "both");
    let named = both || tokens.upos[first.index()] == Upos::Propn;
    let finite_before = (first.0..and.0).any(|t| tokens.xpos[t as usize].is_finite());
    if !named || finite_before {
        return;
    }
    hang(tokens, verb, verb, Deprel::Root);
    hang_subject(tokens, sentence, first, verb);
    hang(tokens, last, first, Deprel::Conj);
    tokens.head[and.index()] = last;
    hang_stop(tokens, sentence, verb);
}

/// The same with both as subjects of the verb.
fn two_subjects(tokens: &mut Tokens, sentence: &Sentence) {
    for and in sentence.tokens.ids() {
        let verb = tokens.head[and.index()];
        if tokens.deprel[and.index()] != Deprel::Cc || tokens.lemma(and) != "and" || verb < and {
            continue;
        }
        let subject = |c: &TokenId| {
            *c < verb && is_nominal(tokens, *c) && matches!(tokens.deprel[c.index()], Deprel::Nsubj | Deprel::NsubjPass)
        };
        let subjects: Vec<TokenId> = children(tokens, sentence, verb).filter(subject).collect();
        if let [first, last] = subjects[..]
            && first < and
            && and < last
        {
            hang(tokens, last, first, Deprel::Conj);
            tokens.head[and.index()] = last;
        }
    }
}

/// *The wife of the journalist Ion Rusu*: what a preposition marks is no apposition. *Met with the wife of X and with the
/// envoys*: a phrase joined by *and* goes with the one that has its preposition.
pub fn marked_phrases(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let head = tokens.head[t.index()];
        let mark =
            children(tokens, sentence, t).find(|&c| tokens.deprel[c.index()] == Deprel::Case && head < c && c < t);
        let Some(mark) = mark else { continue };
        match tokens.deprel[t.index()] {
            Deprel::Appos if tokens.upos[mark.index()] == Upos::Adp => tokens.deprel[t.index()] = Deprel::Nmod,
            Deprel::Conj => {
                let preposition = [tokens.lemma(mark)];
                let (mut above, mut joined) = (head, None);
                for _ in 0..3 {
                    if is_marked(tokens, sentence, above, &preposition) {
                        joined = Some(above);
                        break;
                    }
                    let up = tokens.head[above.index()];
                    if up >= above || !is_nominal(tokens, up) {
                        break;
                    }
                    above = up;
                }
                if let Some(noun) = joined {
                    tokens.head[t.index()] = noun;
                }
            }
            _ => {}
        }
    }
}

/// *The regional group Bremen collected donations*: behind a noun with an article stands the name of what it denotes, and both
/// are the subject.
pub fn named_subjects(tokens: &mut Tokens, sentence: &Sentence) {
    let Some(noun) = root(tokens, sentence).filter(|&t| tokens.upos[t.index()] == Upos::Noun) else { return };
    let name = TokenId(noun.0 + 1);
    if name.0 >= sentence.tokens.end || tokens.upos[name.index()] != Upos::Propn {
        return;
    }
    let verb = tokens.head[name.index()];
    let definite = children(tokens, sentence, noun).any(|c| tokens.lemma(c) == "the" && c < noun);
    let bare = !children(tokens, sentence, noun)
        .any(|c| matches!(tokens.deprel[c.index()], Deprel::Cop | Deprel::Case | Deprel::Nsubj | Deprel::Aux));
    let clause = tokens.upos[verb.index()] == Upos::Verb
        && tokens.head[verb.index()] == noun
        && tokens.xpos[verb.index()].is_finite()
        && matches!(tokens.deprel[name.index()], Deprel::Nsubj | Deprel::NsubjPass);
    if definite && bare && clause {
        hang(tokens, verb, verb, Deprel::Root);
        hang_subject(tokens, sentence, noun, verb);
        hang(tokens, name, noun, Deprel::Appos);
        hang_stop(tokens, sentence, verb);
    }
}

/// *Iran summoned the envoy over the burning of a book in Oslo, and students in Baghdad set the mission ablaze*: a verb without a
/// subject and an *and* of its own is told of the noun that *and* seems to join to the one before.
pub fn clause_of_joined(tokens: &mut Tokens, sentence: &Sentence) {
    for and in sentence.tokens.ids().skip(1) {
        let noun = tokens.head[and.index()];
        let comma = tokens.lemma(TokenId(and.0 - 1)) == ",";
        let joins = tokens.deprel[and.index()] == Deprel::Cc && matches!(tokens.lemma(and), "and" | "but" | "while");
        if !comma || !joins || noun < and || !is_nominal(tokens, noun) || tokens.deprel[noun.index()] != Deprel::Conj {
            continue;
        }
        let behind = (noun.0 + 1..sentence.tokens.end).map(TokenId).find(|&t| !hangs_on(tokens, t, noun));
        let Some(verb) = behind.filter(|&t| matches!(tokens.xpos[t.index()], Xpos::Vbd | Xpos::Vbn)) else { continue };
        let above = tokens.head[verb.index()];
        let loose = matches!(tokens.deprel[verb.index()], Deprel::Conj | Deprel::Advcl | Deprel::Parataxis);
        let own = |c: TokenId| {
            let relation = tokens.deprel[c.index()];
            c < verb || matches!(relation, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Aux | Deprel::AuxPass)
        };
        let object = children(tokens, sentence, verb).any(|c| tokens.deprel[c.index()] == Deprel::Obj);
        let bare = object && !children(tokens, sentence, verb).any(own);
        if bare && loose && above < and && tokens.upos[above.index()] == Upos::Verb {
            hang(tokens, verb, above, Deprel::Conj);
            hang(tokens, noun, verb, Deprel::Nsubj);
            hang(tokens, and, verb, Deprel::Cc);
            tokens.xpos[verb.index()] = Xpos::Vbd;
        }
    }
}

/// *Soldiers loyal to the deposed president traded fire*: an adjective behind its noun is not the predicate where a verb
/// follows.
pub fn adjectives_behind_nouns(tokens: &mut Tokens, sentence: &Sentence) {
    let Some(adjective) = root(tokens, sentence).filter(|&t| tokens.upos[t.index()] == Upos::Adj) else { return };
    let has = |t: TokenId, relations: &[Deprel]| {
        children(tokens, sentence, t).any(|c| relations.contains(&tokens.deprel[c.index()]))
    };
    let noun = children(tokens, sentence, adjective)
        .find(|&c| c.0 + 1 == adjective.0 && tokens.deprel[c.index()] == Deprel::Nsubj && is_nominal(tokens, c));
    let verb = children(tokens, sentence, adjective).find(|&c| {
        c > adjective
            && matches!(tokens.deprel[c.index()], Deprel::Parataxis | Deprel::Ccomp | Deprel::Conj | Deprel::Advcl)
            && matches!(tokens.xpos[c.index()], Xpos::Vbd | Xpos::Vbp | Xpos::Vbz)
            && !has(c, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Mark, Deprel::Cc])
    });
    let Some((noun, verb)) = noun.zip(verb).filter(|_| !has(adjective, &[Deprel::Cop, Deprel::Aux])) else { return };
    hang(tokens, verb, verb, Deprel::Root);
    hang_subject(tokens, sentence, noun, verb);
    hang(tokens, adjective, noun, Deprel::Amod);
    hang_stop(tokens, sentence, verb);
}

/// Most words from the first of a pair to *and*.
const PAIR: u32 = 8;

/// *Talks between the union and the ministry resumed*: *between* takes two, so that what *and* joins is no subject of its
/// own.
pub fn pairs(tokens: &mut Tokens, sentence: &Sentence) {
    for between in sentence.tokens.ids() {
        let one = tokens.head[between.index()];
        let of = tokens.head[one.index()];
        let opens = tokens.deprel[between.index()] == Deprel::Case && tokens.lemma(between) == "between";
        let alone = || !children(tokens, sentence, one).any(|c| tokens.deprel[c.index()] == Deprel::Conj);
        if !opens || one < between || of == one || !alone() {
            continue;
        }
        let mut behind = (one.0 + 1..sentence.tokens.end.min(one.0 + PAIR)).map(TokenId);
        let and = behind.find(|&t| tokens.lemma(t) == "and" || tokens.upos[t.index()] == Upos::Verb);
        let Some(and) = and.filter(|&t| tokens.deprel[t.index()] == Deprel::Cc && t.0 + 1 < sentence.tokens.end) else {
            continue;
        };
        let mut other = TokenId(and.0 + 1);
        while tokens.head[other.index()] > other && tokens.upos[tokens.head[other.index()].index()] != Upos::Verb {
            other = tokens.head[other.index()];
        }
        let (verb, relation) = (tokens.head[other.index()], tokens.deprel[other.index()]);
        let misread = matches!(relation, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Conj);
        if !is_nominal(tokens, other) || !misread || verb < other || tokens.upos[verb.index()] != Upos::Verb {
            continue;
        }
        hang(tokens, other, one, Deprel::Conj);
        hang(tokens, and, other, Deprel::Cc);
        let joined = tokens.head[verb.index()] == of && relation != Deprel::Conj;
        if joined && is_nominal(tokens, of) {
            let (head, relation) = (tokens.head[of.index()], tokens.deprel[of.index()]);
            hang(tokens, verb, if head == of { verb } else { head }, relation);
            hang_subject(tokens, sentence, of, verb);
            if head == of {
                hang_stop(tokens, sentence, verb);
            }
        }
    }
}

/// *He was shot dead, and his mother wounded*: a verb that never lacks an object and has none shares the *was* of the verb
/// it is joined to.
pub fn gapped_passives(tokens: &mut Tokens, sentence: &Sentence) {
    for verb in sentence.tokens.ids() {
        let first = tokens.head[verb.index()];
        let joined = tokens.deprel[verb.index()] == Deprel::Conj
            && matches!(tokens.xpos[verb.index()], Xpos::Vbd | Xpos::Vbn)
            && tokens.xpos[first.index()] == Xpos::Vbn
            && is_transitive(tokens.lemma(verb));
        let passive = |t: TokenId| children(tokens, sentence, t).any(|c| tokens.deprel[c.index()] == Deprel::AuxPass);
        if !joined || !passive(first) {
            continue;
        }
        let own = |c: TokenId| {
            matches!(tokens.deprel[c.index()], Deprel::Obj | Deprel::Aux | Deprel::AuxPass | Deprel::Ccomp)
        };
        if children(tokens, sentence, verb).any(own) {
            continue;
        }
        let subject = children(tokens, sentence, verb).find(|&c| tokens.deprel[c.index()] == Deprel::Nsubj && c < verb);
        if let Some(subject) = subject {
            tokens.deprel[subject.index()] = Deprel::NsubjPass;
        }
        // *Was stripped of his rank and jailed*
        tokens.xpos[verb.index()] = Xpos::Vbn;
    }
}

/// *Freed fifty-seven guards*: what is counted is the object, not the first half of its number.
pub fn hyphened_numbers(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let (hyphen, second) = (t.index() + 1, t.index() + 2);
        let number = |i: usize| tokens.xpos[i] == Xpos::Cd;
        if second >= sentence.tokens.end as usize
            || !number(t.index())
            || tokens.xpos[hyphen] != Xpos::Hyph
            || !number(second)
        {
            continue;
        }
        let noun = tokens.head[second];
        let cut = tokens.head[noun.index()] == t && noun != t && tokens.deprel[noun.index()] == Deprel::Appos;
        if cut {
            let (head, relation) = (tokens.head[t.index()], tokens.deprel[t.index()]);
            hang(tokens, noun, if head == t { noun } else { head }, relation);
            hang(tokens, t, noun, Deprel::Nummod);
        }
    }
}

fn is_nominal(tokens: &Tokens, t: TokenId) -> bool {
    matches!(tokens.upos[t.index()], Upos::Noun | Upos::Propn)
}

#[cfg(test)]
mod tests {
    use crate::doc::Deprel;
    use crate::parse::parts::tests::parsed;

    #[test]
    fn prepositions_tell_where_phrases_belong() {
        let text = "She met with the wife of the imprisoned journalist Ion Rusu and with envoys of the union.";
        parsed(text, |relation| {
            assert_eq!(relation("Ion"), (Deprel::Nmod, "wife".into()));
            assert_eq!(relation("envoys"), (Deprel::Conj, "wife".into()));
        });
    }

    #[test]
    fn both_takes_two() {
        parsed("Both the army and the rebels denied responsibility.", |relation| {
            assert_eq!(relation("army"), (Deprel::Nsubj, "denied".into()));
            assert_eq!(relation("rebels"), (Deprel::Conj, "army".into()));
        });
    }

    #[test]
    fn a_noun_behind_and_is_the_subject_of_the_verb_behind_it() {
        let text = "Iran summoned the envoy over the burning of a Koran in Stockholm, and demonstrators in Baghdad set the \
                    mission ablaze.";
        parsed(text, |relation| assert_eq!(relation("demonstrators"), (Deprel::Nsubj, "set".into())));
        parsed("Soldiers loyal to the deposed president traded fire with mutineers near the airport.", |relation| {
            assert_eq!(relation("Soldiers"), (Deprel::Nsubj, "traded".into()));
        });
    }

    #[test]
    fn between_takes_two() {
        parsed("Talks between the union and the ministry resumed.", |relation| {
            assert_eq!(relation("ministry"), (Deprel::Conj, "union".into()));
            assert_eq!(relation("Talks"), (Deprel::Nsubj, "resumed".into()));
            assert_eq!(relation("resumed").0, Deprel::Root);
        });
        parsed("A phone call between Macron and Putin took place on Monday.", |relation| {
            assert_eq!(relation("Putin"), (Deprel::Conj, "Macron".into()));
            assert_eq!(relation("call"), (Deprel::Nsubj, "took".into()));
        });
    }

    #[test]
    fn an_apposition_does_not_cut_a_list() {
        parsed("Irena Novak, a midwife, and her sister Eva were convicted.", |relation| {
            assert_eq!(relation("convicted").0, Deprel::Root);
            assert_eq!(relation("Irena"), (Deprel::NsubjPass, "convicted".into()));
            assert_eq!(relation("Eva"), (Deprel::Conj, "Irena".into()));
        });
    }

    #[test]
    fn what_is_counted_is_the_object() {
        parsed("The navy freed fifty-seven cooks in May.", |relation| {
            assert_eq!(relation("cooks"), (Deprel::Obj, "freed".into()));
        });
    }

    #[test]
    fn second_passive_shares_the_auxiliary() {
        parsed("The baker was shot dead, and his mother wounded.", |relation| {
            assert_eq!(relation("mother"), (Deprel::NsubjPass, "wounded".into()));
        });
        parsed("The baker was shot dead, and his mother fled.", |relation| {
            assert_eq!(relation("mother"), (Deprel::Nsubj, "fled".into()));
        });
    }
}
