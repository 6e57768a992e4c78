//! `routes.txt`, read.

use actix_web::http::Method;
use ludger_domain::accounts::Permission;
use std::fmt;

/// What one route takes.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) who: Who,
    pub(super) whose: Whose,
    /// The status of the answer when the object is missing.
    pub(super) missing: u16,
    /// The status for those who get through.
    pub(super) answers: u16,
}

/// The route.
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// Who gets through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Who {
    Anyone,
    AnyToken,
    SignedIn {
        presence: Presence,
        /// Any of these; empty: none is needed.
        permissions: Vec<Permission>,
    },
}

/// Whether somebody has to be there in person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Optional,
    Person,
    Fresh,
}

/// Whose objects a request may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    NamesNone,
    Own,
    Anybodys,
    Others,
    Nobodys,
}

/// Every row, in the order of the file.
pub(super) fn rows() -> Vec<Row> {
    let lines = include_str!("routes.txt").lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(row).collect()
}

/// Columns stand two spaces or more apart.
fn row(line: &'static str) -> Row {
    let cells = line.split("  ").map(str::trim);
    let cells: Vec<_> = cells.filter(|cell| !cell.is_empty()).collect();
    let [method, path, who, whose, answers] = cells[..] else {
        panic!("not five columns: {line}");
    };
    let (whose, in_body) = match whose.strip_suffix(" in body") {
        Some(whose) => (whose, true),
        None => (whose, false),
    };
    Row {
        method: method.parse().unwrap(),
        path,
        who: Who::read(who),
        whose: Whose::read(whose),
        missing: if in_body { 422 } else { 404 },
        answers: answers.parse().unwrap(),
    }
}

impl Who {
    fn read(text: &str) -> Self {
        let signed_in = |presence, permissions: &str| Self::SignedIn {
            presence,
            permissions: match permissions {
                "" => Vec::new(),
                names => names.split(" or ").map(permission).collect(),
            },
        };
        match text {
            "anyone" => Self::Anyone,
            "any token" => Self::AnyToken,
            "signed in" => signed_in(Presence::Optional, ""),
            "person" => signed_in(Presence::Person, ""),
            "fresh person" => signed_in(Presence::Fresh, ""),
            other => {
                if let Some(permissions) = other.strip_prefix("fresh person, ") {
                    signed_in(Presence::Fresh, permissions)
                } else if let Some(permissions) = other.strip_prefix("person, ") {
                    signed_in(Presence::Person, permissions)
                } else {
                    signed_in(Presence::Optional, other)
                }
            }
        }
    }
}

fn permission(name: &str) -> Permission {
    let mut all = Permission::ALL.iter().copied();
    all.find(|permission| permission.as_str() == name)
        .unwrap_or_else(|| panic!("no permission {name}"))
}

impl Whose {
    fn read(text: &str) -> Self {
        match text {
            "-" => Self::NamesNone,
            "own" => Self::Own,
            "anybody's" => Self::Anybodys,
            "others'" => Self::Others,
            "there" => Self::Nobodys,
            other => panic!("whose is {other}?"),
        }
    }

    /// The objects that its route is asked about.
    pub(super) const fn objects(self) -> &'static [Object] {
        match self {
            Self::NamesNone => &[Object::None],
            Self::Nobodys => &[Object::Foreign, Object::Missing],
            Self::Own | Self::Anybodys | Self::Others => {
                &[Object::Own, Object::Foreign, Object::Missing]
            }
        }
    }
}

/// What a request is about, seen from its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Object {
    None,
    Own,
    Foreign,
    Missing,
}
