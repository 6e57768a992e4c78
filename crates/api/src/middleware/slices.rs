//! Large answers in slices. The web framework copies whatever it is given at once into a buffer of the connection, and
//! keeps that until the client has taken it: a thousand clients who fetch a megabyte and do not read would cost a
//! gigabyte.

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::web::Bytes;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

const SLICE_BYTES: usize = 32 * 1024;

/// A body that gives itself away bit by bit.
struct Slices(Bytes);

/// The same body, in slices if it is large.
pub(super) fn sliced(body: BoxBody) -> BoxBody {
    match body.try_into_bytes() {
        Ok(bytes) if bytes.len() > SLICE_BYTES => BoxBody::new(Slices(bytes)),
        Ok(bytes) => BoxBody::new(bytes),
        Err(body) => body,
    }
}

impl MessageBody for Slices {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(u64::try_from(self.0.len()).unwrap_or(u64::MAX))
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        let next = self.0.len().min(SLICE_BYTES);
        Poll::Ready((next > 0).then(|| Ok(self.0.split_to(next))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::body::to_bytes;
    use std::future::poll_fn;

    #[actix_web::test]
    async fn a_large_body_comes_in_slices_and_whole() {
        let whole = Bytes::from(vec![7; 3 * SLICE_BYTES + 5]);
        let mut body = sliced(BoxBody::new(whole.clone()));
        assert_eq!(
            body.size(),
            BodySize::Sized(3 * u64::try_from(SLICE_BYTES).unwrap() + 5)
        );
        let first = poll_fn(|cx| Pin::new(&mut body).poll_next(cx)).await;
        assert_eq!(first.unwrap().unwrap().len(), SLICE_BYTES);
        let rest = to_bytes(body).await.unwrap();
        assert_eq!(rest.len() + SLICE_BYTES, whole.len());
    }

    #[actix_web::test]
    async fn a_small_body_stays_as_it_is() {
        let body = sliced(BoxBody::new("abc"));
        assert_eq!(body.size(), BodySize::Sized(3));
        assert_eq!(to_bytes(body).await.unwrap(), "abc");
    }
}
