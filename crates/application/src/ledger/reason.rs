use ludger_domain::fault::Faults;
use ludger_domain::ledger::Description;

/// Why a person moves value by hand, 1 to 255 characters; it becomes the description.
pub(super) fn reason(text: &str) -> Result<Description, Faults> {
    let checked = Description::try_from(text.trim().to_owned());
    checked.map_err(|fault| Faults::from(fault).under("/reason"))
}
