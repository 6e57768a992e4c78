use super::course::Course;
use super::failure::{Failure, Reason};
use super::lines::Lines;
use crate::settings::InvalidMailSettings;
use crate::target::{Security, Server};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use std::io;
use std::time::Duration;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use url::{Host, Url};

/// The way to a server, up to where it has greeted us and, unless the operator does without, nobody can listen.
pub(super) struct Way {
    host: String,
    port: u16,
    security: Security,
    tls: TlsParameters,
    /// Who we say that we are.
    own_name: ClientId,
}

impl Way {
    pub(super) fn new(
        server: &Server,
        site: &Url,
        ca_pem: Option<&[u8]>,
    ) -> Result<Self, InvalidMailSettings> {
        let mut tls = TlsParameters::builder(server.host.clone());
        if let Some(pem) = ca_pem {
            tls = tls.add_root_certificate(certificates(pem)?);
        }
        Ok(Self {
            host: server.host.clone(),
            port: server.port,
            security: server.security,
            tls: tls.build().map_err(|_| InvalidMailSettings::Ca)?,
            own_name: match site.host() {
                Some(Host::Domain(name)) => ClientId::Domain(name.to_owned()),
                Some(Host::Ipv4(address)) => ClientId::Ipv4(address),
                Some(Host::Ipv6(address)) => ClientId::Ipv6(address),
                None => ClientId::default(),
            },
        })
    }

    pub(super) async fn connect(&self, course: &Course) -> Result<AsyncSmtpConnection, Failure> {
        let patience = course.address_time_max();
        match self.security {
            Security::Implicit => course.connect(self.under_tls(patience)).await,
            Security::Plain => course.connect(self.in_plain(patience)).await,
            Security::StartTls => {
                let mut connection = course.connect(self.in_plain(patience)).await?;
                let begun = connection.starttls(self.tls.clone(), &self.own_name);
                course.command("STARTTLS", begun).await?;
                Ok(connection)
            }
        }
    }

    async fn under_tls(&self, patience: Duration) -> Result<AsyncSmtpConnection, Reason> {
        let server = (self.host.as_str(), self.port);
        let (name, tls) = (&self.own_name, Some(self.tls.clone()));
        let connected =
            AsyncSmtpConnection::connect_tokio1(server, Some(patience), name, tls, None);
        Ok(connected.await?)
    }

    async fn in_plain(&self, patience: Duration) -> Result<AsyncSmtpConnection, Reason> {
        let socket = self.socket(patience).await?;
        let lines = Box::new(Lines::new(socket));
        Ok(AsyncSmtpConnection::connect_with_transport(lines, &self.own_name).await?)
    }

    /// To the first of the server's addresses that answers.
    async fn socket(&self, patience: Duration) -> io::Result<TcpStream> {
        let mut last = io::Error::other("the server's name has no address");
        for address in lookup_host((self.host.as_str(), self.port)).await? {
            match timeout(patience, TcpStream::connect(address)).await {
                Ok(Ok(socket)) => return Ok(socket),
                Ok(Err(error)) => last = error,
                Err(late) => last = late.into(),
            }
        }
        Err(last)
    }
}

fn certificates(pem: &[u8]) -> Result<Certificate, InvalidMailSettings> {
    // Whatever holds no certificate at all is read without an error.
    let begin = b"-----BEGIN CERTIFICATE-----";
    if !pem.windows(begin.len()).any(|window| window == begin) {
        return Err(InvalidMailSettings::Ca);
    }
    Certificate::from_pem(pem).map_err(|_| InvalidMailSettings::Ca)
}
