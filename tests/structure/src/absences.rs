//! What must not be there: outside crates, features and words, with the reason for each.

use crate::drawing::{
    FEATURES_NOT_IN_DOMAIN, NOT_IN_DOMAIN, RESERVED, Reserved, Scope, TEST_SETTINGS, WORDS, Word,
};
use crate::graph::{Brought, Graph, Kind, Member};
use crate::sources::Line;

/// Outside crates in the hands of a crate that they are not for, tests included.
pub fn misplaced(graph: &Graph) -> Vec<String> {
    let ours = graph
        .members
        .iter()
        .filter(|member| !member.is_end_to_end());
    ours.flat_map(|member| RESERVED.iter().flat_map(|rule| misplaced_in(member, rule)))
        .collect()
}

fn misplaced_in(member: &Member, rule: &'static Reserved) -> impl Iterator<Item = String> {
    let name = member.name.as_str();
    let (allowed, in_tests) = (rule.users.contains(&name), rule.testers.contains(&name));
    let found = member.uses.iter().filter(move |used| {
        let allowed = allowed || (in_tests && used.kind == Kind::Dev);
        !allowed && is_of_family(&used.name, rule.prefix)
    });
    found.map(|used| {
        format!(
            "`{}` must not use `{}`: {}",
            member.name, used.name, rule.why
        )
    })
}

/// What someone who embeds the domain would be surprised to get.
pub fn surprises_in_domain(brought: &[Brought]) -> Vec<String> {
    let crates = brought
        .iter()
        .filter(|found| {
            NOT_IN_DOMAIN
                .iter()
                .any(|prefix| is_of_family(&found.name, prefix))
        })
        .map(|found| format!("the domain must not bring `{}` along", found.name));
    let features = brought.iter().flat_map(|found| {
        let banned = FEATURES_NOT_IN_DOMAIN
            .iter()
            .filter(|(name, _)| *name == found.name)
            .flat_map(|(_, features)| features.iter());
        banned
            .filter(|feature| found.features.iter().any(|on| on == *feature))
            .map(|feature| {
                format!(
                    "the domain must not turn on `{feature}` of `{}`",
                    found.name
                )
            })
    });
    crates.chain(features).collect()
}

/// Whether `name` is `family`, `family-…` or `family_…`; a family that ends so takes all that follows.
fn is_of_family(name: &str, family: &str) -> bool {
    let Some(rest) = name.strip_prefix(family) else {
        return false;
    };
    rest.is_empty() || rest.starts_with(['-', '_']) || family.ends_with('-')
}

/// Lines of code with a word that their crate must not have.
pub fn words_out_of_place(member: &str, lines: &[Line]) -> Vec<String> {
    let banned = WORDS.iter().filter(|word| !word.is_allowed_in(member));
    banned
        .flat_map(|word| {
            let found = lines
                .iter()
                .filter(|line| has_word(&line.text, word.word))
                .filter(|line| !line.text.contains(TEST_SETTINGS));
            found.map(|line| format!("{}: `{}`: {}", line.place, word.word, word.why))
        })
        .collect()
}

impl Word {
    fn is_allowed_in(&self, member: &str) -> bool {
        match self.scope {
            Scope::OnlyIn(members) => members.contains(&member),
            Scope::NotIn(members) => !members.contains(&member),
        }
    }
}

/// Finds `word` where no longer identifier ends or begins with it: `dotenv::` is not `env::`.
fn has_word(text: &str, word: &str) -> bool {
    let in_identifier = |c: char| c.is_alphanumeric() || c == '_';
    let open_end = !word.ends_with(in_identifier);
    text.match_indices(word).any(|(start, _)| {
        let (before, rest) = text.split_at(start);
        let after = rest.strip_prefix(word).unwrap_or_default();
        !before.ends_with(in_identifier) && (open_end || !after.starts_with(in_identifier))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole() {
        let cases = [
            ("let home = env::var(\"HOME\");", "env::", true),
            ("std::env::args()", "env::", true),
            ("dotenv::load()", "env::", false),
            ("env!(\"CARGO_PKG_VERSION\")", "env::", false),
            ("async fn f() {}", "async", true),
            ("asynchronous()", "async", false),
            ("use async_trait::async_trait;", "async", false),
        ];
        for (text, word, expected) in cases {
            assert_eq!(has_word(text, word), expected, "{word} in {text}");
        }
    }

    #[test]
    fn families_end_at_a_dash() {
        let cases = [
            ("rand", "rand", true),
            ("rand_core", "rand", true),
            ("random-thing", "rand", false),
            ("async-trait", "async-", true),
            ("diesel_migrations", "diesel", true),
        ];
        for (name, family, expected) in cases {
            assert_eq!(is_of_family(name, family), expected, "{name} of {family}");
        }
    }
}
