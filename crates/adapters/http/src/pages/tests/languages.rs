use super::{super::texts::Texts, PAGES};
use crate::testing::World;

#[actix_web::test]
async fn every_page_speaks_every_language() {
    let world = World::new().await;
    for page in PAGES {
        for texts in Texts::ALL {
            let (lang, dir) = (texts.lang, texts.dir);
            let answer = world.get_page(page, &format!("fr, {lang}-XX;q=0.9, en;q=0.1")).await;
            let said = page.texts(texts);
            let answer = answer
                .page(200, &format!("<html lang=\"{lang}\" dir=\"{dir}\">"))
                .has(&format!("<h1>{}</h1>", said.heading))
                .has(&format!(
                    "<title>{} · Tinte &amp; &lt;b&gt;Füller&lt;&#x2f;b&gt;</title>",
                    said.heading
                ))
                .has(&format!("<p>{}</p>", said.lead))
                .has(&format!("<button>{}</button>", said.button))
                .has(texts.link.label);
            assert_eq!(answer.header("content-language"), lang);
        }
    }
}

#[actix_web::test]
async fn urdu_is_written_from_right_to_left_and_german_is_polite() {
    let world = World::new().await;
    for page in PAGES {
        world.get_page(page, "ur").await.page(200, "<html lang=\"ur\" dir=\"rtl\">");
        world.get_page(page, "de-AT").await.page(200, " Sie ").has("dir=\"ltr\"");
    }
}

#[actix_web::test]
async fn whoever_reads_no_language_of_ours_reads_english() {
    let world = World::new().await;
    for languages in ["", "fr, it;q=0.9", "*", "de;q=0", "<script>"] {
        let answer = world.get_page(PAGES[0], languages).await;
        let answer = answer.page(200, "<h1>Confirm your e-mail address</h1>").has("lang=\"en\"");
        assert_eq!(answer.header("content-language"), "en");
    }
}

#[actix_web::test]
async fn every_field_has_its_label_and_every_description_is_there() {
    let world = World::new().await;
    for page in PAGES {
        let weak = world.post_page(page, "en", "", "").await.is(422);
        for answer in [world.get_page(page, "en").await, weak] {
            let references = |attribute: &str| -> Vec<String> {
                let attribute = format!(" {attribute}=\"");
                let values = answer.text.split(&attribute).skip(1);
                let ids = values.flat_map(|rest| rest.split('"').next().unwrap().split(' '));
                ids.map(str::to_owned).collect()
            };
            let fields = answer.text.matches("<input id=").count();
            assert!(fields > 0);
            assert_eq!(references("for").len(), fields);
            assert!(references("aria-describedby").len() >= fields);
            for id in references("for").into_iter().chain(references("aria-describedby")) {
                assert_eq!(answer.text.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
            }
        }
    }
}
