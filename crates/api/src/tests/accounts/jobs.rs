use super::told;
use super::world::World;
use actix_web::http::Method;
use ludger_domain::jobs::{Job, JobKind};
use ludger_ports::{Changes, Clock, Store};
use serde_json::json;

impl World {
    /// An open job, a dead one and one that is done; the path of the dead one.
    async fn jobs(&self) -> String {
        let mut path = String::new();
        for (end, kind) in [
            ("open", JobKind::Prune),
            ("done", JobKind::Prune),
            ("dead", JobKind::SendMail),
        ] {
            let (id, now) = (self.ids.next(), self.clock.now());
            let payload = json!({ "sealed": "c2VjcmV0" });
            let job = Job::new(id.into(), kind, end.to_owned(), payload, now);
            self.store
                .commit(Changes::at(now).save_job(job.clone()))
                .await
                .unwrap();
            let after = match end {
                "done" => job.done(),
                "dead" => job.dead("550 no such user"),
                _ => continue,
            };
            self.store
                .commit(Changes::at(now).save_job(after))
                .await
                .unwrap();
            path = format!("/v1/admin/jobs/{id}");
        }
        path
    }
}

#[actix_web::test]
async fn admins_see_the_jobs_and_have_dead_ones_run_again() {
    let world = World::new();
    let root = world.admin().await;
    let dead = world.jobs().await;
    insta::assert_json_snapshot!("a_dead_job", told(&world.get(&root, &dead).await));
    let list = world
        .get(&root, "/v1/admin/jobs?state=dead&kind=mail.send")
        .await;
    insta::assert_json_snapshot!("dead_jobs", told(&list));
    for (query, expected) in [
        ("state=done", 1),
        ("kind=prune", 2),
        ("state=dead&kind=prune", 0),
    ] {
        let list = world.get(&root, &format!("/v1/admin/jobs?{query}")).await;
        assert_eq!(
            list.json()["items"].as_array().unwrap().len(),
            expected,
            "{query}"
        );
    }
    let run = format!("{dead}/run");
    insta::assert_json_snapshot!(
        "a_job_that_runs_again",
        told(&world.by(&root, Method::POST, &run).await)
    );
    let again = world.by(&root, Method::POST, &run).await;
    insta::assert_json_snapshot!("a_job_that_is_not_dead", told(&again));
    let audit = world.get(&root, "/v1/admin/audit?action=job.run").await;
    assert_eq!(audit.json()["items"].as_array().unwrap().len(), 1);
    let unknown = world.get(&root, "/v1/admin/jobs?state=lost").await;
    assert_eq!(
        (unknown.status, unknown.code().as_str()),
        (400, "invalid_query")
    );
}

#[actix_web::test]
async fn what_a_job_is_done_with_is_told_to_nobody() {
    let world = World::new();
    let root = world.admin().await;
    let dead = world.jobs().await;
    for path in ["/v1/admin/jobs".to_owned(), dead] {
        assert!(!world.get(&root, &path).await.body.contains("c2VjcmV0"));
    }
}
