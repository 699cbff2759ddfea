//! How often the stages ask for memory once their buffers are warm: tokens, names and tags not at all, trees a few times a
//! sentence, entities and events a few times a word. A stage that starts to allocate for each token is found here.

use advocoder::doc::Document;
use advocoder::segment::segment;
use advocoder::{Article, Model, Worker};
use allocation_counter::measure;

/// The example articles as one text.
fn text() -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap() + "\n\n").collect()
}

#[test]
fn warm_stages_ask_for_little_memory() {
    let model = Model::embedded().unwrap();
    let (text, mut doc) = (text(), Document::default());
    let count = |stage: &mut dyn FnMut()| measure(stage).count_total;
    let mut round = || {
        doc.clear();
        let found = count(&mut || {
            segment(&text, &mut doc);
            model.gazetteer.find(&text, &mut doc);
            model.tagger.tag(&text, &mut doc);
            model.names.names(&text, &doc, &model.gazetteer, &model.lexicon);
        });
        let trees = count(&mut || model.parser.parse(&text, &mut doc));
        (found, trees, doc.tokens.len() as u64, doc.sentences.len() as u64)
    };
    round();
    let (found, trees, tokens, sentences) = round();
    assert!(tokens > 3000 && sentences > 200);
    assert!(found < 32, "{found} for tokens, names and tags");
    assert!(trees < 4 * sentences, "{trees} for the trees of {sentences} sentences");

    let article = Article { text: text.clone(), ..Article::default() };
    let mut worker = Worker::new(&model);
    worker.analyse(&article);
    let entities = count(&mut || _ = worker.understand(&article));
    let all = count(&mut || _ = worker.analyse(&article));
    assert!(entities < 7 * tokens, "{entities} up to entities of {tokens} tokens");
    assert!(all < 18 * tokens, "{all} for all of {tokens} tokens");
}
