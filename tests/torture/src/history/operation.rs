//! Every operation of the API that the workload uses, by its name in the report.

use serde::{Deserialize, Serialize};

macro_rules! operations {
    ($($name:ident $method:ident $route:literal;)*) => {
        /// An operation of the API.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum Operation { $($name,)* }

        impl Operation {
            /// Its HTTP method.
            pub(crate) const fn method(self) -> &'static str {
                match self { $(Self::$name => stringify!($method),)* }
            }

            /// Its path as the API's document writes it, without the query.
            pub(crate) const fn route(self) -> &'static str {
                match self { $(Self::$name => $route,)* }
            }
        }
    };
}

operations! {
    Setup POST "/v1/setup";
    Register POST "/v1/auth/register";
    SignIn POST "/v1/auth/sign-in";
    Refresh POST "/v1/auth/refresh";
    SignOut POST "/v1/auth/sign-out";
    Me GET "/v1/me";
    Users GET "/v1/admin/users";
    User GET "/v1/admin/users/{id}";
    GrantRole PUT "/v1/admin/users/{id}/roles/{role}";
    RevokeRole DELETE "/v1/admin/users/{id}/roles/{role}";
    Transfer POST "/v1/ledger/transfers";
    Rehearsal POST "/v1/ledger/transfers";
    Batch POST "/v1/ledger/transfers/batch";
    Adjustment POST "/v1/admin/adjustments";
    Reversal POST "/v1/admin/transfers/{id}/reversal";
    FindTransfer GET "/v1/ledger/transfers";
    GetTransfer GET "/v1/ledger/transfers/{id}";
    Accounts GET "/v1/ledger/accounts";
    TrialBalance GET "/v1/ledger/trial-balance";
    Currencies GET "/v1/currencies";
    Wallets GET "/v1/me/wallets";
    Wallet GET "/v1/me/wallets/{currency}";
    BalanceAt GET "/v1/me/wallets/{currency}/balance";
    Statement GET "/v1/me/transactions";
    ExportStatement GET "/v1/me/transactions/export";
    Transaction GET "/v1/me/wallets/{currency}/transactions/{sequence}";
    HideTransaction DELETE "/v1/me/wallets/{currency}/transactions/{sequence}";
    StartSession POST "/v1/sessions";
    Sessions GET "/v1/sessions";
    Session GET "/v1/sessions/{id}";
    Question GET "/v1/sessions/{id}/question";
    Answer POST "/v1/sessions/{id}/answers";
    Pause POST "/v1/sessions/{id}/pause";
    Resume POST "/v1/sessions/{id}/resume";
    Forfeit DELETE "/v1/sessions/{id}";
    Review GET "/v1/sessions/{id}/review";
    Topics GET "/v1/topics";
    Topic GET "/v1/topics/{id}";
    CreateTopic POST "/v1/topics";
    EditTopic PATCH "/v1/topics/{id}";
    DeleteTopic DELETE "/v1/topics/{id}";
    BankQuestions GET "/v1/questions";
    BankQuestion GET "/v1/questions/{id}";
    CreateQuestion POST "/v1/questions";
    ReplaceQuestion PUT "/v1/questions/{id}";
    DeleteQuestion DELETE "/v1/questions/{id}";
    ImportQuestions POST "/v1/questions/import";
    ExportQuestions GET "/v1/questions/export";
}

impl Operation {
    /// Whether its request holds a password or a token.
    pub(crate) const fn asks_secrets(self) -> bool {
        matches!(
            self,
            Self::Setup | Self::Register | Self::SignIn | Self::Refresh
        )
    }

    /// Whether its reply holds tokens.
    pub(crate) const fn tells_secrets(self) -> bool {
        matches!(self, Self::SignIn | Self::Refresh)
    }

    /// The name in the report and in the history.
    pub(crate) fn name(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|name| Some(name.as_str()?.to_owned()))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_history() {
        assert_eq!(Operation::FindTransfer.name(), "find_transfer");
    }
}
