//! A path and what can be done there: one table for routing, for `Allow`, and for the OpenAPI document.

use crate::middleware::guard;
use crate::problem::{Code, Problem};
use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::guard::fn_guard;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::from_fn;
use actix_web::web;
use actix_web::{FromRequest, Handler, HttpRequest, HttpResponse, Resource, Responder};

/// A path with its methods, and the problems that each can answer with besides those that any can.
pub(crate) struct Endpoint {
    path: &'static str,
    resource: Resource,
    methods: Vec<(Method, &'static [Code])>,
}

impl Endpoint {
    /// A path, as it stands in the OpenAPI document.
    pub(crate) fn at(path: &'static str) -> Self {
        Self {
            path,
            resource: web::resource(path),
            methods: Vec::new(),
        }
    }

    /// `GET`, and `HEAD` with it.
    pub(crate) fn get<F, A>(self, handler: F, codes: &'static [Code]) -> Self
    where
        F: Handler<A, Output: Responder + 'static>,
        A: FromRequest + 'static,
    {
        self.on(Method::GET, handler, codes)
    }

    pub(crate) fn post<F, A>(self, handler: F, codes: &'static [Code]) -> Self
    where
        F: Handler<A, Output: Responder + 'static>,
        A: FromRequest + 'static,
    {
        self.on(Method::POST, handler, codes)
    }

    pub(crate) fn put<F, A>(self, handler: F, codes: &'static [Code]) -> Self
    where
        F: Handler<A, Output: Responder + 'static>,
        A: FromRequest + 'static,
    {
        self.on(Method::PUT, handler, codes)
    }

    pub(crate) fn patch<F, A>(self, handler: F, codes: &'static [Code]) -> Self
    where
        F: Handler<A, Output: Responder + 'static>,
        A: FromRequest + 'static,
    {
        self.on(Method::PATCH, handler, codes)
    }

    pub(crate) fn delete<F, A>(self, handler: F, codes: &'static [Code]) -> Self
    where
        F: Handler<A, Output: Responder + 'static>,
        A: FromRequest + 'static,
    {
        self.on(Method::DELETE, handler, codes)
    }

    fn on<F, A>(mut self, method: Method, handler: F, codes: &'static [Code]) -> Self
    where
        F: Handler<A, Output: Responder + 'static>,
        A: FromRequest + 'static,
    {
        let taken = method.clone();
        let guard = fn_guard(move |context| {
            let asked = &context.head().method;
            *asked == taken || (*asked == Method::HEAD && taken == Method::GET)
        });
        self.resource = self.resource.route(web::route().guard(guard).to(handler));
        self.methods.push((method, codes));
        self
    }

    /// The path.
    pub(crate) const fn path(&self) -> &'static str {
        self.path
    }

    /// What can be done there.
    pub(crate) fn methods(&self) -> &[(Method, &'static [Code])] {
        &self.methods
    }

    fn allow(&self) -> HeaderValue {
        let mut names = Vec::new();
        for (method, _) in &self.methods {
            names.push(method.as_str());
            if *method == Method::GET {
                names.push("HEAD");
            }
        }
        names.push("OPTIONS");
        HeaderValue::from_str(&names.join(", ")).unwrap_or(HeaderValue::from_static("OPTIONS"))
    }
}

impl HttpServiceFactory for Endpoint {
    fn register(self, config: &mut AppService) {
        let allow = self.allow();
        let other = move |request: HttpRequest| {
            let answer = no_such_method(&request, allow.clone());
            async move { answer }
        };
        self.resource
            .default_service(web::to(other))
            .wrap(from_fn(guard))
            .register(config);
    }
}

fn no_such_method(request: &HttpRequest, allow: HeaderValue) -> Result<HttpResponse, Problem> {
    if request.method() == Method::OPTIONS {
        return Ok(HttpResponse::NoContent()
            .insert_header((header::ALLOW, allow))
            .finish());
    }
    Err(Problem::new(Code::MethodNotAllowed).header(header::ALLOW, allow))
}
