use crate::accounts::{PasswordPolicy, Registration};

fn draft(email: &str, username: &str, password: &str) -> Registration {
    Registration {
        email: email.to_owned(),
        username: username.to_owned(),
        password: password.to_owned(),
    }
}

#[test]
fn a_good_draft_becomes_an_account() {
    let policy = PasswordPolicy::default();
    let account = draft("ada@example.org", "Ada", "difference engine")
        .checked(policy)
        .unwrap();
    assert_eq!(account.email.as_str(), "ada@example.org");
    assert_eq!(account.username.as_str(), "Ada");
    assert_eq!(account.password.expose(), "difference engine");
}

#[test]
fn all_faults_at_once_each_at_its_field() {
    for (draft, expected) in [
        (
            draft("", "", ""),
            vec![
                "/email required",
                "/username too_short",
                "/password too_short",
            ],
        ),
        (
            draft("ada", "a", "analytical"),
            vec!["/email invalid_email", "/username too_short"],
        ),
        (
            draft("ada@example.org", "Ada", "123"),
            vec!["/password too_short"],
        ),
        (
            draft("lovelace@example", "Ada", "LoveLace"),
            vec!["/email invalid_email", "/password password_is_name"],
        ),
        (
            draft("ada@example.org", "  ", "football"),
            vec![
                "/username too_short",
                "/username stray_space",
                "/password common_password",
            ],
        ),
    ] {
        let faults = draft
            .clone()
            .checked(PasswordPolicy::default())
            .unwrap_err()
            .0;
        let told: Vec<_> = faults
            .iter()
            .map(|f| format!("{} {}", f.pointer, f.code))
            .collect();
        assert_eq!(told, expected, "{draft:?}");
    }
}

#[test]
fn unknown_fields_are_refused_and_debug_keeps_the_secret() {
    let json = r#"{"email":"a@b.example","username":"ada","password":"hush hush","admin":true}"#;
    assert!(serde_json::from_str::<Registration>(json).is_err());
    assert!(!format!("{:?}", draft("a@b.example", "ada", "hush hush")).contains("hush"));
}
