//! The starter bank: our own questions, so that a first run can be played at once.

use anyhow::Context;
use serde_json::{Value, json};

const TOPICS: [&str; 8] = [
    include_str!("../starter/astronomy.json"),
    include_str!("../starter/biology.json"),
    include_str!("../starter/computing.json"),
    include_str!("../starter/geography.json"),
    include_str!("../starter/history.json"),
    include_str!("../starter/mathematics.json"),
    include_str!("../starter/music-and-art.json"),
    include_str!("../starter/physics-and-chemistry.json"),
];

/// All of it as one document of Ludger's own format.
pub(crate) fn document() -> anyhow::Result<String> {
    let (mut topics, mut questions) = (Vec::new(), Vec::new());
    for text in TOPICS {
        let mut file: Value = serde_json::from_str(text)?;
        let mut take = |name: &str| {
            let part = file.get_mut(name).map(Value::take);
            part.and_then(|part| part.as_array().cloned())
                .with_context(|| format!("no {name}"))
        };
        topics.extend(take("topics")?);
        questions.extend(take("questions")?);
    }
    let document = json!({ "format": "ludger-questions", "version": 1, "topics": topics, "questions": questions });
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use ludger_application::formats::{Format, parse};

    #[test]
    fn the_starter_bank_has_at_least_200_playable_questions_over_8_topics() {
        let parsed = parse(Format::Json, &super::document().unwrap()).unwrap();
        assert_eq!(parsed.topics.len(), 8);
        for item in &parsed.items {
            let draft = item.draft.as_ref().unwrap();
            assert!(!draft.explanation.is_empty(), "{}", draft.content);
        }
        assert!(parsed.items.len() >= 200);
    }
}
