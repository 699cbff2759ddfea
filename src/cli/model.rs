//! Arguments that say what the program knows beforehand.

use std::path::PathBuf;

use anyhow::ensure;

use crate::code::Rules;
use crate::gazetteer::Gazetteer;
use crate::pipeline::Model;

/// Which gazetteers and rules to use.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Gazetteer and rules")]
pub(super) struct ModelArgs {
    /// Gazetteer to put over the built-in one, rows or compiled; may be repeated, the last is on top
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,
    /// Do without the built-in gazetteer
    #[arg(long)]
    no_default_gazetteer: bool,
    /// Code events by the rule files of this folder in place of the built-in ones
    #[arg(long, value_name = "FOLDER")]
    rules: Option<PathBuf>,
}

impl ModelArgs {
    /// The files and folders given.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        self.gazetteer.iter().chain(&self.rules).cloned().collect()
    }

    /// The model with these gazetteers and rules. It is never given back: the process ends with it, and taking it
    /// apart first would cost as much as a short article.
    pub(super) fn open(&self) -> anyhow::Result<&'static Model> {
        let mut model = Model { gazetteer: self.gazetteer()?, ..Model::embedded()? };
        if let Some(folder) = &self.rules {
            model.rules = Rules::open(folder)?;
        }
        Ok(Box::leak(Box::new(model)))
    }

    /// The gazetteers alone. Compiled files are verified: a damaged one ends the run before it starts.
    pub(super) fn gazetteer(&self) -> anyhow::Result<Gazetteer> {
        let mut gazetteer = if self.no_default_gazetteer { Gazetteer::default() } else { Gazetteer::embedded()? };
        for path in &self.gazetteer {
            let layer = Gazetteer::open(path)?;
            layer.verify(&path.display().to_string())?;
            ensure!(
                layer.entries().next().is_some(),
                "{} has no entries; a gazetteer needs a header and rows",
                path.display()
            );
            gazetteer = layer.over(gazetteer)?;
        }
        Ok(gazetteer)
    }
}
