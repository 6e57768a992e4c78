//! The report as people read it.

use super::Report;
use std::fmt;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind,
            seed,
            clients,
            took_s,
            acknowledged,
            replayed,
            transfers,
            slowest_answer_ms,
            ..
        } = self;
        writeln!(f, "{kind:?}, {clients} clients, seed {seed}, {took_s} s")?;
        writeln!(
            f,
            "{acknowledged} requests acknowledged, {replayed} replayed, {transfers} transfers kept, slowest answer {slowest_answer_ms} ms\n"
        )?;
        writeln!(f, "operations")?;
        for (operation, ends) in &self.operations {
            let ends: Vec<_> = ends
                .iter()
                .map(|(end, count)| format!("{end}: {count}"))
                .collect();
            writeln!(f, "  {operation:<18} {}", ends.join(", "))?;
        }
        self.print_faults(f)?;
        let unknown = &self.unknown;
        writeln!(
            f,
            "\nunknown outcomes: {} ({} had happened, {} had not, {} answered by a copy, {} refused later, {} left)\n",
            unknown.keys,
            unknown.had_happened,
            unknown.had_not_happened,
            unknown.answered_by_a_copy,
            unknown.refused_later,
            unknown.left,
        )?;
        self.print_findings(f)
    }
}

impl Report {
    fn print_faults(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\n{:<20} {:>5} {:>7}  ready after, ms    first success after, ms",
            "faults", "times", "reached"
        )?;
        for count in &self.faults {
            let [least, median, most] = count.ready_after_ms;
            let [soonest, usual, latest] = count.first_success_after_ms;
            writeln!(
                f,
                "  {:<18} {:>5} {:>7}  {least:>5} {median:>5} {most:>5}  {soonest:>5} {usual:>5} {latest:>5}",
                count.fault, count.times, count.reached
            )?;
        }
        Ok(())
    }

    fn print_findings(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "invariants")?;
        for finding in &self.findings {
            let (looked_at, violations) = (finding.looked_at, finding.violations);
            writeln!(
                f,
                "  {:<84} {looked_at:>8} looked at, {violations} violations",
                finding.invariant
            )?;
        }
        for finding in self
            .findings
            .iter()
            .filter(|finding| finding.violations > 0)
        {
            writeln!(f, "\nVIOLATED: {}", finding.invariant)?;
            for evidence in &finding.evidence {
                writeln!(f, "  {evidence}")?;
            }
        }
        for missing in &self.missing {
            writeln!(f, "MISSING: {missing}")?;
        }
        if let Some(history) = &self.history {
            writeln!(f, "\nthe history is {}", history.display())?;
        }
        let verdict = match (self.is_violated(), self.is_passed()) {
            (true, _) => "VIOLATED",
            (false, true) => "passed",
            (false, false) => "INCONCLUSIVE",
        };
        writeln!(f, "\n{verdict}")
    }
}
