//! Trains the models in `models/` from CoNLL-U and NER corpora.

mod adam;
mod lemma;
mod lexicon;
mod masc;
mod ner;
mod net;
mod oracle;
mod parse;
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
        /// Silver trees that the parser learns from too: CoNLL-U, as `silver/silver.py` writes it.
        #[arg(long)]
        silver: Option<PathBuf>,
        /// Stop after the tagger.
        #[arg(long)]
        only_tagger: bool,
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
    /// Trains the name tagger.
    Ner {
        /// Folder of the corpora.
        #[arg(long)]
        corpora: PathBuf,
        /// Folder for the model.
        #[arg(long)]
        out: PathBuf,
        /// Texts with names, JSON lines, to print the tagger's figures on.
        #[arg(long)]
        dev: Vec<PathBuf>,
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

/// Newswire of the tagged corpus that is kept to measure on.
const HELD_OUT: [&str; 6] = [
    "/20000424_nyt-NEW.txt",
    "/NYTnewswire2.txt",
    "/NYTnewswire5.txt",
    "/wsj_0120.txt",
    "/wsj_0158.txt",
    "/20000415_apw_eng-NEW.txt",
];

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::All { corpora, out, silver, only_tagger } => all(&corpora, &out, silver.as_deref(), only_tagger),
        Command::Clusters { lookups, out } => Ok(std::fs::write(out, lexicon::clusters(&lookups)?)?),
        Command::Lexicon { out } => Ok(std::fs::write(out.join("words.bin"), lexicon::lexicon())?),
        Command::Ner { corpora, out, dev } => names(&corpora, &out, &dev),
        Command::Eval { models, file } => {
            let lexicon = Lexicon::open(read(&models.join("words.bin"))?.into())?;
            let tagger = Tagger::open(read(&models.join("tagger.bin"))?.into(), lexicon.clone())?;
            let parser = Dependencies::open(read(&models.join("parser.bin"))?.into(), lexicon)?;
            let text = String::from_utf8(read(&file)?)?;
            print!("{}", conllu::evaluate(&text, &tagger, &parser));
            Ok(())
        }
    }
}

fn names(corpora: &Path, out: &Path, dev: &[PathBuf]) -> Result<()> {
    let words = Lexicon::embedded()?;
    let tools = ner::Tools {
        gazetteer: advocoder::gazetteer::Gazetteer::embedded()?,
        tagger: Tagger::embedded()?,
        nouns: advocoder::resolve::Lexicon::embedded()?,
        words: words.clone(),
    };
    let bytes = ner::train(&ner::corpora(corpora)?, &tools);
    let model = advocoder::tag::ner::NameTagger::open(bytes.clone().into(), words)?;
    eprintln!("{} bytes", bytes.len());
    std::fs::write(out.join("ner.bin"), bytes)?;
    for file in dev {
        println!("{}: {}", file.display(), ner::evaluate(&ner::read(file)?, &model, &tools));
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn all(corpora: &Path, out: &Path, silver: Option<&Path>, only_tagger: bool) -> Result<()> {
    let treebank = corpora.join("ud-english-ewt");
    let split = |name: &str| -> Result<String> {
        Ok(String::from_utf8(read(&treebank.join(format!("en_ewt-ud-{name}.conllu")))?)?)
    };
    let train = conllu::read(&split("train")?);
    let dev = split("dev")?;
    let words = lexicon::lexicon();
    let lexicon = Lexicon::open(words.clone().into())?;
    std::fs::write(out.join("words.bin"), words)?;
    let [held_out, _] = masc_split(corpora)?;
    let course = pos::Course { treebank: &train, more: &[], epochs: 8, least: 8 };
    let tagger_bytes = pos::train(&course, &lexicon, &lemma::rules(&train));
    let tagger = Tagger::open(tagger_bytes.clone().into(), lexicon.clone())?;
    std::fs::write(out.join("tagger.bin"), tagger_bytes)?;
    eprintln!("tagger: Penn tags right on held-out newswire {:.4}", masc::accuracy(&held_out, &tagger));
    if only_tagger {
        let parser = Dependencies::embedded()?;
        eprintln!("{}", conllu::evaluate(&dev, &tagger, &parser));
        return Ok(());
    }

    let mut tokens = jack_knifed(&train, &[], &lexicon)?;
    let report = |epoch: usize, bytes: &[u8]| {
        if let Ok(parser) = Dependencies::open(bytes.to_vec().into(), lexicon.clone()) {
            eprintln!("epoch {epoch}, development split:\n{}", conllu::evaluate(&dev, &tagger, &parser));
        }
    };
    let mut parser_bytes = parse::train(&parse::TREEBANK, &tokens, &train, report)?;
    if let Some(path) = silver {
        let silver = conllu::read(&String::from_utf8(read(path)?)?);
        // The tagger has not seen these.
        tokens.extend(parse::tokens(&silver, &tagger, &lexicon));
        let course = parse::Course { start: Some(&parser_bytes), ..parse::SILVER };
        parser_bytes = parse::train(&course, &tokens, &[train, silver].concat(), report)?;
    }
    std::fs::write(out.join("parser.bin"), parser_bytes)?;
    Ok(())
}

/// Sentences of the tagged corpus: some newswire held out, and the rest.
fn masc_split(corpora: &Path) -> Result<[Vec<Vec<masc::Tagged>>; 2]> {
    let is_held_out = |file: &masc::File| HELD_OUT.iter().any(|name| file.name.ends_with(name));
    let (held_out, rest): (Vec<_>, Vec<_>) = masc::read(corpora)?.into_iter().partition(is_held_out);
    let sentences = |files: Vec<masc::File>| files.into_iter().flat_map(|file| file.sentences).collect();
    Ok([sentences(held_out), sentences(rest)])
}

/// The parser's examples, each tagged by a tagger that has not seen it, for it must learn from tags as good as those
/// it will get.
fn jack_knifed(
    sentences: &[Vec<conllu::Word>],
    more: &[Vec<masc::Tagged>],
    lexicon: &Lexicon,
) -> Result<Vec<Vec<Token>>> {
    const FOLDS: usize = 5;
    let size = sentences.len().div_ceil(FOLDS);
    let fold = |i: usize| -> Result<Vec<Vec<Token>>> {
        let range = i * size..((i + 1) * size).min(sentences.len());
        let rest = [&sentences[..range.start], &sentences[range.end..]].concat();
        let course = pos::Course { treebank: &rest, more, epochs: 5, least: 5 };
        let tagger = Tagger::open(pos::train(&course, lexicon, "").into(), lexicon.clone())?;
        Ok(parse::tokens(&sentences[range], &tagger, lexicon))
    };
    (0..FOLDS).map(fold).collect::<Result<Vec<_>>>().map(|folds| folds.concat())
}
