//! Records on their way: taken from the input one after the other, and made into articles where there is a thread to spare.

use std::sync::Arc;

use super::{Options, Problem, Record, foreign};

/// A record of the input that has been cut out but maybe not parsed yet. Taking drafts is cheap and happens in order;
/// [`Draft::finish`] does the rest, on any thread.
pub struct Draft {
    stage: Stage,
    options: Option<Arc<Options>>,
}

pub(super) enum Stage {
    Ready(Box<Result<Record, Problem>>),
    Later(Box<dyn FnOnce() -> Result<Record, Problem> + Send>),
    Passed(&'static str),
}

/// What a draft came to.
#[derive(Debug)]
pub enum Finished {
    /// An article.
    Record(Box<Record>),
    /// A record that holds no article, with the reason: `not-html`, `http-status`, `redirect`, `namespace`.
    Passed(&'static str),
    /// A record that could not be used.
    Rejected(Problem),
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").finish_non_exhaustive()
    }
}

impl From<Result<Record, Problem>> for Draft {
    /// A record that is taken as it is: neither is its language looked at nor its length.
    fn from(record: Result<Record, Problem>) -> Self {
        Self { stage: Stage::Ready(Box::new(record)), options: None }
    }
}

impl Draft {
    pub(super) fn rejected(problem: Problem) -> Self {
        Err(problem).into()
    }

    pub(super) fn passed(reason: &'static str) -> Self {
        Self { stage: Stage::Passed(reason), options: None }
    }

    pub(super) fn later(make: impl FnOnce() -> Result<Record, Problem> + Send + 'static) -> Self {
        Self { stage: Stage::Later(Box::new(make)), options: None }
    }

    /// This draft, whose article is cut and whose language is looked at as `options` say.
    #[must_use]
    pub fn with(self, options: &Arc<Options>) -> Self {
        Self { options: Some(Arc::clone(options)), ..self }
    }

    /// Whether the record is known to hold no article.
    pub(super) fn is_passed(&self) -> bool {
        matches!(self.stage, Stage::Passed(_))
    }

    /// Parses what is still to be parsed, cuts what is too long and looks at the language.
    pub fn finish(self) -> Finished {
        let record = match self.stage {
            Stage::Passed(reason) => return Finished::Passed(reason),
            Stage::Ready(record) => *record,
            Stage::Later(make) => make(),
        };
        match record {
            Err(problem) => Finished::Rejected(problem),
            Ok(mut record) => {
                if let Some(options) = &self.options {
                    let article = &mut record.article;
                    article.source.truncated = truncate(&mut article.text, options.max_article);
                    if !options.any_language
                        && let Some(lang) = foreign(&article.text)
                    {
                        (article.lang, article.skipped) = (Some(lang), Some("lang"));
                    }
                }
                Finished::Record(Box::new(record))
            }
        }
    }
}

/// Cuts `text` to at most `limit` bytes, behind a sentence or a line where one ends in the last part of them; gives the
/// length that it had.
fn truncate(text: &mut String, limit: usize) -> Option<u64> {
    let whole = text.len();
    if whole <= limit {
        return None;
    }
    let end = text.floor_char_boundary(limit);
    let start = text.floor_char_boundary(end.saturating_sub(end.min(4000)));
    let last = &text[start..end];
    let sentence = [". ", ".\n", "! ", "? ", "\n"].iter().filter_map(|stop| Some(last.rfind(stop)? + 1)).max();
    text.truncate(start + sentence.unwrap_or(last.len()));
    Some(whole as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_text_ends_with_a_sentence() {
        let mut text = "Rain fell. Police came. They left.".to_owned();
        assert_eq!(truncate(&mut text, 30), Some(34));
        assert_eq!(text, "Rain fell. Police came.");
        assert_eq!(truncate(&mut text, 30), None);
        let mut one = "é".repeat(20);
        assert_eq!(truncate(&mut one, 9), Some(40));
        assert_eq!(one, "éééé");
    }

    proptest! {
        #[test]
        fn a_cut_text_is_a_beginning(text in "(\\PC|[.\n é😀]){0,200}", limit in 0_usize..300) {
            let mut cut = text.clone();
            let whole = truncate(&mut cut, limit);
            prop_assert!(text.starts_with(&cut));
            prop_assert!(cut.len() <= limit || whole.is_none());
            prop_assert_eq!(whole.is_some(), text.len() > limit);
        }
    }
}
