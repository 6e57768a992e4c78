//! Accounts as their users see them, over a store in memory; and what they see when a port fails.

mod allow_list;
mod api_tokens;
mod app;
mod authenticate;
mod change_email;
mod claim_setup;
mod cookies;
mod deletion;
mod doors;
mod edit_profile;
mod invitations;
mod links;
mod managing;
mod my_sessions;
mod passwords;
mod policies;
mod refresh;
mod refresh_meetings;
mod register;
mod register_again;
mod roles;
mod second_factor;
mod secrets;
mod sign_in;
mod sign_out;
mod users;
