//! What of a page is its text, and its headline, date and author: by Mozilla's Readability (`dom_smoothie`), without the boxes
//! that it leaves in, and with dates from more places. `tests/pages.rs` measures it.

use dom_query::{Document, Selection};
use dom_smoothie::{Config, Readability, TextMode};
use jiff::civil::Date;

use super::{Trouble, iso_date};

/// The most elements that a page may have; pages of newspapers have one to five thousand.
const ELEMENTS: usize = 50_000;

/// The longest text of a box, in bytes. What is longer may be the article of a page that has odd names.
const LONGEST_BOX: usize = 2000;

/// Words in the classes and ids of boxes about cookies, subscriptions, advertising, other articles and authors.
const BOXES: [&str; 17] = [
    "cookie",
    "consent",
    "gdpr",
    "newsletter",
    "advert",
    "ad-slot",
    "sponsor",
    "paywall",
    "related",
    "recirc",
    "recommend",
    "most-read",
    "read-more",
    "author-bio",
    "about-author",
    "share-tools",
    "social",
];

/// Elements that are boxes.
const ELEMENTS_OF_BOXES: [&str; 5] = ["div", "section", "aside", "form", "ul"];

/// Where pages tell their date, in the order of trust, with the attribute that has it.
const DATES: [(&str, &str); 12] = [
    ("meta[property='article:published_time']", "content"),
    ("meta[itemprop=datePublished]", "content"),
    ("[itemprop=datePublished]", "datetime"),
    ("meta[name=parsely-pub-date]", "content"),
    ("meta[name='dcterms.date'], meta[name='DCTERMS.date'], meta[name='dcterms.issued']", "content"),
    ("meta[name='dc.date'], meta[name='DC.date'], meta[name='DC.date.issued']", "content"),
    ("meta[name=pubdate], meta[name=publish-date], meta[name=publication_date]", "content"),
    ("meta[name='sailthru.date']", "content"),
    ("meta[name=date]", "content"),
    ("time[pubdate]", "datetime"),
    ("article header time, article h1 ~ time, article h1 ~ * time", "datetime"),
    ("h1 ~ time, h1 ~ * time", "datetime"),
];

/// What is found in a page.
pub(super) struct Found {
    pub(super) text: String,
    pub(super) title: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) date: Option<Date>,
    pub(super) url: Option<String>,
}

/// Finds the text of the page `html`.
///
/// # Errors
/// [`Trouble::NoMainText`].
pub(super) fn read(html: &str) -> Result<Found, Trouble> {
    let page = Document::from(html);
    let date = published(&page);
    drop_boxes(&page);
    let settings = Config { text_mode: TextMode::Formatted, max_elements_to_parse: ELEMENTS, ..Config::default() };
    let found = Readability::with_document(page, None, Some(settings)).and_then(|mut page| page.parse());
    let found = found.map_err(|_| Trouble::NoMainText)?;
    Ok(Found {
        text: found.text_content.to_string(),
        title: Some(found.title),
        byline: found.byline,
        date: found.published_time.as_deref().and_then(iso_date).or(date),
        url: found.url,
    })
}

/// The date of publication that the page tells a machine. What it tells only a reader (*4 May 2023*) is not looked for: it may
/// be the date of anything.
fn published(page: &Document) -> Option<Date> {
    let told = DATES.iter().find_map(|(places, attribute)| {
        page.select(places).iter().find_map(|place| iso_date(place.attr(attribute)?.trim()))
    });
    told.or_else(|| {
        let data = page.select("script[type='application/ld+json']").text();
        let value = data.split("\"datePublished\"").nth(1)?.trim_start().strip_prefix(':')?;
        iso_date(value.trim_start().strip_prefix('"')?.split('"').next()?.trim())
    })
}

/// Takes out boxes in and beside the article, which Readability keeps on short pages and between paragraphs.
fn drop_boxes(page: &Document) {
    let names = BOXES.iter().flat_map(|word| {
        ELEMENTS_OF_BOXES
            .iter()
            .flat_map(move |element| [format!("{element}[class*={word}]"), format!("{element}[id*={word}]")])
    });
    let all = names.collect::<Vec<_>>().join(",");
    // The article of a short page may lie in an element that is named after what else is in it.
    let longest = LONGEST_BOX.min(page.select("body").text().len() / 2);
    let is_box = |found: &Selection<'_>| found.text().len() < longest && found.select("article, h1").is_empty();
    for found in page.select(&all).iter().filter(is_box) {
        found.remove();
    }
}
