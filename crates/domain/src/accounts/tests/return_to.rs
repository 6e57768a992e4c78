use crate::accounts::ReturnTo;
use proptest::prelude::*;

#[test]
fn paths_of_this_site_are_kept() {
    for path in [
        "/",
        "/play",
        "/play/",
        "/a/b.html",
        "/search?q=two%20words&page=2",
        "/100%",
        "/%zz",
        "/@someone",
        "/a:b",
        "/?next=/play",
        "/#top",
        "/..",
        "/%2e%2e/admin",
        "/päth",
        "/p%C3%A4th",
        "/a;b=c",
        "/ leading",
        "/javascript:alert(1)",
        "/%25",
    ] {
        assert_eq!(ReturnTo::new(path).as_str(), path);
    }
}

#[test]
fn whatever_leaves_it_becomes_the_front_page() {
    let long = format!("/{}", "a".repeat(ReturnTo::LENGTH_MAX));
    for path in [
        "",
        " ",
        "play",
        "../play",
        "?q=1",
        "#top",
        " /play",
        "\t/play",
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/\\/evil.example",
        "//evil.example/%2e%2e",
        "/play//evil.example",
        "/play?next=//evil.example",
        "/play?next=https://evil.example",
        "/play#//evil.example",
        "https://evil.example",
        "HTTPS://evil.example",
        "https:evil.example",
        "https:/evil.example",
        "http:\\\\evil.example",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,hello",
        "vbscript:x",
        "file:///etc/passwd",
        "mailto:a@evil.example",
        "evil.example",
        "@evil.example",
        ".evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r/evil.example",
        "/\0/evil.example",
        "/play\r\nLocation: https://evil.example",
        "/play\u{7f}",
        "/%2f/evil.example",
        "/%2Fevil.example",
        "%2f%2fevil.example",
        "/%2f%2fevil.example",
        "/%5cevil.example",
        "/%5C/evil.example",
        "/%09/evil.example",
        "/%0a/evil.example",
        "/%0d%0aLocation:%20https://evil.example",
        "/%00",
        "/%7f",
        "/%252f/evil.example",
        "/%25252fevil.example",
        "/%255cevil.example",
        "/%25%32%66evil.example",
        "/%2%66evil.example%2f%2f",
        "/play%2f%2fevil.example",
        "/%ff",
        "/%c3",
        "/%c0%af",
        &long,
    ] {
        assert_eq!(ReturnTo::new(path).as_str(), "/", "{path:?}");
    }
}

proptest! {
    #[test]
    fn no_decoding_of_it_leaves_the_site(path in "[/%\\\\25fFcC a-z:?#.\t]{0,40}") {
        let kept = ReturnTo::new(&path);
        let mut text = kept.as_str().to_owned();
        for _ in 0..40 {
            prop_assert!(text.starts_with('/') && !text.contains("//") && !text.contains('\\'), "{text}");
            text = text.replace("%2f", "/").replace("%2F", "/").replace("%5c", "\\").replace("%5C", "\\").replace("%25", "%");
        }
        prop_assert_eq!(ReturnTo::new(kept.as_str()), kept);
    }
}
