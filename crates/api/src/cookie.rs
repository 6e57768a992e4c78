//! The cookie that signs a browser in. It holds a token that never changes, so that no answer that is lost, and no two
//! requests side by side, can sign anybody out.
//!
//! Since browsers send it by themselves, whatever changes something has to show that a page of this site sent it: by
//! `Sec-Fetch-Site`, which no page can forge, or, where a browser is too old for that, by `Origin`. Whoever shows neither
//! is refused: a program that is no browser has tokens.

use crate::problem::{Code, Problem};
use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::http::{Method, Uri};
use jiff::Timestamp;

/// What browsers are given, and where from.
#[derive(Debug, Clone)]
pub(crate) struct Cookies {
    /// With the prefix that binds it to this host, unless the deployment is one on loopback.
    name: &'static str,
    is_secure: bool,
    /// As browsers write it.
    origin: String,
}

/// A cookie to be set with the answer.
#[derive(Debug, Clone)]
pub(crate) struct SetCookie(pub(crate) HeaderValue);

impl Cookies {
    /// Those of a deployment that is reached there.
    pub(crate) fn new(public_url: &str) -> Self {
        let is_secure = !is_on_loopback(public_url);
        Self {
            name: if is_secure { "__Host-ludger" } else { "ludger" },
            is_secure,
            origin: origin_of(public_url),
        }
    }

    /// What stands in the cookie of a request.
    pub(crate) fn read<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        headers
            .get_all(header::COOKIE)
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .find_map(|pair| {
                let (name, value) = pair.trim().split_once('=')?;
                (name == self.name).then_some(value)
            })
    }

    /// Gives a browser the token, to be kept until then.
    pub(crate) fn set(&self, token: &str, until: Timestamp, now: Timestamp) -> Option<SetCookie> {
        let seconds = until.duration_since(now).as_secs().max(0);
        self.write(token, seconds)
    }

    /// Takes it from the browser.
    pub(crate) fn clear(&self) -> Option<SetCookie> {
        self.write("", 0)
    }

    fn write(&self, token: &str, seconds: i64) -> Option<SetCookie> {
        let secure = if self.is_secure { "; Secure" } else { "" };
        let name = self.name;
        let text =
            format!("{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::try_from(text).ok().map(SetCookie)
    }

    /// Whether a page of this site sent a request, or it changes nothing.
    pub(crate) fn must_be_own(&self, request: &HttpRequest) -> Result<(), Problem> {
        let is_safe = matches!(*request.method(), Method::GET | Method::HEAD);
        if is_safe || self.is_own(request.headers()) {
            Ok(())
        } else {
            Err(Problem::new(Code::CrossOriginRequest))
        }
    }

    fn is_own(&self, headers: &HeaderMap) -> bool {
        let mut sites = headers.get_all("sec-fetch-site").peekable();
        let mut origins = headers.get_all(header::ORIGIN).peekable();
        let is_shown = sites.peek().is_some() || origins.peek().is_some();
        let host = headers.get(header::HOST);
        is_shown
            && sites.all(|site| site == "same-origin")
            && origins.all(|origin| self.is_own_origin(origin, host, headers))
    }

    /// Whether a page that opens a WebSocket may: of this site, or of an origin that is on the list. Programs that are no
    /// browsers name none.
    pub(crate) fn may_connect(&self, headers: &HeaderMap, listed: &[String]) -> bool {
        let host = headers.get(header::HOST);
        let is_listed = |origin: &HeaderValue| {
            let known = listed.iter().map(String::as_bytes);
            known.into_iter().any(|known| known == origin.as_bytes())
        };
        let is_same_site = headers
            .get_all("sec-fetch-site")
            .all(|site| site == "same-origin");
        headers.get_all(header::ORIGIN).all(|origin| {
            is_listed(origin) || (is_same_site && self.is_own_origin(origin, host, headers))
        })
    }

    /// A deployment can be reached by other names than its public one (`127.0.0.1` and `localhost`); then the browser has
    /// to say that it is the same site.
    fn is_own_origin(
        &self,
        origin: &HeaderValue,
        host: Option<&HeaderValue>,
        headers: &HeaderMap,
    ) -> bool {
        let Ok(origin) = origin.to_str() else {
            return false;
        };
        let is_host = || {
            let host = host.and_then(|host| host.to_str().ok());
            let authority = origin.split_once("://").map(|(_, authority)| authority);
            headers.contains_key("sec-fetch-site") && authority.is_some() && authority == host
        };
        origin == self.origin || is_host()
    }
}

/// Scheme, host, and the port unless it is the scheme's own.
fn origin_of(url: &str) -> String {
    let url = url.to_ascii_lowercase();
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", &url));
    let authority = rest.split('/').next().unwrap_or_default();
    let own_port = if scheme == "https" { ":443" } else { ":80" };
    let authority = authority.strip_suffix(own_port).unwrap_or(authority);
    format!("{scheme}://{authority}")
}

fn is_on_loopback(url: &str) -> bool {
    let uri = url.parse::<Uri>().ok();
    let host = uri.as_ref().and_then(Uri::host).unwrap_or_default();
    let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    url.starts_with("http://")
        && (host == "localhost" || address.is_ok_and(|address| address.is_loopback()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_cookie_is_bound_to_its_host_and_out_of_reach_of_scripts() {
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let until = "2026-01-31T00:00:00Z".parse().unwrap();
        let set = |url| {
            let SetCookie(value) = Cookies::new(url).set("lct_1", until, now).unwrap();
            value.to_str().unwrap().to_owned()
        };
        let secure = "__Host-ludger=lct_1; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure";
        let open = "ludger=lct_1; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax";
        for (url, expected) in [
            ("https://play.example.org", secure),
            ("https://localhost", secure),
            ("http://play.example.org", secure),
            ("http://127.0.0.1.example.org", secure),
            ("http://localhost:8080", open),
            ("http://127.0.0.1:8080", open),
            ("http://[::1]:8080", open),
        ] {
            assert_eq!(set(url), expected, "{url}");
        }
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let cookies = Cookies::new("https://play.example.org");
        let read = |lines: &[&str]| {
            let mut request = TestRequest::default();
            for line in lines {
                request = request.append_header((header::COOKIE, *line));
            }
            let request = request.to_http_request();
            cookies.read(request.headers()).map(str::to_owned)
        };
        assert_eq!(read(&[]), None);
        assert_eq!(read(&["ludger=lct_1; __host-ludger=2"]), None);
        let found = Some("lct_1".to_owned());
        assert_eq!(read(&["a=b; __Host-ludger=lct_1;c=d"]), found);
        assert_eq!(read(&["a=b", "__Host-ludger=lct_1"]), found);
    }

    /// What pages elsewhere can make a browser send, and what old browsers do.
    #[test]
    fn only_pages_of_this_site_change_something() {
        let cookies = Cookies::new("https://play.example.org/");
        let is_own = |headers: &[(&str, &str)]| {
            let mut request = TestRequest::post().insert_header(("host", "play.example.org"));
            for header in headers {
                request = request.append_header(*header);
            }
            cookies.must_be_own(&request.to_http_request()).is_ok()
        };
        let (site, origin) = ("sec-fetch-site", "origin");
        let own = "https://play.example.org";
        assert!(is_own(&[(site, "same-origin")]));
        assert!(is_own(&[(site, "same-origin"), (origin, own)]));
        assert!(is_own(&[(origin, own)]));
        for refused in [
            &[][..],
            &[(site, "cross-site")],
            &[(site, "same-site")],
            &[(site, "none")],
            &[(site, "Same-Origin")],
            &[(site, "")],
            &[(site, "cross-site"), (origin, own)],
            &[(site, "same-origin"), (site, "cross-site")],
            &[(site, "same-origin"), (origin, "https://evil.example")],
            &[(origin, own), (origin, "https://evil.example")],
        ] {
            assert!(!is_own(refused), "{refused:?}");
        }
        for stranger in crate::tests::origins::STRANGERS {
            assert!(!is_own(&[(origin, stranger)]), "{stranger}");
        }
    }

    #[test]
    fn only_pages_of_this_site_and_of_the_list_open_sockets() {
        let cookies = Cookies::new("https://play.example.org/");
        let listed = ["https://game.example.com".to_owned()];
        let may_connect = |headers: &[(&str, &str)]| {
            let mut request = TestRequest::get().insert_header(("host", "play.example.org"));
            for header in headers {
                request = request.append_header(*header);
            }
            cookies.may_connect(request.to_http_request().headers(), &listed)
        };
        let (site, origin) = ("sec-fetch-site", "origin");
        let own = "https://play.example.org";
        assert!(may_connect(&[]));
        assert!(may_connect(&[(origin, own)]));
        assert!(may_connect(&[(origin, own), (site, "same-origin")]));
        assert!(may_connect(&[(origin, &listed[0]), (site, "cross-site")]));
        assert!(!may_connect(&[(origin, own), (site, "cross-site")]));
        assert!(!may_connect(&[
            (origin, own),
            (origin, "https://evil.example")
        ]));
        for stranger in crate::tests::origins::STRANGERS {
            assert!(!may_connect(&[(origin, stranger)]), "{stranger}");
        }
    }

    #[test]
    fn a_deployment_on_loopback_has_more_than_one_name() {
        let cookies = Cookies::new("http://localhost:8080");
        let by_address = |headers: &[(&str, &str)]| {
            let mut request = TestRequest::post()
                .insert_header(("host", "127.0.0.1:8080"))
                .insert_header(("origin", "http://127.0.0.1:8080"));
            for header in headers {
                request = request.append_header(*header);
            }
            cookies.must_be_own(&request.to_http_request()).is_ok()
        };
        assert!(by_address(&[("sec-fetch-site", "same-origin")]));
        assert!(!by_address(&[]));
    }

    #[test]
    fn what_changes_nothing_may_come_from_anywhere() {
        let cookies = Cookies::new("https://play.example.org");
        for request in [
            TestRequest::get(),
            TestRequest::default().method(Method::HEAD),
        ] {
            let request = request.insert_header(("sec-fetch-site", "cross-site"));
            assert!(cookies.must_be_own(&request.to_http_request()).is_ok());
        }
    }
}
