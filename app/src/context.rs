//! What the host hands to every page and server function.

use crate::settings::PublicSettings;
use durbar_services::Services;
use leptos::prelude::use_context;
use std::sync::Arc;

/// The use cases and the public settings. Cheap to clone.
#[derive(Clone)]
pub struct AppContext {
    pub services: Services,
    pub settings: Arc<PublicSettings>,
}

impl AppContext {
    /// The context of the rendering or server function under way.
    pub fn get() -> AppContext {
        use_context().expect("the host provides AppContext to every rendering and server function")
    }
}
