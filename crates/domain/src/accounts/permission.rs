use super::words::words;

words! {
    /// What someone may do beyond what every signed-in user may (reading one's own wallet, history
    /// and profile asks for nothing more than to be signed in).
    Permission, "permission" {
        /// Play quizzes for rewards.
        Play = "play",
        /// Write, import and delete topics and questions, and see right answers.
        QuestionsManage = "questions.manage",
        /// Read the trial balance, all accounts and any transfer.
        LedgerRead = "ledger.read",
        /// Post transfers between any accounts, as a service does.
        LedgerTransfer = "ledger.transfer",
        /// Correct a balance by hand, with a reason.
        LedgerAdjust = "ledger.adjust",
        /// Reverse a transfer, with a reason.
        LedgerReverse = "ledger.reverse",
        /// See all users; grant and revoke roles.
        UsersManage = "users.manage",
        /// Read the audit log.
        AuditRead = "audit.read",
        /// See the jobs, and have dead ones run again.
        JobsManage = "jobs.manage",
    }
}
