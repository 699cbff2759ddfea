//! Trains the models in `models/` from CoNLL-U and NER corpora.

mod lemma;
mod lexicon;
mod net;
mod oracle;
mod parse;
mod perceptron;
mod pos;
mod random;

use advocoder::eval::conllu;
use advocoder::parse::Parser as Dependencies;
use advocoder::parse::features::Token;
use advocoder::tag::Tagger;
use advocoder::tag::lexicon::Lexicon;
use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Parser)]
#[command(about = "Trains the models in models/ from corpora")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Trains tagger and parser and prints their figures on the development split.
    All {
        /// Folder of the corpora.
        #[arg(long)]
        corpora: PathBuf,
        /// Folder for the models.
        #[arg(long)]
        out: PathBuf,
    },
    /// Writes the list of word clusters that the lexicon is made of.
    Clusters {
        /// Folder with `en_lexeme_cluster.json` and `en_lexeme_prob.json`, unpacked from spacy-lookups-data.
        #[arg(long)]
        lookups: PathBuf,
        /// The list.
        #[arg(long)]
        out: PathBuf,
    },
    /// Writes the lexicon.
    Lexicon {
        /// Folder for the models.
        #[arg(long)]
        out: PathBuf,
    },
    /// Prints the figures of models on a CoNLL-U file with gold tokens.
    Eval {
        /// Folder of the models.
        #[arg(long)]
        models: PathBuf,
        /// The file.
        file: PathBuf,
    },
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::All { corpora, out } => all(&corpora, &out),
        Command::Clusters { lookups, out } => Ok(std::fs::write(out, lexicon::clusters(&lookups)?)?),
        Command::Lexicon { out } => Ok(std::fs::write(out.join("words.bin"), lexicon::lexicon())?),
        Command::Eval { models, file } => {
            let tagger = Tagger::open(read(&models.join("tagger.bin"))?.into())?;
            let parser = Dependencies::open(
                &read(&models.join("parser.bin"))?,
                Lexicon::open(read(&models.join("words.bin"))?.into())?,
            )?;
            let text = String::from_utf8(read(&file)?)?;
            print!("{}", conllu::evaluate(&text, &tagger, &parser));
            Ok(())
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn all(corpora: &Path, out: &Path) -> Result<()> {
    let treebank = corpora.join("ud-english-ewt");
    let split = |name: &str| -> Result<String> {
        Ok(String::from_utf8(read(&treebank.join(format!("en_ewt-ud-{name}.conllu")))?)?)
    };
    let train = conllu::read(&split("train")?);
    let dev = split("dev")?;
    let words = lexicon::lexicon();
    let lexicon = Lexicon::open(words.clone().into())?;
    std::fs::write(out.join("words.bin"), words)?;
    let tagger_bytes = pos::train(&train, &lemma::rules(&train));
    let tagger = Tagger::open(tagger_bytes.clone().into())?;
    std::fs::write(out.join("tagger.bin"), tagger_bytes)?;
    eprintln!("tagger is ready");

    let tokens = jack_knifed(&train, &lexicon)?;
    let parser_bytes = parse::train(&tokens, &train, |epoch, bytes| {
        if let Ok(parser) = Dependencies::open(bytes, lexicon.clone()) {
            eprintln!("epoch {epoch}, development split:\n{}", conllu::evaluate(&dev, &tagger, &parser));
        }
    });
    std::fs::write(out.join("parser.bin"), parser_bytes)?;
    Ok(())
}

/// The parser's examples, each tagged by a tagger that has not seen it, for it must learn from tags as good as those
/// it will get.
fn jack_knifed(sentences: &[Vec<conllu::Word>], lexicon: &Lexicon) -> Result<Vec<Vec<Token>>> {
    const FOLDS: usize = 5;
    let size = sentences.len().div_ceil(FOLDS);
    let fold = |i: usize| -> Result<Vec<Vec<Token>>> {
        let range = i * size..((i + 1) * size).min(sentences.len());
        let rest = [&sentences[..range.start], &sentences[range.end..]].concat();
        let tagger = Tagger::open(pos::train(&rest, "").into())?;
        Ok(parse::tokens(&sentences[range], &tagger, lexicon))
    };
    let folds: Vec<_> = std::thread::scope(|scope| {
        let fold = &fold;
        let threads: Vec<_> = (0..2)
            .map(|thread| scope.spawn(move || (thread..FOLDS).step_by(2).map(|i| (i, fold(i))).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    });
    let mut folds = folds;
    folds.sort_by_key(|(i, _)| *i);
    anyhow::ensure!(folds.len() == FOLDS, "a fold was not tagged");
    folds.into_iter().map(|(_, tokens)| tokens).collect::<Result<Vec<_>>>().map(|folds| folds.concat())
}
