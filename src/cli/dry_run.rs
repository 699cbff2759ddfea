//! `advocoder extract --dry-run`: what a run would read, and how, without writing anything.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use super::complain;
use super::input::InputArgs;
use super::settings::Told;
use crate::read::Inputs;

/// Writes the settings, then a line for each input: format, bytes and name. Files of `own` are none.
pub(super) fn run(input: InputArgs, own: Vec<PathBuf>, told: &Told<'_>) -> anyhow::Result<ExitCode> {
    let mut out = BufWriter::new(io::stdout());
    writeln!(out, "# Settings")?;
    told.write(&mut out)?;
    writeln!(out, "\n# Inputs\n{:<16}  {:>14}  file", "format", "bytes")?;
    let (mut files, mut bytes, mut wrong) = (0_u64, 0_u64, 0_u64);
    let options = input.options(own);
    for look in Inputs::new(input.inputs, options).looks() {
        match look {
            Ok(look) => {
                files += 1;
                bytes += look.size.unwrap_or(0);
                let name = look.format.map_or("?", |format| format.name).to_owned();
                let format = look.packed.map_or_else(|| name.clone(), |packed| format!("{name}.{packed}"));
                let size = look.size.map_or_else(|| "?".to_owned(), grouped);
                writeln!(out, "{format:<16}  {size:>14}  {}", look.file)?;
            }
            Err(problem) => {
                wrong += 1;
                out.flush()?;
                complain(format_args!("{problem}; would be rejected"));
            }
        }
    }
    writeln!(out, "{:<16}  {:>14}  in {files} input{}", "", grouped(bytes), if files == 1 { "" } else { "s" })?;
    out.flush()?;
    Ok(ExitCode::from(u8::from(wrong > 0)))
}

/// A number with a comma before each three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let part =
        |(at, digit): (usize, char)| [(at > 0 && (digits.len() - at).is_multiple_of(3)).then_some(','), Some(digit)];
    digits.chars().enumerate().flat_map(part).flatten().collect()
}
