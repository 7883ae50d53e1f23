//! Programs that visit: what they are told, and how they are known.

use crate::host::Host;
use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, header},
    response::IntoResponse,
};
use std::sync::Arc;

/// `GET /robots.txt`.
pub async fn robots_txt(State(host): State<Arc<Host>>) -> impl IntoResponse {
    const HEADERS: [(HeaderName, HeaderValue); 2] = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=3600, s-maxage=86400"),
        ),
    ];
    (
        HEADERS,
        format!(
            "User-agent: *\nDisallow: /api/\n\nSitemap: {}/sitemap.xml\n",
            host.site_url()
        ),
    )
}

/// Words that programs put into their user agents and browsers don't. Whoever wants to
/// pass for a person can; this is for those who say what they are.
const WORDS: [&str; 24] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "headless",
    "lighthouse",
    "pagespeed",
    "preview",
    "facebookexternalhit",
    "whatsapp",
    "viber",
    "telegram",
    "curl/",
    "wget/",
    "python",
    "java/",
    "go-http",
    "okhttp",
    "axios",
    "node-fetch",
    "httpclient",
    "scrapy",
    "phantomjs",
    "monitor",
];

/// Whether a user agent says that no person is looking. An empty one says so too.
pub fn is_bot(user_agent: &[u8]) -> bool {
    let text = String::from_utf8_lossy(user_agent).to_ascii_lowercase();
    let text = text.replace("cubot", ""); // a maker of phones
    text.is_empty() || WORDS.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_programs_from_people() {
        let people = [
            "Mozilla/5.0 (Linux; Android 14; SM-A546E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
            "Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 Chrome/139.0.0.0 Mobile Safari/537.36",
        ];
        let programs = [
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
            "WhatsApp/2.23.20.0",
            "curl/8.14.1",
            "python-requests/2.32.5",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36",
            "",
        ];
        people
            .iter()
            .for_each(|agent| assert!(!is_bot(agent.as_bytes()), "{agent}"));
        programs
            .iter()
            .for_each(|agent| assert!(is_bot(agent.as_bytes()), "{agent}"));
    }
}
