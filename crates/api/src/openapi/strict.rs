//! What holds for all that is sent to us, said in one place: a parameter is there or not, and never `null`; no text for
//! people holds control characters; and where one is needed, spaces alone are none.

use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, Object, Schema, SchemaType, Type};
use utoipa::openapi::{OpenApi, RefOr};

/// No control characters but line breaks and tabs.
const TEXT: &str = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$";
/// The same, and something that can be seen.
const SEEN: &str = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*\
    [^\\s\\u0000-\\u001f\\u007f-\\u009f]\
    [^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$";
/// It is no text for people: nobody reads it.
const PASSWORD: &str = "password";

/// Completes parameters and bodies.
pub(super) fn complete(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        operations(item).for_each(parameters);
    }
    let components = document.components.get_or_insert_default();
    for schema in components.schemas.values_mut() {
        if let RefOr::T(Schema::Object(object)) = schema
            && is_of_requests(object)
        {
            texts(object);
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem {
        get,
        put,
        post,
        delete,
        patch,
        ..
    } = item;
    [get, put, post, delete, patch].into_iter().flatten()
}

fn parameters(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && let Some(RefOr::T(Schema::Object(object))) = &mut parameter.schema
        {
            never_null(object);
            text(object);
        }
    }
}

fn never_null(object: &mut Object) {
    if let SchemaType::Array(types) = &mut object.schema_type {
        types.retain(|one| *one != Type::Null);
        if let [only] = types.as_slice() {
            object.schema_type = only.clone().into();
        }
    }
}

/// What is sent to us has no unknown fields; what we send may gain some.
fn is_of_requests(object: &Object) -> bool {
    matches!(
        object.additional_properties.as_deref(),
        Some(AdditionalProperties::FreeForm(false))
    )
}

fn texts(object: &mut Object) {
    for (name, property) in &mut object.properties {
        match property {
            RefOr::T(Schema::Object(property)) if !name.ends_with(PASSWORD) => text(property),
            RefOr::T(Schema::Array(list)) => {
                if let ArrayItems::RefOrSchema(item) = &mut list.items
                    && let RefOr::T(Schema::Object(item)) = item.as_mut()
                {
                    text(item);
                }
            }
            _ => {}
        }
    }
}

/// Text for people is what has a length and no other form.
fn text(object: &mut Object) {
    let is_free =
        object.format.is_none() && object.pattern.is_none() && object.enum_values.is_none();
    if object.max_length.is_some() && is_free {
        let pattern = if object.min_length.is_some() {
            SEEN
        } else {
            TEXT
        };
        object.pattern = Some(pattern.to_owned());
    }
}
