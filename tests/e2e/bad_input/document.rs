//! The OpenAPI document, as far as it is read here.

use crate::harness::Server;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt;

/// The document, and the codes that are explained.
pub(super) struct Document {
    whole: Value,
    codes: BTreeSet<String>,
}

/// One method of one path.
#[derive(Debug, Clone)]
pub(super) struct Operation {
    pub(super) method: Method,
    pub(super) path: String,
    /// What the document tells of it.
    pub(super) told: Value,
}

/// A parameter of an operation.
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) is_required: bool,
    pub(super) schema: Value,
    pub(super) example: Value,
}

impl Document {
    /// As the server tells it, and fits the table of problems.
    pub(super) async fn of(server: &Server) -> Self {
        let whole = server.get("/openapi.json").await.gives(200);
        let table = server.get("/docs/errors.json").await.gives(200);
        let rows = table["problems"].as_array().unwrap().iter();
        let codes: BTreeSet<_> = rows
            .map(|row| row["code"].as_str().unwrap().to_owned())
            .collect();
        let examples = whole["components"]["examples"].as_object().unwrap();
        assert!(codes.iter().eq(examples.keys().collect::<BTreeSet<_>>()));
        Self { whole, codes }
    }

    /// Every path.
    ///
    /// Without those of the Open Trivia DB, which are off, and say in its own words what is wrong.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        let paths = self.whole["paths"].as_object().unwrap();
        let ours = paths
            .keys()
            .filter(|path| path.split('.').next_back() != Some("php"));
        ours.map(String::as_str)
    }

    /// What can be done at a path.
    pub(super) fn methods(&self, path: &str) -> Vec<Method> {
        let methods = self.whole["paths"][path].as_object().unwrap();
        methods
            .keys()
            .map(|name| name.to_uppercase().parse().unwrap())
            .collect()
    }

    /// Every operation.
    pub(super) fn operations(&self) -> Vec<Operation> {
        let of = |path: &str| {
            let operation = |method: Method| Operation {
                told: self.whole["paths"][path][method.as_str().to_lowercase()].clone(),
                path: path.to_owned(),
                method,
            };
            self.methods(path)
                .into_iter()
                .map(operation)
                .collect::<Vec<_>>()
        };
        self.paths().flat_map(of).collect()
    }

    /// Whether a code is explained.
    pub(super) fn explains(&self, code: &str) -> bool {
        self.codes.contains(code)
    }

    /// A schema, or the one that it refers to.
    pub(super) fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(place) => {
                let place = place.strip_prefix('#').unwrap();
                self.whole.pointer(place).expect("what is referred to")
            }
            None => schema,
        }
    }

    /// Something that fits a schema: its example, or else what is asked for at least.
    pub(super) fn sample(&self, schema: &Value) -> Value {
        let schema = self.resolve(schema);
        if !schema["example"].is_null() {
            return schema["example"].clone();
        }
        if let Some(words) = schema["enum"].as_array() {
            return words[0].clone();
        }
        if has_type(schema, "string") {
            return match schema["format"].as_str() {
                Some("uuid") => super::world::NO_ID.into(),
                Some("date-time") => "2026-01-31T12:00:00Z".into(),
                _ => "text".into(),
            };
        }
        if has_type(schema, "integer") {
            return schema["minimum"].as_i64().unwrap_or(1).into();
        }
        if has_type(schema, "array") {
            return vec![self.sample(&schema["items"]); 1].into();
        }
        if has_type(schema, "boolean") {
            return false.into();
        }
        let mut whole = json!({});
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let is_required = schema["required"]
                .as_array()
                .is_some_and(|all| all.contains(&name.as_str().into()));
            if is_required || !property["example"].is_null() {
                whole[name] = self.sample(property);
            }
        }
        whole
    }
}

impl Operation {
    /// Whether one has to be signed in.
    pub(super) fn is_signed_in(&self) -> bool {
        self.told["security"].is_array()
    }

    /// Whether it opens a socket, and so looks at nothing before it was asked to.
    pub(super) fn is_socket(&self) -> bool {
        self.told["responses"]["101"].is_object()
    }

    /// Whether the document tells of this problem here.
    pub(super) fn tells_of(&self, status: u16, code: &str) -> bool {
        let response = &self.told["responses"][status.to_string()];
        response["content"]["application/problem+json"]["examples"][code].is_object()
    }

    /// The parameters of a place: `path`, `query` or `header`.
    pub(super) fn parameters(&self, place: &str) -> Vec<Parameter> {
        let all = self.told["parameters"].as_array().into_iter().flatten();
        let here = all.filter(|parameter| parameter["in"] == place);
        here.map(|parameter| Parameter {
            name: parameter["name"].as_str().unwrap().to_owned(),
            is_required: parameter["required"] == true,
            schema: parameter["schema"].clone(),
            example: parameter["example"].clone(),
        })
        .collect()
    }

    /// A header that it takes.
    pub(super) fn header(&self, name: &str) -> Option<Parameter> {
        let mut headers = self.parameters("header").into_iter();
        headers.find(|parameter| parameter.name == name)
    }

    /// The types of body that it takes, with what the document tells of each.
    pub(super) fn bodies(&self) -> Vec<(&str, &Value)> {
        let bodies = self.told["requestBody"]["content"].as_object();
        bodies
            .into_iter()
            .flatten()
            .map(|(name, body)| (name.as_str(), body))
            .collect()
    }

    /// Whether its body may be of this type, among others.
    pub(super) fn takes(&self, content_type: &str) -> bool {
        self.bodies().iter().any(|(name, _)| *name == content_type)
    }

    /// The schema of its body, if that is JSON and nothing else.
    pub(super) fn json<'a>(&'a self, document: &'a Document) -> Option<&'a Value> {
        match self.bodies().as_slice() {
            [("application/json", body)] => Some(document.resolve(&body["schema"])),
            _ => None,
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// Whether a value of this type fits a schema.
pub(super) fn has_type(schema: &Value, name: &str) -> bool {
    match &schema["type"] {
        Value::Array(names) => names.iter().any(|known| known == name),
        one => one == name,
    }
}
