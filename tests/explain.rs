//! What `advocoder explain` tells of a short text: `tests/snapshots/explain__*.snap`.

use advocoder::code::explain;
use advocoder::{Article, Model};

#[test]
fn a_text_is_explained() {
    let model = Model::embedded().unwrap();
    let text = "Police in Lima arrested 14 nurses, the union said. The minister met his output target. The union \
                urged Peru to release the nurses. The mayor hopes to meet them. Share this";
    let article = Article { text: text.into(), date: Some("2024-05-02".parse().unwrap()), ..Article::default() };
    let mut out = Vec::new();
    explain(&model, &article, &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap());
}
