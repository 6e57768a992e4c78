//! The store as its users have it: the contract that every store passes, on both databases; and the two schemas, which
//! may not drift apart.
#![expect(clippy::unwrap_used, reason = "tests: what panics has failed")]

mod audit_log;
mod boards;
mod collation;
mod migrations;
mod personal_data;
mod proxy;
mod remembered;
mod schema;
mod stores;
mod verify;

mod sqlite {
    ludger_ports::contract_suite!(make = crate::stores::sqlite);
}

mod postgres {
    ludger_ports::contract_suite!(make = crate::stores::postgres);
}
