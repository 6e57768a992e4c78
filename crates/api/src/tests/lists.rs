//! Lists, ids and tags.

use super::harness::send;
use actix_web::test::TestRequest;

fn get(path: &str) -> TestRequest {
    TestRequest::get().uri(path)
}

#[actix_web::test]
async fn a_list_is_read_to_its_end() {
    let (mut path, mut pages, mut seen) = ("/t/list?limit=20&kind=all".to_owned(), 0, Vec::new());
    loop {
        let answer = send(get(&path)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let page = answer.json();
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|n| n.as_i64().unwrap()),
        );
        pages += 1;
        let Some(link) = answer.header("link") else {
            assert!(page["next_cursor"].is_null());
            break;
        };
        let next = link
            .strip_prefix('<')
            .unwrap()
            .strip_suffix(">; rel=\"next\"")
            .unwrap();
        assert!(next.contains(page["next_cursor"].as_str().unwrap()));
        path = next.to_owned();
    }
    assert_eq!((pages, seen), (3, (1..=50).collect::<Vec<_>>()));
}

#[actix_web::test]
async fn a_cursor_is_of_its_list_and_filters() {
    let page = send(get("/t/list?kind=all")).await.json();
    let cursor = page["next_cursor"].as_str().unwrap();
    assert_eq!(page["items"].as_array().unwrap().len(), 20);
    for query in [
        format!("kind=some&cursor={cursor}"),
        format!("cursor={cursor}"),
        format!("kind=all&cursor={cursor}x"),
        "kind=all&cursor=x".to_owned(),
    ] {
        let answer = send(get(&format!("/t/list?{query}"))).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (400, "invalid_cursor"),
            "{query}"
        );
    }
}

#[actix_web::test]
async fn wrong_parameters_are_all_told() {
    let answer = send(get("/t/list?limit=101&kinds=x")).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (400, "invalid_query")
    );
    let errors = &answer.json()["errors"];
    assert_eq!(errors[0]["pointer"], "/limit");
    assert_eq!(errors[1]["code"], "unknown_parameter");
}

#[actix_web::test]
async fn an_id_that_is_none_is_not_found() {
    for id in ["x", "1", "0190-1", "%00", "..", "%E2%82"] {
        let answer = send(get(&format!("/t/users/{id}"))).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (404, "not_found"),
            "{id}"
        );
    }
}

#[actix_web::test]
async fn tags_save_answers_and_guard_edits() {
    let path = "/t/users/00000000-0000-0000-0000-000000000001";
    let answer = send(get(path)).await;
    assert_eq!(answer.header("etag"), Some("\"v3\""));
    let answer = send(get(path).insert_header(("if-none-match", "\"v3\""))).await;
    assert_eq!((answer.status, answer.body.as_str()), (304, ""));
    let answer = send(TestRequest::put().uri(path)).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (428, "precondition_required")
    );
    let answer = send(
        TestRequest::put()
            .uri(path)
            .insert_header(("if-match", "\"v3\"")),
    )
    .await;
    assert_eq!(answer.json()[1], 3);
}
