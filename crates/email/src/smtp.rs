//! Mail over SMTP: one connection for each mail, and an answer within a bounded time whatever the server does.
//!
//! A mail is handed over when its content is. What goes wrong before that is worth another try, unless the server
//! refuses the reader or the content for good; what goes wrong between the content's first byte and the server's answer
//! leaves nobody the wiser. Where the server finds fault with us and not with the reader (our name, our password, our
//! certificates, our address), the operator can mend it, so the mail waits.

mod connect;
mod course;
mod failure;
mod lines;

use crate::address::is_plain;
use crate::compose::{Composed, Composer};
use crate::settings::{InvalidMailSettings, MailSettings};
use crate::target::{Credentials, Server};
use async_trait::async_trait;
use connect::Way;
use course::Course;
use failure::Failure;
use lettre::transport::smtp::authentication::{self, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail as From, Rcpt};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter};
use ludger_ports::{Mail, MailError, Mailer};
use secrecy::ExposeSecret;
use std::time::Duration;

/// How long a server is waited for that has the mail and is told goodbye.
const GOODBYE: Duration = Duration::from_millis(500);

/// Sends mail to one server.
pub(crate) struct SmtpMailer {
    way: Way,
    credentials: Option<Credentials>,
    composer: Composer,
    limits: crate::Limits,
}

impl SmtpMailer {
    pub(crate) fn new(
        server: Server,
        settings: &MailSettings,
        composer: Composer,
    ) -> Result<Self, InvalidMailSettings> {
        Ok(Self {
            way: Way::new(&server, composer.site(), settings.ca_pem.as_deref())?,
            credentials: server.credentials,
            composer,
            limits: settings.limits,
        })
    }

    async fn sign_in(
        &self,
        connection: &mut AsyncSmtpConnection,
        course: &Course,
    ) -> Result<(), Failure> {
        let Some(Credentials { user, password }) = &self.credentials else {
            return Ok(());
        };
        let password = password.expose_secret().to_owned();
        let credentials = authentication::Credentials::new(user.clone(), password);
        let asked = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
        let answered = course.command("AUTH", asked).await;
        // Some servers repeat what they did not understand, and here that is the password.
        answered.map(|_| ()).map_err(Failure::without_words)
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let composed = self.composer.compose(mail)?;
        let course = Course::begin(self.limits);
        let connected = self.way.connect(&course).await;
        let mut connection = connected.map_err(Failure::before_the_reader)?;
        let signed_in = self.sign_in(&mut connection, &course).await;
        signed_in.map_err(Failure::before_the_reader)?;
        hand_over(&mut connection, &composed, &course).await?;
        // It has the mail: whether it takes leave of us changes nothing.
        tokio::time::timeout(GOODBYE, connection.quit()).await.ok();
        Ok(())
    }
}

async fn hand_over(
    connection: &mut AsyncSmtpConnection,
    composed: &Composed,
    course: &Course,
) -> Result<(), MailError> {
    let from = From::new(Some(composed.from.clone()), needs(connection, composed)?);
    let asked = course.command("MAIL", connection.command(from)).await;
    asked.map_err(Failure::before_the_reader)?;
    let to = Rcpt::new(composed.to.clone(), Vec::new());
    let asked = course.command("RCPT", connection.command(to)).await;
    asked.map_err(Failure::before_the_content)?;
    let asked = course.command("DATA", connection.command(Data)).await;
    let answer = asked.map_err(Failure::before_the_content)?;
    if !answer.has_code(354) {
        let answer = format!("DATA: answered by {} and not by 354", answer.code());
        return Err(MailError::Temporary(answer));
    }
    let sent = connection.message(&composed.content);
    let answer = course.rest("the content", sent).await;
    let answer = answer.map_err(Failure::after_the_content)?;
    if answer.has_code(354) {
        let answer = "the content: answered by 354 a second time".to_owned();
        return Err(MailError::Unknown(answer));
    }
    Ok(())
}

/// What the server has to be capable of for this mail.
fn needs(
    connection: &AsyncSmtpConnection,
    composed: &Composed,
) -> Result<Vec<MailParameter>, MailError> {
    if is_plain(&composed.to) {
        return Ok(Vec::new());
    }
    if !connection
        .server_info()
        .supports_feature(Extension::SmtpUtfEight)
    {
        let refusal = "it takes no address that is not ASCII before the @ (SMTPUTF8)";
        return Err(MailError::Permanent(refusal.to_owned()));
    }
    let content = MailParameter::Body(MailBodyParameter::EightBitMime);
    Ok(vec![MailParameter::SmtpUtfEight, content])
}
