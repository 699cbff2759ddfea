//! Writes a dump of made-up articles as JSON Lines, for measurements and tests: the same for the same size and seed.
//!
//! `cargo run --release --example make_dump -- 1000000000 dump.jsonl.zst`
//!
//! Sentences are put together from lists, so the texts unpack to some ten times their size, as news does.

use std::fs::File;
use std::io::{self, BufWriter, Write};

const PEOPLE: [&str; 16] = [
    "Amina Diallo",
    "Rosa Mamani",
    "Tomas Novak",
    "Leila Haddad",
    "Joseph Okoro",
    "Mei Tanaka",
    "Ivan Petrenko",
    "Sara Lindqvist",
    "Carlos Quispe",
    "Nadia Rahman",
    "Peter Abiola",
    "Elena Popescu",
    "Yusuf Karimi",
    "Grace Mwangi",
    "Marta Silva",
    "Omar Farah",
];
const GROUPS: [&str; 14] = [
    "Amnesty International",
    "the Ministry of Justice",
    "Human Rights Watch",
    "the police",
    "the teachers' union",
    "the government",
    "the opposition",
    "the Supreme Court",
    "the United Nations",
    "the farmers' association",
    "the army",
    "the city council",
    "the European Union",
    "the families of the disappeared",
];
const PLACES: [&str; 14] = [
    "Lima", "Nairobi", "Damascus", "Geneva", "Manila", "Bogota", "Kyiv", "Tunis", "Dhaka", "Abuja", "Paris", "Jakarta",
    "Tbilisi", "Harare",
];
const ACTS: [&str; 14] = [
    "condemned the arrest of",
    "met with delegates of",
    "urged talks with",
    "accused",
    "demanded the release of",
    "praised",
    "signed an agreement with",
    "filed a complaint against",
    "detained two members of",
    "promised aid to",
    "rejected the demands of",
    "threatened to sue",
    "marched with",
    "apologised to",
];
const DETAILS: [&str; 14] = [
    "after weeks of protest",
    "over the new land law",
    "because of the water shortage",
    "in a statement on Monday",
    "despite the rain",
    "ahead of the elections",
    "after a long night of talks",
    "for the third time this year",
    "in front of the parliament",
    "without giving a reason",
    "as prices rose again",
    "on the eve of the summit",
    "during a hearing",
    "according to residents",
];
const REMARKS: [&str; 10] = [
    "Nobody was hurt.",
    "The talks will go on next week.",
    "Shops stayed closed for most of the day.",
    "A spokesman declined to comment.",
    "Rain fell all night.",
    "The road was opened again in the evening.",
    "Journalists were not let in.",
    "The court will decide in June.",
    "Few had expected it.",
    "Schools in the region remain closed.",
];

/// A small generator of numbers (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[(self.roll() % list.len() as u64) as usize]
    }
}

/// A made-up article of some 1.5 to 4 kB.
fn text(dice: &mut Dice) -> String {
    let mut text = String::new();
    for sentence in 0..15 + dice.roll() % 25 {
        match dice.roll() % 4 {
            0 => text.push_str(dice.of(&REMARKS)),
            1 => {
                let (who, act, whom) = (dice.of(&PEOPLE), dice.of(&ACTS), dice.of(&GROUPS));
                text.push_str(&format!("{who} {act} {whom} in {} {}.", dice.of(&PLACES), dice.of(&DETAILS)));
            }
            _ => {
                let (who, act, whom) = (dice.of(&GROUPS), dice.of(&ACTS), dice.of(&PEOPLE));
                let people = dice.roll() % 5000;
                let who = format!("{}{}", who[..1].to_uppercase(), &who[1..]);
                text.push_str(&format!("{who} {act} {whom} and {people} others {}.", dice.of(&DETAILS)));
            }
        }
        text.push_str(if sentence % 5 == 4 { "\n\n" } else { " " });
    }
    text
}

/// Writes articles until there are `bytes` of them.
///
/// # Errors
/// What writing to `out` fails with.
pub fn write(bytes: u64, seed: u64, out: &mut dyn Write) -> io::Result<u64> {
    let mut dice = Dice(seed);
    let (mut written, mut articles) = (0, 0);
    while written < bytes {
        articles += 1;
        let day = 1 + dice.roll() % 28;
        let line = serde_json::json!({ "id": articles, "date": format!("2021-06-{day:02}"), "text": text(&mut dice) });
        let line = format!("{line}\n");
        written += line.len() as u64;
        out.write_all(line.as_bytes())?;
    }
    Ok(articles)
}

#[allow(dead_code)]
fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(Ok(bytes)), Some(path)) = (arguments.next().map(|text| text.parse()), arguments.next()) else {
        eprintln!("usage: make_dump BYTES FILE.jsonl[.zst]");
        std::process::exit(2);
    };
    let mut file = BufWriter::new(File::create(&path)?);
    let articles = if std::path::Path::new(&path).extension().is_some_and(|e| e == "zst") {
        let mut packed = zstd::stream::write::Encoder::new(&mut file, 3)?;
        let articles = write(bytes, 1, &mut packed)?;
        packed.finish()?;
        articles
    } else {
        write(bytes, 1, &mut file)?
    };
    file.flush()?;
    println!("{articles} articles");
    Ok(())
}
