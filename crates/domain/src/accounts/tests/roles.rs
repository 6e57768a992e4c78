use super::at;
use crate::accounts::{
    Forbidden, FreshSignInRequired, Means, Permission, Principal, Role, RoleGrant, SessionRequired,
};
use crate::ids::{ApiTokenId, AuthSessionId, UserId};
use uuid::Uuid;

fn principal(roles: &[Role]) -> Principal {
    Principal {
        user: UserId::from(Uuid::from_u128(1)),
        username: "ada".to_owned(),
        roles: roles.iter().copied().collect(),
        withheld: [].into(),
        means: Means::Session {
            id: AuthSessionId::from(Uuid::from_u128(2)),
            authenticated_at: at(0),
        },
    }
}

#[test]
fn the_table() {
    const TABLE: [&str; 10] = [
        "                  player  moderator  admin  ledger",
        "play                yes       -       yes     -   ",
        "questions.manage     -       yes      yes     -   ",
        "ledger.read          -        -       yes    yes  ",
        "ledger.transfer      -        -        -     yes  ",
        "ledger.adjust        -        -       yes     -   ",
        "ledger.reverse       -        -       yes     -   ",
        "users.manage         -        -       yes     -   ",
        "audit.read           -        -       yes     -   ",
        "jobs.manage          -        -       yes     -   ",
    ];
    let (head, rows) = TABLE.split_first().unwrap();
    let roles: Vec<Role> = head
        .split_whitespace()
        .map(|r| r.parse().unwrap())
        .collect();
    assert_eq!(roles, Role::ALL);
    assert_eq!(
        rows.len(),
        Permission::ALL.len(),
        "each permission has a row"
    );
    for (row, permission) in rows.iter().zip(Permission::ALL) {
        let mut cells = row.split_whitespace();
        assert_eq!(cells.next(), Some(permission.as_str()));
        for (role, cell) in roles.iter().zip(cells) {
            assert_eq!(role.may(*permission), cell == "yes", "{role} {permission}");
        }
    }
}

#[test]
fn an_admin_has_everything_but_the_services_door() {
    let missing: Vec<_> = Permission::ALL
        .iter()
        .filter(|p| !Role::Admin.may(**p))
        .collect();
    assert_eq!(missing, [&Permission::LedgerTransfer]);
}

#[test]
fn roles_add_up() {
    let both = principal(&[Role::Player, Role::Moderator]);
    assert!(both.may(Permission::Play) && both.may(Permission::QuestionsManage));
    assert_eq!(both.must(Permission::QuestionsManage), Ok(()));
    assert_eq!(
        both.must(Permission::AuditRead),
        Err(Forbidden::Lacking(Permission::AuditRead))
    );
    let nobody = principal(&[]);
    assert!(Permission::ALL.iter().all(|p| !nobody.may(*p)));
}

#[test]
fn words_are_the_same_in_text_and_in_json() {
    for role in Role::ALL {
        assert_eq!(role.as_str().parse(), Ok(*role));
        assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
        assert!(!role.description().is_empty());
    }
    for permission in Permission::ALL {
        assert_eq!(permission.as_str().parse(), Ok(*permission));
        assert_eq!(
            serde_json::to_value(permission).unwrap(),
            permission.as_str()
        );
    }
    let unknown = "root".parse::<Role>().unwrap_err();
    assert_eq!(
        (unknown.code(), unknown.to_string()),
        (
            "unknown_word",
            "\"root\" is no role that is known".to_owned()
        )
    );
}

#[test]
fn a_grant_survives_json() {
    let user = UserId::from(Uuid::from_u128(1));
    let grant = RoleGrant {
        user,
        role: Role::Ledger,
        granted_at: at(0),
        granted_by: None,
    };
    let json = serde_json::to_string(&grant).unwrap();
    assert_eq!(serde_json::from_str::<RoleGrant>(&json).unwrap(), grant);
}

#[test]
fn a_program_may_what_its_owner_may_and_its_scopes_say() {
    let person = principal(&[Role::Player, Role::Moderator]);
    let program = Principal {
        means: Means::ApiToken {
            id: ApiTokenId::from(Uuid::from_u128(3)),
            scopes: [Permission::Play, Permission::LedgerRead].into(),
        },
        ..person.clone()
    };
    for (permission, may) in [
        (Permission::Play, true),
        (Permission::QuestionsManage, false),
        (Permission::LedgerRead, false),
    ] {
        assert_eq!(program.may(permission), may, "{permission}");
    }
    assert!(person.session().is_some() && program.session().is_none());
}

#[test]
fn a_program_is_no_person() {
    let ada = principal(&[Role::Admin]);
    let person = ada.person().unwrap();
    assert_eq!(Some(person.session), ada.session());
    assert_eq!(person.must_be_fresh(at(15 * 60)), Ok(()));
    assert_eq!(
        person.must_be_fresh(at(15 * 60 + 1)),
        Err(FreshSignInRequired)
    );
    let program = Principal {
        means: Means::ApiToken {
            id: ApiTokenId::from(Uuid::from_u128(3)),
            scopes: [Permission::UsersManage].into(),
        },
        ..ada
    };
    assert_eq!(program.person(), Err(SessionRequired));
}

#[test]
fn a_role_that_is_withheld_counts_for_nothing_and_tells_why() {
    let admin = principal(&[Role::Player, Role::Admin]).withholding(Role::Admin);
    assert!(admin.may(Permission::Play));
    let refused = |principal: &Principal, permission| principal.must(permission).unwrap_err();
    let missing = refused(&admin, Permission::UsersManage);
    assert_eq!(
        missing,
        Forbidden::SecondFactorMissing(Permission::UsersManage)
    );
    assert_eq!(missing.code(), "second_factor_missing");
    let lacking = refused(&admin, Permission::LedgerTransfer);
    assert_eq!(lacking, Forbidden::Lacking(Permission::LedgerTransfer));
    let player = principal(&[Role::Player]).withholding(Role::Admin);
    let lacking = refused(&player, Permission::UsersManage);
    assert_eq!(lacking, Forbidden::Lacking(Permission::UsersManage));
}
