use super::Record;
use crate::Outage;

pub(super) fn write(records: &[Record<'_>]) -> Result<String, Outage> {
    let mut chunk = String::new();
    for record in records {
        chunk.push_str(&serde_json::to_string(record).map_err(Outage::broken)?);
        chunk.push('\n');
    }
    Ok(chunk)
}
