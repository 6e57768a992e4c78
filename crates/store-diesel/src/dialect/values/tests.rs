use super::*;
use crate::connection::{Connection, ConnectionManager, Role};
use diesel::prelude::*;
use ludger_testkit::databases::databases;
use r2d2::ManageConnection;

diesel::table! {
    use crate::dialect::sql::*;
    use diesel::sql_types::*;
    samples (id) {
        id -> Id,
        other -> Nullable<Id>,
        at -> Instant,
        ended_at -> Nullable<Instant>,
    }
}

#[test]
fn ids_and_instants_come_back_as_they_were() {
    for (url, _guard) in databases() {
        let connection = &mut ConnectionManager::new(&url, Role::Writer)
            .unwrap()
            .connect()
            .unwrap();
        create(connection);
        let instants = [
            "0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999999Z",
            "9999-12-30T22:00:00.999999Z",
        ];
        for (n, text) in instants.into_iter().enumerate() {
            let (id, at) = (
                UserId::from(Uuid::from_u128(n as u128)),
                text.parse::<Timestamp>().unwrap(),
            );
            let row = (
                id,
                Some(id).filter(|_| n == 1),
                at,
                Some(at).filter(|_| n == 2),
            );
            let values = (
                samples::id.eq(key(row.0)),
                samples::other.eq(row.1.map(key)),
                samples::at.eq(At(row.2)),
                samples::ended_at.eq(row.3.map(At)),
            );
            diesel::insert_into(samples::table)
                .values(values)
                .execute(connection)
                .unwrap();
            let back = samples::table.find(key(id)).filter(samples::at.eq(At(at)));
            let back: (UserId, Option<UserId>, Timestamp, Option<Timestamp>) =
                back.first(connection).unwrap();
            assert_eq!(back, row);
        }
        let order = samples::table
            .order(samples::at.asc())
            .select(samples::at)
            .load::<Timestamp>(connection);
        assert_eq!(order.unwrap(), instants.map(|text| text.parse().unwrap()));
        let too_early: Timestamp = "-000001-01-01T00:00:00Z".parse().unwrap();
        let refused = samples::table
            .filter(samples::at.lt(At(too_early)))
            .select(samples::id)
            .load::<Uuid>(connection);
        assert!(matches!(
            refused,
            Err(diesel::result::Error::SerializationError(_))
        ));
    }
}

fn create(connection: &mut Connection) {
    use diesel::connection::SimpleConnection;
    let sql = crate::dialect::on!(connection =>
        pg: |_| "CREATE TABLE samples (id UUID, other UUID, at TIMESTAMPTZ, ended_at TIMESTAMPTZ)",
        sqlite: |_| "CREATE TABLE samples (id BLOB, other BLOB, at TEXT, ended_at TEXT) STRICT",
    );
    connection.batch_execute(sql).unwrap();
}

#[test]
fn only_the_fixed_width_is_read() {
    assert_eq!(
        fixed_width("2026-01-01T00:00:00.000001Z"),
        "2026-01-01T00:00:00.000001Z".parse().ok()
    );
    for text in [
        "",
        "2026-01-01T00:00:00Z",
        "2026-01-01 00:00:00.000000Z",
        "2026-13-01T00:00:00.000000Z",
    ] {
        assert_eq!(fixed_width(text), None, "{text}");
    }
}
