//! Figures against gold annotation.

pub mod conllu;
