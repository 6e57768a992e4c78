use super::problem;
use crate::extract::SignedIn;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::OfferedSecondFactor;
use serde::Serialize;
use utoipa::ToSchema;

/// What your application needs to know. Never told again.
#[derive(Serialize, ToSchema)]
pub(crate) struct SecondFactorOffer {
    /// To be typed into it: base 32, for six digits every 30 seconds over SHA-1 (RFC 6238).
    #[schema(example = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")]
    secret: String,
    /// To be shown to it as a QR code.
    #[schema(
        example = "otpauth://totp/Ludger:ada%40example%2Eorg?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Ludger"
    )]
    otpauth_uri: String,
}

/// Ask for a second factor
///
/// It counts from `/v1/me/second-factor/confirm` on. Asking again gives another secret. Takes a sign-in of the last 15
/// minutes: see `/v1/me/reauthenticate`.
#[utoipa::path(
    post, path = "/v1/me/second-factor", tag = "accounts", security(("bearer" = [])),
    responses((status = 200, description = "The secret to put into an application.", body = SecondFactorOffer))
)]
pub(in crate::routes::accounts) async fn offer_second_factor(
    state: Data<ApiState>,
    SignedIn(caller, ()): SignedIn<()>,
) -> Result<HttpResponse, Problem> {
    let offered = state.use_cases.accounts.offer_second_factor.run(&caller);
    let OfferedSecondFactor { secret, address } = offered.await.map_err(problem)?;
    Ok(HttpResponse::Ok().json(SecondFactorOffer {
        secret: secret.expose().to_owned(),
        otpauth_uri: address.expose().to_owned(),
    }))
}
