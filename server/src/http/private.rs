//! Private pages: made for one visitor, kept by nobody, and their forms.

use super::{
    client_address::ClientAddress, error_page::error_page, identify::identify, limits::MAX_BODY,
    multipart, request_id::RequestId, same_origin::is_from_our_pages,
};
use crate::{
    host::Host,
    pages::{
        render::{Answer, Private},
        stored::StoredPage,
    },
    visitor::{self, Identified, cookies, list_guests},
};
use axum::{
    Extension,
    body::{Body, to_bytes},
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header},
    response::IntoResponse,
};
use durbar_app::{
    actions::{self, Action, Client, Outcome, SessionChange},
    form::{Form, FormState, RefusedForm},
};
use durbar_domain::Locale;
use std::sync::Arc;
use tracing::Instrument as _;

/// Shows a private page, or does what its form asks.
pub async fn private_page(
    State(host): State<Arc<Host>>,
    Extension(id): Extension<RequestId>,
    client: ClientAddress,
    route: MatchedPath,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let client = visitor::client(client, &parts.headers);
    let (locale, _) = Locale::from_path(parts.uri.path());
    let is_form = match parts.method {
        Method::GET | Method::HEAD => false,
        Method::POST => true,
        _ => {
            let allow = [(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST"))];
            return (StatusCode::METHOD_NOT_ALLOWED, allow).into_response();
        }
    };
    let is_ours = visitor::bearer(&parts.headers).is_some()
        || is_from_our_pages(&parts.headers, host.site_url());
    if is_form && !is_ours {
        tracing::warn!(request_id = %id, "refused a form from elsewhere");
        return error_page(StatusCode::FORBIDDEN, locale, &id);
    }
    let identified = match identify(&host, &id, locale, &parts.headers, &client).await {
        Ok(identified) => identified,
        Err(page) => return page,
    };
    let mut response = match is_form {
        false => show(&host, &id, parts.uri, identified.clone(), Answer::None).await,
        true => {
            let (_, page) = Locale::from_path(parts.uri.path());
            let files = actions::file_form(page).filter(|_| multipart::is_sent(&parts.headers));
            let form = match files {
                Some(files) => match identified.visitor.may_try(files.operation) {
                    Ok(()) => {
                        let most = files.max_bytes + MAX_BODY;
                        multipart::read(&parts.headers, body, most).await
                    }
                    // Nobody else has this process hold megabytes: what they send isn't read.
                    Err(_) => Ok(Form::new([("action".to_owned(), files.action.to_owned())])),
                },
                None => read_form(&parts.headers, body).await,
            };
            match form {
                Err(status) => error_page(status, locale, &id),
                Ok(form) => {
                    let (_, pattern) = Locale::from_path(route.as_str());
                    let action = Action::find(pattern, form.text("action"));
                    match action {
                        None => error_page(StatusCode::BAD_REQUEST, locale, &id),
                        Some(action) => {
                            act(&host, &id, parts.uri, action, form, &identified, client).await
                        }
                    }
                }
            }
        }
    };
    finish(&mut response, identified.cookies);
    response
}

/// Puts on an answer what every private one has.
pub(super) fn finish(response: &mut Response<Body>, cookies_of_visitor: Vec<HeaderValue>) {
    // What the action set comes last and wins. A page sets cookies of other kinds.
    let mut set = response.headers().get_all(header::SET_COOKIE).iter();
    let action_sets_session = set.any(cookies::is_of_session);
    if !action_sets_session {
        append_cookies(response.headers_mut(), cookies_of_visitor);
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Some addresses are secrets: no other site learns so much as that somebody came from here.
    // `no-referrer` would go too far, since forms would come without their `Origin`.
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
}

pub(super) async fn show(
    host: &Host,
    id: &RequestId,
    uri: Uri,
    identified: Identified,
    answer: Answer,
) -> Response<Body> {
    let (locale, _) = Locale::from_path(uri.path());
    let private = Private {
        visitor: identified.visitor,
        session: identified.session,
        answer,
    };
    let page: StoredPage = host.renderer.render_private(uri, private).await;
    if let Some(failure) = &page.failure {
        tracing::error!(request_id = %id, failure, "a page could not be made");
    }
    if page.is_empty_error() {
        return error_page(page.status(), locale, id);
    }
    page.respond(&identified.request_headers)
}

async fn act(
    host: &Host,
    id: &RequestId,
    uri: Uri,
    action: &'static Action,
    form: Form,
    identified: &Identified,
    client: Client,
) -> Response<Body> {
    let (locale, path) = Locale::from_path(uri.path());
    let refused = |why| Outcome::Refused(FormState::refused(action.name, &form, why));
    let features = &host.app.services.features;
    let outcome = match identified.visitor.may_try(action.operation) {
        Err(refusal) => refused(RefusedForm::from(refusal)),
        Ok(()) if !features.allow(action.operation, &identified.visitor.principal) => {
            refused(RefusedForm::SwitchedOff)
        }
        Ok(()) => {
            let request = actions::Request {
                context: host.app.clone(),
                visitor: identified.visitor.clone(),
                locale,
                path: path.to_owned(),
                form,
                client,
                session: identified.session.clone(),
            };
            // To its end also when the browser hangs up: a change of a password is more than
            // one write, and its owner is told by mail.
            let run = tokio::spawn(action.run(request).in_current_span());
            match run.await {
                Ok(outcome) => outcome,
                Err(failure) => {
                    tracing::error!(request_id = %id, %failure, "a form's action was cut off");
                    return error_page(StatusCode::INTERNAL_SERVER_ERROR, locale, id);
                }
            }
        }
    };
    tracing::info!(
        request_id = %id,
        operation = action.operation.key(),
        done = matches!(outcome, Outcome::Done { .. }),
        "form"
    );
    match outcome {
        Outcome::Refused(state) => {
            show(host, id, uri, identified.clone(), Answer::Refused(state)).await
        }
        Outcome::Show { data, session } => {
            let answer = Answer::Data(data);
            let mut identified = identified.clone();
            if let SessionChange::Start(tokens) = &session {
                // The page is made with the tokens that work from now on.
                identified.session.access = Some(tokens.access_token.clone());
                identified.session.refresh = Some(tokens.refresh_token.clone());
            }
            let mut response = show(host, id, uri, identified, answer).await;
            append_cookies(response.headers_mut(), session_cookies(session));
            response
        }
        Outcome::Done { to, session } => {
            let location = HeaderValue::try_from(locale.path(&to));
            let Ok(location) = location else {
                return error_page(StatusCode::INTERNAL_SERVER_ERROR, locale, id);
            };
            let mut response = StatusCode::SEE_OTHER.into_response();
            let headers = response.headers_mut();
            headers.insert(header::LOCATION, location);
            append_cookies(headers, session_cookies(session));
            response
        }
    }
}

fn session_cookies(session: SessionChange) -> Vec<HeaderValue> {
    match session {
        SessionChange::Keep => Vec::new(),
        SessionChange::Start(tokens) => cookies::start(&tokens),
        SessionChange::Challenge(challenge) => cookies::challenge(&challenge),
        SessionChange::ListGuest(list, token) => vec![list_guests::cookie(list, &token)],
        SessionChange::End => cookies::end(),
    }
}

async fn read_form(headers: &HeaderMap, body: Body) -> Result<Form, StatusCode> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next());
    if kind.is_none_or(|kind| kind.trim() != "application/x-www-form-urlencoded") {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let bytes = to_bytes(body, MAX_BODY)
        .await
        .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    Ok(Form::new(form_urlencoded::parse(&bytes).map(
        |(name, value)| (name.into_owned(), value.into_owned()),
    )))
}

fn append_cookies(headers: &mut HeaderMap, cookies: Vec<HeaderValue>) {
    for cookie in cookies {
        headers.append(header::SET_COOKIE, cookie);
    }
}
