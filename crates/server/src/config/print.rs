use super::keys::KEYS;
use super::layers::Layers;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes every setting, its value and where that came from; secrets are told to be set or not.
pub(crate) fn print(layers: &Layers, as_json: bool, out: &mut impl Write) -> io::Result<()> {
    let rows = KEYS.iter().map(|key| {
        let given = layers.get(key.name);
        let value = if key.is_secret && !given.text.is_empty() {
            "(set)".to_owned()
        } else {
            given.text
        };
        (key, value, given.source)
    });
    if as_json {
        let rows: Vec<Value> = rows
            .map(|(key, value, source)| {
                json!({ "key": key.name, "value": value, "source": source, "meaning": key.meaning })
            })
            .collect();
        return writeln!(out, "{:#}", Value::from(rows));
    }
    for (key, value, source) in rows {
        writeln!(
            out,
            "# {}\n{} = {value:?}  # from {source}\n",
            key.meaning, key.name
        )?;
    }
    Ok(())
}
