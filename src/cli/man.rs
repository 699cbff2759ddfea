//! `advocoder man`: manual pages.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap_mangen::Man;

/// Arguments of `man`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder to write the pages of all commands to, in place of the page of the program to standard output
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    // What `help` does, every page tells.
    let program = super::program().disable_help_subcommand(true);
    if let Some(folder) = &args.folder {
        write(program, folder).with_context(|| format!("cannot write the pages to {}", folder.display()))?;
    } else {
        let mut page = Vec::new();
        Man::new(program).render(&mut page)?;
        io::stdout().write_all(laid_out(&String::from_utf8(page)?).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn write(program: clap::Command, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    // Other files of the folder are left alone.
    let made = tempfile::tempdir_in(folder)?;
    clap_mangen::generate_to(program, made.path())?;
    for page in fs::read_dir(made.path())? {
        let page = page?;
        fs::write(folder.join(page.file_name()), laid_out(&fs::read_to_string(page.path())?))?;
    }
    Ok(())
}

/// `page` with examples and exit codes line by line, as they stand in the help.
fn laid_out(page: &str) -> String {
    match page.split_once(".SH EXTRA\n") {
        None => page.to_owned(),
        Some((before, after)) => {
            let (extra, rest) = after.split_at(after.find(".SH ").unwrap_or(after.len()));
            format!("{before}.SH EXAMPLES AND EXIT CODES\n.nf\n{extra}.fi\n{rest}")
        }
    }
}
