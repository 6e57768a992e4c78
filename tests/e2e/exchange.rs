//! Questions on their way in and out: files as other programs and people write them, from the shell and over HTTP.

use crate::harness::{Aim, Answer, Deployment, Game, Server, User};
use serde_json::{Value, json};

on_both_databases! {
    files_of_others_are_imported_from_the_shell,
    files_of_others_are_imported_over_http,
    what_is_no_file_of_questions_is_refused,
    an_imported_topic_is_played_to_the_reward,
    what_is_exported_imports_as_the_same,
    one_topic_is_exported,
}

/// A file, and what is to be told of each question in it: its line, what became of it, its kind or what is wrong.
struct File {
    name: &'static str,
    text: &'static str,
    content_type: &'static str,
    format: &'static str,
    topics: &'static [&'static str],
    items: &'static [&'static str],
    /// What is told to people, but for the questions that need no word.
    words: &'static str,
}

const FILES: [File; 5] = [
    File {
        name: "rivers.gift",
        text: include_str!("exchange/rivers.gift"),
        content_type: "text/plain",
        format: "gift",
        topics: &["Mountains", "Rivers & lakes"],
        items: &[
            "6 taken single",
            "16 taken multiple",
            "25 taken true_false",
            "29 taken text",
            "33 taken numeric",
            "37 taken match",
            "45 skipped unsupported",
            "49 skipped malformed_question",
            "54 taken single",
        ],
        words: "line 45: skipped: an essay (a question without answers) cannot be marked by a program\n\
            line 49: skipped: line 49: an answer starts with \"=\" or \"~\"\n\
            took 7 questions, repeated 0, skipped 2\n\
            new topic: Mountains\n\
            new topic: Rivers & lakes\n",
    },
    File {
        name: "First aid.txt",
        text: include_str!("exchange/First aid.txt"),
        content_type: "text/plain; charset=utf-8",
        format: "aiken",
        topics: &["First aid"],
        items: &[
            "1 taken single",
            "8 taken single",
            "14 skipped malformed_question",
            "19 taken single",
            "26 taken true_false",
            "31 skipped malformed_question",
        ],
        words: "line 14: skipped: line 17: there is no answer 'C'\n\
            line 31: skipped: line 31: the question has no line \"ANSWER:\"\n\
            took 4 questions, repeated 0, skipped 2\n\
            new topic: First aid\n",
    },
    File {
        name: "pub-quiz.csv",
        text: include_str!("exchange/pub-quiz.csv"),
        content_type: "text/csv",
        format: "csv",
        topics: &["Music", "Pub quiz"],
        items: &[
            "2 taken single",
            "3 taken single",
            "4 taken single",
            "5 taken single",
            "6 taken single",
            "7 taken single",
            "8 taken single",
            "9 taken single",
            "10 taken single",
            "11 taken single",
            "12 taken single",
            "13 taken single",
            "15 skipped not_an_answer",
            "16 skipped repeated",
            "17 taken single",
            "18 skipped out_of_range",
        ],
        words: "line 15: skipped: \"Laud\" is none of the answers\n\
            line 16: skipped: stands there twice\n\
            line 18: skipped: a difficulty is 1 to 5, or easy, medium or hard\n\
            took 13 questions, repeated 0, skipped 3\n\
            new topic: Music\n\
            new topic: Pub quiz\n",
    },
    File {
        name: "opentdb.json",
        text: include_str!("exchange/opentdb.json"),
        content_type: "application/json",
        format: "opentdb",
        topics: &["Entertainment: Video Games", "Science & Nature"],
        items: &[
            "2 taken single",
            "3 taken true_false",
            "4 taken single",
            "5 skipped out_of_range",
        ],
        words: "line 5: skipped: \"impossible\" is not easy, medium or hard\n\
            took 3 questions, repeated 0, skipped 1\n\
            new topic: Entertainment: Video Games\n\
            new topic: Science & Nature\n",
    },
    KINDS,
];

/// One question of each kind, with every character that some format is made of.
const KINDS: File = File {
    name: "kinds.json",
    text: include_str!("exchange/kinds.json"),
    content_type: "application/json",
    format: "json",
    topics: &["All kinds", "Left empty", "Sums/Products"],
    items: &[
        "10 taken single",
        "19 taken multiple",
        "27 taken true_false",
        "32 taken text",
        "37 taken numeric",
        "42 taken order",
        "47 taken match",
    ],
    words: "took 7 questions, repeated 0, skipped 0\n\
            new topic: All kinds\n\
            new topic: Left empty\n\
            new topic: Sums/Products\n",
};

impl File {
    /// Puts it where the program runs.
    fn at(&self, here: &Deployment) {
        here.file(self.name, self.text);
    }

    fn count(&self, status: &str) -> usize {
        self.items
            .iter()
            .filter(|item| item.split(' ').nth(1) == Some(status))
            .count()
    }

    /// The exit code of an import in which something was skipped is 1.
    fn code(&self) -> i32 {
        i32::from(self.count("skipped") > 0)
    }

    fn is_told_by(&self, report: &Value) {
        let items: Vec<_> = report["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(told)
            .collect();
        assert_eq!(items, self.items, "{}", self.name);
        assert_eq!(report["format"], self.format);
        let topics = report["topics_created"].as_array().unwrap();
        assert_eq!(topics, self.topics, "{}", self.name);
        for status in ["taken", "skipped", "repeated"] {
            assert_eq!(
                report[status],
                self.count(status),
                "{status} of {}",
                self.name
            );
        }
    }

    /// Of the same file again: nothing is new.
    fn is_repeated_by(&self, report: &Value) {
        let items: Vec<_> = report["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(told)
            .collect();
        let again = self
            .items
            .iter()
            .map(|item| match item.split_once(" taken ") {
                Some((line, kind)) => format!("{line} repeated {kind}"),
                None => (*item).to_owned(),
            });
        assert!(items.iter().cloned().eq(again), "{}: {items:?}", self.name);
        assert_eq!(
            (&report["taken"], &report["topics_created"]),
            (&json!(0), &json!([]))
        );
    }
}

fn told(item: &Value) -> String {
    let (line, status) = (&item["line"], item["status"].as_str().unwrap());
    let what = if status == "skipped" {
        &item["code"]
    } else {
        &item["kind"]
    };
    format!("{line} {status} {}", what.as_str().unwrap())
}

async fn files_of_others_are_imported_from_the_shell(here: Deployment) {
    here.run(&["migrate"]).await.ended(0);
    for file in &FILES {
        file.at(&here);
        let before = count(&here);
        let would = here
            .run(&["questions", "import", "--dry-run", "--json", file.name])
            .await;
        let would: Value = serde_json::from_str(would.ended(file.code())).unwrap();
        file.is_told_by(&would);
        assert_eq!(would["dry_run"], true);
        let words = here
            .run(&["questions", "import", file.name, "--dry-run"])
            .await;
        assert_eq!(
            words.ended(file.code()),
            file.words.replace("took", "would take")
        );
        assert_eq!(
            count(&here),
            before,
            "a dry run of {} wrote something",
            file.name
        );

        let did = here.run(&["questions", "import", file.name]).await;
        assert_eq!(did.ended(file.code()), file.words);
        let taken = file.count("taken") as u64;
        assert_eq!(
            count(&here),
            (before.0 + taken, before.1 + file.topics.len() as u64)
        );

        // Again, and once more as an editor on Windows saves it.
        for text in [
            file.text.to_owned(),
            format!("\u{feff}{}", file.text.replace('\n', "\r\n")),
        ] {
            here.file(file.name, &text);
            let again = here
                .run(&["questions", "import", file.name, "--json"])
                .await;
            let again: Value = serde_json::from_str(again.ended(file.code())).unwrap();
            file.is_repeated_by(&again);
        }
        assert_eq!(count(&here).0, before.0 + taken);
    }
}

async fn files_of_others_are_imported_over_http(here: Deployment) {
    let server = here.start().await;
    let (grace, ada) = (server.admin().await, server.player("ada").await);
    let keeper = server.player("kim").await;
    server.grant(&grace, &keeper, "moderator").await;
    let before = count(&here);
    for file in &FILES {
        upload(&server, &ada, file, "")
            .await
            .refuses(403, "forbidden");
        let would = upload(&server, &keeper, file, "&dry_run=true")
            .await
            .gives(200);
        file.is_told_by(&would);
        assert_eq!(would["dry_run"], true);
    }
    assert_eq!(count(&here), before);
    for file in &FILES {
        let did = upload(&server, &keeper, file, "").await.gives(200);
        file.is_told_by(&did);
        assert_eq!(did["dry_run"], false);
        let again = upload(&server, &keeper, file, "").await.gives(200);
        file.is_repeated_by(&again);
        // The shell sees what the server took.
        file.at(&here);
        let again = here
            .run(&["questions", "import", file.name, "--json"])
            .await;
        file.is_repeated_by(&serde_json::from_str(again.ended(file.code())).unwrap());
    }
    let taken: usize = FILES.iter().map(|file| file.count("taken")).sum();
    assert_eq!(count(&here).0, before.0 + taken as u64);
    server.stop().await;
}

async fn what_is_no_file_of_questions_is_refused(here: Deployment) {
    here.file("letter.txt", "Dear Ada\nthe quiz is off.\n");
    here.file("cut.json", &KINDS.text[..KINDS.text.len() / 2]);
    here.file("out-of-order.json", "{\"response_code\":5,\"results\":[]}");
    std::fs::write(here.folder().join("latin.gift"), b"Caf\xe9? {TRUE}").unwrap();
    let import = |more: &'static [&'static str]| {
        let arguments = [&["questions", "import"], more].concat();
        let here = &here;
        async move { here.run(&arguments).await }
    };
    for (arguments, because) in [
        (&["letter.txt"] as &[_], "format"),
        (&["gone.gift"], "cannot read gone.gift"),
        (&["latin.gift"], "not UTF-8"),
        (&["cut.json"], "line"),
        (&["out-of-order.json"], "too many requests"),
        (&["letter.txt", "--format", "word"], "\"word\" is no format"),
    ] {
        let finished = import(arguments).await;
        assert_eq!(finished.ended(1), "", "{finished:?}");
        assert!(finished.err.contains(because), "{finished:?}");
    }
    import(&[]).await.ended(2);
    assert_eq!(count(&here), (0, 0));

    let server = here.start().await;
    let grace = server.admin().await;
    let before = count(&here);
    let post = |query: &str, content_type: &str, body: &'static [u8]| {
        let path = format!("/v1/questions/import{query}");
        server.post(&path).as_(&grace).body(content_type, body)
    };
    post("", "text/plain", b"Dear Ada\nthe quiz is off.\n")
        .await
        .refuses(422, "unknown_format");
    post("", "text/plain", b"Caf\xe9? {TRUE}")
        .await
        .refuses(400, "invalid_text");
    post("", "application/pdf", b"%PDF")
        .await
        .refuses(415, "unsupported_media_type");
    post("?format=word", "text/plain", b"x").await.problem();
    post(
        "",
        "application/json",
        b"{\"response_code\":5,\"results\":[]}",
    )
    .await
    .problem();
    assert_eq!(count(&here), before);
    server.stop().await;
}

async fn an_imported_topic_is_played_to_the_reward(here: Deployment) {
    for file in &FILES {
        file.at(&here);
        here.run(&["questions", "import", file.name])
            .await
            .ended(file.code());
    }
    let server = here.start().await;
    let grace = server.admin().await;
    let empty = json!({ "title": "essays" });
    let made = server.post("/v1/topics").as_(&grace).json(empty).await;
    made.gives(201);
    // Topics with fewer questions than a quiz has, and one with more.
    let mut coins = 0;
    let ada = server.player("ada").await;
    for (title, questions) in [("First aid", 4), ("Pub quiz", 12), ("Science & Nature", 2)] {
        let found = topic(&server, &grace, title).await;
        assert_eq!(found["questions"], questions, "{found}");
        let asked = questions.min(10);
        let mut game = Game::start(&server, &ada, json!({ "topics": [found["id"]] })).await;
        let mut last = Value::Null;
        for number in 1..=asked {
            last = game.play(&grace, Aim::Right).await;
            assert_eq!(last["ended"].is_null(), number < asked, "{title}: {last}");
        }
        assert_eq!(last["ended"]["result"], "win", "{last}");
        coins += last["score"].as_i64().unwrap() / 10;
        assert_eq!(server.balance(&ada, "WISE").await, coins.to_string());
    }
    let start = async |title: &str, count: Value| {
        let found = topic(&server, &grace, title).await;
        let wish = json!({ "topics": [found["id"]], "count": count });
        server.post("/v1/sessions").as_(&ada).json(wish).await
    };
    let few = start("First aid", json!(5)).await.problem();
    assert!(few.to_string().contains("too_few_questions"), "{few}");
    let none = start("essays", Value::Null).await.problem();
    assert!(none.to_string().contains("no_questions"), "{none}");
    assert_eq!(server.transactions(&ada).await.len(), 3);
    server.stop().await;
    here.books_fit().await;
}

const WRITTEN: [&str; 3] = ["json", "gift", "csv"];

async fn what_is_exported_imports_as_the_same(here: Deployment) {
    let server = here.start().await;
    let grace = server.admin().await;
    for file in &FILES {
        upload(&server, &grace, file, "").await.gives(200);
    }
    let questions = count(&here).0;
    let whole = here.run(&["questions", "export"]).await.ended(0).to_owned();
    let kinds: std::collections::BTreeSet<String> = serde_json::from_str::<Value>(&whole).unwrap()
        ["questions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|question| question["kind"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds.len(), 7, "{kinds:?}");
    for format in WRITTEN {
        let shell = here
            .run(&["questions", "export", "--format", format])
            .await
            .ended(0)
            .to_owned();
        let written = here
            .run(&["questions", "export", "--format", format, "-o", "out"])
            .await;
        assert_eq!(written.ended(0), "");
        assert_eq!(
            std::fs::read_to_string(here.folder().join("out")).unwrap(),
            shell,
            "{format}"
        );
        let answered = export(&server, &grace, &format!("?format={format}")).await;
        assert!(
            answered.status == 200 && answered.text() == shell,
            "{format}"
        );
        let disposition = format!("attachment; filename=\"questions.{format}\"");
        assert_eq!(
            answered.header("content-disposition"),
            Some(disposition.as_str())
        );

        let fresh = here.another();
        let name = format!("questions.{format}");
        fresh.file(&name, &shell);
        let report = fresh
            .run(&["questions", "import", &name, "--json"])
            .await
            .json();
        assert_eq!(report["taken"], questions, "{format}");
        let again = fresh
            .run(&["questions", "export", "--format", format])
            .await;
        assert!(again.ended(0) == shell, "{format}");
        let again = fresh.run(&["questions", "export"]).await;
        assert!(
            again.ended(0) == whole,
            "{format}: the questions are others"
        );
    }
    server.stop().await;
}

async fn one_topic_is_exported(here: Deployment) {
    KINDS.at(&here);
    here.run(&["questions", "import", KINDS.name])
        .await
        .ended(0);
    let server = here.start().await;
    let grace = server.admin().await;
    let found = topic(&server, &grace, "All kinds").await;
    let id = found["id"].as_str().unwrap();
    // A fresh server takes it in over HTTP, next to what it has.
    let fresh = here.another();
    let other = fresh.start().await;
    let keeper = other.admin().await;
    for format in WRITTEN {
        // Titles are the same in any case.
        let shell = here
            .run(&[
                "questions",
                "export",
                "--format",
                format,
                "--topic",
                "all KINDS",
            ])
            .await;
        let answered = export(&server, &grace, &format!("?format={format}&topic={id}")).await;
        assert!(shell.ended(0) == answered.text(), "{format}");
        let (before, path) = (
            count(&fresh).0,
            format!("/v1/questions/import?format={format}"),
        );
        let report = other
            .post(&path)
            .as_(&keeper)
            .body("text/plain", shell.out)
            .await
            .gives(200);
        let new = if format == WRITTEN[0] { 5 } else { 0 };
        assert_eq!(
            (&report["taken"], &report["repeated"]),
            (&json!(new), &json!(5 - new)),
            "{report}"
        );
        assert_eq!(count(&fresh).0, before + new);
        let titled = fresh
            .run(&[
                "questions",
                "export",
                "--format",
                format,
                "--topic",
                "All kinds",
            ])
            .await;
        assert!(titled.ended(0) == answered.text(), "{format}");
    }
    other.stop().await;
    other_exports_are_refused(&here, &server, &grace).await;
    server.stop().await;
}

async fn other_exports_are_refused(here: &Deployment, server: &Server, grace: &User) {
    let ada = server.player("ada").await;
    let unknown = here
        .run(&["questions", "export", "--topic", "Nowhere"])
        .await;
    assert!(
        unknown.ended(1).is_empty() && unknown.err.contains("no topic \"Nowhere\""),
        "{unknown:?}"
    );
    for format in ["aiken", "opentdb"] {
        let read_only = here.run(&["questions", "export", "--format", format]).await;
        assert!(
            read_only.ended(1).is_empty() && read_only.err.contains("not written"),
            "{read_only:?}"
        );
        export(server, grace, &format!("?format={format}"))
            .await
            .refuses(422, "read_only_format");
    }
    export(
        server,
        grace,
        "?format=json&topic=00000000-0000-7000-8000-000000000000",
    )
    .await
    .refuses(404, "not_found");
    export(server, &ada, "?format=json")
        .await
        .refuses(403, "forbidden");
}

async fn export(server: &Server, whose: &User, query: &str) -> Answer {
    server
        .get(&format!("/v1/questions/export{query}"))
        .as_(whose)
        .await
}

async fn upload(server: &Server, whose: &User, file: &File, query: &str) -> Answer {
    let name = file.name.replace(' ', "%20");
    let path = format!("/v1/questions/import?file_name={name}{query}");
    server
        .post(&path)
        .as_(whose)
        .body(file.content_type, file.text)
        .await
}

async fn topic(server: &Server, whose: &User, title: &str) -> Value {
    let topics = server.list("/v1/topics?limit=100", whose).await;
    topics
        .into_iter()
        .find(|topic| topic["title"] == title)
        .unwrap()
}

/// How many questions and topics there are.
fn count(here: &Deployment) -> (u64, u64) {
    let mut sql = here.sql();
    (sql.count("questions"), sql.count("topics"))
}
