//! What islands ask for after a page has come: the visitor's own things, which no public page
//! may hold. Answers are for one visitor and one moment.

mod favorites;
mod media;
mod premium;
mod shortlists;

pub use favorites::{favorites, merge_favorites, set_favorite};
pub use media::{
    Begun, UploadAddress, UploadPlan, abort_upload, begin_upload, complete_upload, resume_upload,
};
pub use premium::open_premium;
pub use shortlists::{ListWay, create_list, list_ways, put_into_list};

use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// Why a server function was not carried out: enough for an island to go on by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiError {
    /// Nobody is signed in.
    SignIn,
    NotPermitted,
    NotFound,
    /// What was asked for isn't accepted.
    Invalid,
    /// Later it may work.
    Unavailable,
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => {
                #[cfg(feature = "ssr")]
                errors::refuse();
                Self::Invalid
            }
            _ => Self::Unavailable,
        }
    }
}

#[cfg(feature = "ssr")]
mod errors {
    use super::ApiError;
    use durbar_domain::policy::Operation;
    use durbar_services::ServiceError;
    use leptos::prelude::{expect_context, use_context};
    use leptos_axum::ResponseOptions;

    /// What each server function asks the policy for, by its path.
    pub const OPERATIONS: &[(&str, Operation)] = &[
        ("/api/favorites", Operation::ManageFavorites),
        ("/api/favorites/set", Operation::ManageFavorites),
        ("/api/favorites/merge", Operation::ManageFavorites),
        ("/api/shortlists", Operation::CreateShortlist),
        ("/api/shortlists/put", Operation::EditShortlist),
        ("/api/shortlists/create", Operation::CreateShortlist),
        ("/api/media/begin", Operation::EditListing),
        ("/api/media/resume", Operation::EditListing),
        ("/api/media/complete", Operation::EditListing),
        ("/api/media/abort", Operation::EditListing),
        // Anybody may ask what is open to them; the use case asks the policy for each kind.
        ("/api/premium/open", Operation::ReadPublicPage),
    ];

    impl ApiError {
        /// What a visitor may know of a use case that failed; sets the answer's status.
        pub fn of(error: &ServiceError) -> Self {
            let status = error.status();
            if status >= 500 {
                tracing::error!(error = %crate::error::chain(error), "a server function failed");
            }
            let status = axum_status(status);
            expect_context::<ResponseOptions>().set_status(status);
            match status.as_u16() {
                401 => Self::SignIn,
                403 => Self::NotPermitted,
                404 => Self::NotFound,
                400 | 409 => Self::Invalid,
                _ => Self::Unavailable,
            }
        }
    }

    /// Answers 400: what was sent can't be read. Without this it were our fault, 500.
    pub(super) fn refuse() {
        if let Some(response) = use_context::<ResponseOptions>() {
            response.set_status(http::StatusCode::BAD_REQUEST);
        }
    }

    fn axum_status(status: u16) -> http::StatusCode {
        http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR)
    }
}

#[cfg(feature = "ssr")]
pub use errors::OPERATIONS;

/// The use cases, and who asks.
#[cfg(feature = "ssr")]
fn on_server() -> (durbar_services::Services, durbar_domain::account::Principal) {
    let services = crate::AppContext::get().services;
    (services, crate::visitor::Visitor::get().principal)
}
