//! Trains the models in `models/` from CoNLL-U and NER corpora.

mod lemma;
mod oracle;
mod parse;
mod perceptron;
mod pos;

use advocoder::eval::conllu;
use advocoder::parse::Parser as Dependencies;
use advocoder::tag::Tagger;
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
        Command::Eval { models, file } => {
            let tagger = Tagger::open(read(&models.join("tagger.bin"))?.into())?;
            let parser = Dependencies::open(read(&models.join("parser.bin"))?.into())?;
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
    let lemmas = lemma::rules(&train);
    let tagger_bytes = pos::train(&train, &lemmas);
    let tagger = Tagger::open(tagger_bytes.clone().into())?;
    std::fs::write(out.join("tagger.bin"), tagger_bytes)?;
    eprintln!("tagger is ready");

    let parser_bytes = parse::train(jack_knifed(&train)?, &train);
    let parser = Dependencies::open(parser_bytes.clone().into())?;
    std::fs::write(out.join("parser.bin"), parser_bytes)?;
    print!("development split\n{}", conllu::evaluate(&split("dev")?, &tagger, &parser));
    Ok(())
}

/// The parser's examples, each tagged by a tagger that has not seen it, for it must learn from tags as good as those
/// it will get.
fn jack_knifed(sentences: &[Vec<conllu::Word>]) -> Result<Vec<parse::Example>> {
    const FOLDS: usize = 5;
    let mut examples = Vec::new();
    let size = sentences.len().div_ceil(FOLDS);
    for (i, fold) in sentences.chunks(size).enumerate() {
        let rest = [&sentences[..i * size], &sentences[(i * size + fold.len())..]].concat();
        let tagger = Tagger::open(pos::train(&rest, "").into())?;
        examples.extend(parse::examples(fold, &tagger));
        eprintln!("fold {i} is tagged");
    }
    Ok(examples)
}
