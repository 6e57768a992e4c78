//! Lists: `?limit=` and `?cursor=` in, `items` and `next_cursor` out, with a `Link` header for those who follow links.

use crate::cursor::List;
use crate::extract::{Params, state};
use crate::problem::Problem;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use ludger_ports::{Page, PageRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::{IntoParams, ToSchema};

const LIMIT_MAX: usize = 100;
const LIMIT_DEFAULT: usize = 20;

/// Which part of a list is wanted.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageParams {
    /// The most items wanted.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    limit: usize,
    /// Where to go on: `next_cursor` of the page before, with the same filters.
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

/// A part of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageOf<T> {
    /// In the list's order.
    items: Vec<T>,
    /// Where to go on; `null` at the end.
    #[schema(required)]
    next_cursor: Option<String>,
}

impl<T> PageOf<T> {
    /// A list that has one page.
    pub(crate) fn whole(items: Vec<T>) -> Self {
        Self {
            items,
            next_cursor: None,
        }
    }
}

impl PageParams {
    /// Takes the two parameters.
    pub(crate) fn read(params: &mut Params) -> Self {
        let limit = params.optional_with("limit", |text| {
            let limit = text
                .parse()
                .ok()
                .filter(|limit| (1..=LIMIT_MAX).contains(limit));
            limit.ok_or_else(|| format!("must be a whole number from 1 to {LIMIT_MAX}"))
        });
        Self {
            limit: limit.unwrap_or(LIMIT_DEFAULT),
            cursor: params.optional("cursor"),
        }
    }

    /// The page that is wanted of this list.
    pub(crate) fn of<F, C>(
        &self,
        request: &HttpRequest,
        list: &List<'_, F>,
    ) -> Result<PageRequest<C>, Problem>
    where
        F: Serialize,
        C: DeserializeOwned,
    {
        let key = &state(request)?.cursor_key;
        let after = self
            .cursor
            .as_deref()
            .map(|cursor| key.read(list, cursor))
            .transpose()?;
        Ok(PageRequest {
            after,
            limit: self.limit,
        })
    }
}

/// A page as an answer.
pub(crate) fn answer<T, F, C>(
    request: &HttpRequest,
    list: &List<'_, F>,
    page: Page<T, C>,
) -> Result<HttpResponse, Problem>
where
    T: Serialize,
    F: Serialize,
    C: Serialize,
{
    let key = &state(request)?.cursor_key;
    let next_cursor = page
        .next
        .map(|position| key.write(list, &position))
        .transpose()?;
    let mut answer = HttpResponse::Ok();
    if let Some(cursor) = &next_cursor {
        answer.insert_header((header::LINK, link(request, cursor)));
    }
    Ok(answer.json(PageOf {
        items: page.items,
        next_cursor,
    }))
}

/// The same list, going on at the cursor; relative, so that it holds behind any proxy.
fn link(request: &HttpRequest, cursor: &str) -> String {
    let kept = request.query_string().split('&');
    let kept = kept.filter(|part| !part.is_empty() && !part.starts_with("cursor="));
    let query: Vec<_> = kept
        .map(|part| part.replace('<', "%3C").replace('>', "%3E"))
        .collect();
    let query = [query, vec![format!("cursor={cursor}")]].concat().join("&");
    format!("<{}?{query}>; rel=\"next\"", request.path())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn the_next_link_keeps_the_filters() {
        let link = |uri: &str| link(&TestRequest::with_uri(uri).to_http_request(), "NEXT");
        assert_eq!(link("/v1/x"), "</v1/x?cursor=NEXT>; rel=\"next\"");
        assert_eq!(
            link("/v1/x?limit=5&cursor=OLD&text=a%20b"),
            "</v1/x?limit=5&text=a%20b&cursor=NEXT>; rel=\"next\""
        );
    }
}
