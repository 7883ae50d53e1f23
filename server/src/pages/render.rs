//! One rendering of one page by the app.

use super::{
    address::PageAddress, sealed_html::seal, stored::StoredPage, timed::Timed,
    versions::TagVersions,
};
use crate::http::security_headers::PagePolicy;
use axum::{
    body::{Body, to_bytes},
    http::{Request, Response, StatusCode, Uri},
};
use durbar_app::{
    AppContext,
    actions::{PageData, Session},
    form::FormState,
    page::{CachePolicy, PageRecord},
    visitor::Visitor,
};
use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::provide_context};
use std::{
    future::Future,
    sync::{Arc, OnceLock},
    time::Duration,
};

/// Longest a rendering may take: a little more than any one call to table or objects.
const RENDER_WITHIN: Duration = Duration::from_secs(20);
/// Largest document, in bytes.
const MAX_DOCUMENT: usize = 8 * 1_048_576;

/// Whom a private page is for, and what it answers.
#[derive(Clone)]
pub struct Private {
    pub visitor: Visitor,
    pub session: Session,
    pub answer: Answer,
}

/// What a private page answers to its form.
#[derive(Clone)]
pub enum Answer {
    /// No form was sent.
    None,
    Refused(FormState),
    Data(PageData),
}

impl Private {
    /// Gives the page what only it may know.
    fn provide(&self) {
        provide_context(self.visitor.clone());
        provide_context(self.session.clone());
        match &self.answer {
            Answer::None => {}
            Answer::Refused(state) => provide_context(state.clone()),
            Answer::Data(data) => provide_context(data.clone()),
        }
    }

    /// The status of its answer; `None`: what the page says.
    fn status(&self) -> Option<u16> {
        match &self.answer {
            Answer::Refused(state) => Some(state.status()),
            Answer::None | Answer::Data(_) => None,
        }
    }
}

/// Renders pages. Of a request for a public page nothing but the address reaches the app, so
/// the page cannot but be the same for everyone.
#[derive(Clone)]
pub struct Renderer {
    app: AppContext,
    options: LeptosOptions,
    policy: PagePolicy,
    versions: Arc<TagVersions>,
}

impl Renderer {
    pub fn new(
        app: AppContext,
        options: LeptosOptions,
        policy: PagePolicy,
        versions: Arc<TagVersions>,
    ) -> Self {
        Self {
            app,
            options,
            policy,
            versions,
        }
    }

    /// What the app may ask of its surroundings, in a rendering and in a server function.
    pub fn context(app: &AppContext) -> impl Fn() + Clone + Send + Sync + 'static + use<> {
        let app = app.clone();
        move || provide_context(app.clone())
    }

    /// Renders the public page at `address`.
    pub fn render(
        &self,
        address: &PageAddress,
    ) -> impl Future<Output = StoredPage> + Send + 'static + use<> {
        self.render_for(address.to_uri(), None)
    }

    /// Renders the private page at `address`, which nobody keeps.
    pub fn render_private(
        &self,
        address: Uri,
        private: Private,
    ) -> impl Future<Output = StoredPage> + Send + 'static + use<> {
        self.render_for(address, Some(private))
    }

    fn render_for(
        &self,
        uri: Uri,
        private: Option<Private>,
    ) -> impl Future<Output = StoredPage> + Send + 'static + use<> {
        let renderer = self.clone();
        async move {
            // Before anything is read, so that a change during the rendering makes it old.
            let read_at = renderer.versions.now();
            let (record, nonce) = (PageRecord::default(), Arc::new(OnceLock::new()));
            let request = Request::get(uri)
                .body(Body::empty())
                .expect("an address makes a request");
            let is_private = private.is_some();
            let refused = private.as_ref().and_then(Private::status);
            let answer = renderer.answer(request, private, &record, &nonce);
            let document = async {
                let document = async { to_bytes(answer.await.into_body(), MAX_DOCUMENT).await };
                tokio::time::timeout(RENDER_WITHIN, document).await
            };
            let (document, timing) = Timed::new(document).await;
            let mut outcome = record.outcome();
            match is_private {
                true => outcome.cache = CachePolicy::NoStore,
                // It is kept and shown to others.
                false => outcome.cookies.clear(),
            }
            if let (Some(status), 200) = (refused, outcome.status) {
                outcome.status = status;
            }
            let html = match document {
                Ok(Ok(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
                failure => {
                    outcome
                        .failure
                        .get_or_insert(format!("the rendering broke off: {failure:?}"));
                    outcome.status = StatusCode::INTERNAL_SERVER_ERROR.as_u16();
                    outcome.cache = CachePolicy::NoStore;
                    String::new()
                }
            };
            let sealed = seal(&html, nonce.get().map_or("", String::as_str));
            let policy = renderer.policy.header(&sealed);
            StoredPage::new(outcome, sealed.html, policy, read_at, timing)
        }
    }

    fn answer(
        &self,
        request: Request<Body>,
        private: Option<Private>,
        record: &PageRecord,
        nonce: &Arc<OnceLock<String>>,
    ) -> impl Future<Output = Response<Body>> + Send + 'static + use<> {
        let (give_app, record, nonce) = (Self::context(&self.app), record.clone(), nonce.clone());
        let context = move || {
            give_app();
            provide_context(record.clone());
            if let Some(private) = &private {
                private.provide();
            }
            if let Some(made) = use_nonce() {
                // The closure runs once a rendering; a second value could not be the one used.
                let _ = nonce.set(made.to_string());
            }
        };
        let options = self.options.clone();
        let render = leptos_axum::render_app_async_with_context(context, move || {
            durbar_app::shell(options.clone())
        });
        async move { render(request).await }
    }

    /// The patterns of the app's pages, in the router's syntax.
    pub fn routes(&self) -> Vec<String> {
        let (context, options) = (Self::context(&self.app), self.options.clone());
        let shell = move || durbar_app::shell(options.clone());
        let give = move || {
            context();
            provide_context(PageRecord::default());
        };
        let (routes, _) =
            leptos_axum::generate_route_list_with_exclusions_and_ssg_and_context(shell, None, give);
        let mut paths: Vec<String> = routes.iter().map(|route| route.path().to_owned()).collect();
        paths.sort();
        paths.dedup();
        paths
    }
}
