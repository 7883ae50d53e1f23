//! Forms of private pages, as a browser sends them.

use super::{SITE, TestSite, response::TestResponse};
use axum::{
    body::Body,
    http::{Request, header},
};

/// The cookies a browser holds, and what it sends with a form.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    cookies: Vec<(String, String)>,
}

impl Browser {
    /// Takes the cookies an answer sets and forgets those it ends.
    pub fn take(&mut self, answer: &TestResponse) {
        for value in answer.headers.get_all(header::SET_COOKIE) {
            let text = value.to_str().expect("visible ASCII");
            let (name, rest) = text.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or_default();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    /// A cookie's value; empty when there is none.
    pub fn cookie(&self, name: &str) -> &str {
        let found = self.cookies.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// Forgets a cookie.
    pub fn forget(&mut self, name: &str) {
        self.cookies.retain(|(known, _)| known != name);
    }

    /// The value of `Cookie`.
    pub fn header(&self) -> String {
        let pairs: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    /// Opens a page.
    pub async fn get(&mut self, site: &TestSite, address: &str) -> TestResponse {
        let request = Request::get(address).header(header::COOKIE, self.header());
        let answer = site
            .send(request.body(Body::empty()).expect("a request"))
            .await;
        self.take(&answer);
        answer
    }

    /// Sends a form with files from one of the site's own pages; `field` is theirs.
    pub async fn post_files(
        &mut self,
        site: &TestSite,
        address: &str,
        fields: &[(&str, &str)],
        field: &str,
        files: &[(&str, &[u8])],
    ) -> TestResponse {
        let mut body = Vec::new();
        for (name, text) in fields {
            let part = format!(
                "--frontier\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
            );
            body.extend(part.into_bytes());
        }
        for (name, bytes) in files {
            let head = format!(
                "--frontier\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend(head.into_bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--frontier--\r\n");
        let request = Request::post(address)
            .header(
                header::CONTENT_TYPE,
                "multipart/form-data; boundary=frontier",
            )
            .header(header::ORIGIN, SITE)
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, self.header())
            .body(Body::from(body));
        let answer = site.send(request.expect("a request")).await;
        self.take(&answer);
        answer
    }

    /// Sends a form from one of the site's own pages.
    pub async fn post(
        &mut self,
        site: &TestSite,
        address: &str,
        fields: &[(&str, &str)],
    ) -> TestResponse {
        let answer = site.send(form(address, fields, SITE, &self.header())).await;
        self.take(&answer);
        answer
    }
}

/// A form sent from a page of `origin`.
pub fn form(address: &str, fields: &[(&str, &str)], origin: &str, cookies: &str) -> Request<Body> {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    Request::post(address)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ORIGIN, origin)
        .header(
            "sec-fetch-site",
            if origin == SITE {
                "same-origin"
            } else {
                "cross-site"
            },
        )
        .header(
            header::USER_AGENT,
            "Mozilla/5.0 (X11; Linux x86_64) Firefox/146.0",
        )
        .header(header::COOKIE, cookies)
        .body(Body::from(body))
        .expect("a request")
}
