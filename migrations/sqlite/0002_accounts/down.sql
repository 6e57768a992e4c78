DROP TABLE auth_tokens;
DROP TABLE auth_sessions;
DROP TABLE setup_tokens;
DROP TABLE role_grants;
DROP TABLE roles;
DROP TABLE users;
