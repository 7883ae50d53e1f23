//! Makes a rendering's bytes the same every time and names its inline scripts for the
//! Content-Security-Policy.
//!
//! Leptos marks what it wrote itself with a random nonce. A page that is kept cannot
//! carry one, so the scripts that have this rendering's nonce, and no others, are allowed
//! by the hash of their text, and the nonce is taken out. A script that got into the page
//! some other way doesn't know the nonce, so no hash allows it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use memchr::memmem;
use sha2::{Digest, Sha256};

/// A rendered document without anything random in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedHtml {
    pub html: String,
    /// CSP source expressions, as in `'sha256-…'`, in the order of the document.
    pub script_hashes: Vec<String>,
    /// The same for `<style>` elements.
    pub style_hashes: Vec<String>,
}

/// Takes `nonce` out of `html`; see the module's words.
pub fn seal(html: &str, nonce: &str) -> SealedHtml {
    let mut sealed = SealedHtml {
        html: String::with_capacity(html.len()),
        script_hashes: Vec::new(),
        style_hashes: Vec::new(),
    };
    if nonce.is_empty() {
        sealed.html.push_str(html);
        return sealed;
    }
    let mut copied = 0;
    for start in memmem::find_iter(html.as_bytes(), nonce.as_bytes()) {
        let end = start + nonce.len();
        let before = &html[copied..start];
        if before.ends_with(" nonce=\"") && html[end..].starts_with('"') {
            sealed
                .html
                .push_str(&before[..before.len() - " nonce=\"".len()]);
            copied = end + 1;
            sealed.allow(html, start);
        } else {
            sealed.html.push_str(before);
            // Leptos fills the `crossorigin` of its preloads with the nonce as well.
            if before.ends_with(" crossorigin=\"") {
                sealed.html.push_str("anonymous");
            }
            copied = end;
        }
    }
    sealed.html.push_str(&html[copied..]);
    sealed
}

impl SealedHtml {
    /// Adds the hash of the inline script or style in whose opening tag `position` lies.
    fn allow(&mut self, html: &str, position: usize) {
        let Some(open) = html[..position].rfind('<') else {
            return;
        };
        let Some(close) = end_of_tag(html, position) else {
            return;
        };
        let tag = &html[open..close];
        let (hashes, name) = if tag.starts_with("<script ") {
            (&mut self.script_hashes, "</script")
        } else if tag.starts_with("<style ") {
            (&mut self.style_hashes, "</style")
        } else {
            return;
        };
        let text = &html[close + 1..];
        let text = &text[..memmem::find(text.as_bytes(), name.as_bytes()).unwrap_or(text.len())];
        if tag.contains(" src=\"") || text.is_empty() {
            return;
        }
        let source = hash_source(text);
        if !hashes.contains(&source) {
            hashes.push(source);
        }
    }
}

/// The CSP source that allows an inline element of this text. A browser hashes the text
/// after parsing, which turns carriage returns into newlines.
pub fn hash_source(text: &str) -> String {
    let digest = match text.contains('\r') {
        true => Sha256::digest(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Sha256::digest(text),
    };
    format!("'sha256-{}'", STANDARD.encode(digest))
}

/// The index of the `>` that ends the tag around `inside`, an index within a quoted value.
fn end_of_tag(html: &str, inside: usize) -> Option<usize> {
    let mut quoted = true;
    html[inside..]
        .bytes()
        .position(|byte| {
            if byte == b'"' {
                quoted = !quoted;
            }
            byte == b'>' && !quoted
        })
        .map(|offset| inside + offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONCE: &str = "k3Jd-_xQ";

    #[test]
    fn hashes_only_inline_scripts_that_carry_the_nonce() {
        let html = format!(
            "<head><script nonce=\"{NONCE}\">let a = 1 < 2</script><script>evil()</script>\
             <script type=\"module\" nonce=\"{NONCE}\" data-x=\"a>b\">go()</script>\
             <script nonce=\"guess\">evil()</script><script nonce=\"{NONCE}\" src=\"/a.js\"></script></head>"
        );
        let sealed = seal(&html, NONCE);
        assert_eq!(
            sealed.script_hashes,
            [hash_source("let a = 1 < 2"), hash_source("go()")]
        );
        assert!(sealed.style_hashes.is_empty());
        assert_eq!(
            sealed.html,
            "<head><script>let a = 1 < 2</script><script>evil()</script>\
             <script type=\"module\" data-x=\"a>b\">go()</script>\
             <script nonce=\"guess\">evil()</script><script src=\"/a.js\"></script></head>"
        );
    }

    #[test]
    fn two_renderings_become_equal() {
        let page = |nonce: &str| {
            format!(
                "<link rel=\"preload\" href=\"/x.wasm\" crossorigin=\"{nonce}\"><style nonce=\"{nonce}\">a{{}}</style>\
                 <script nonce=\"{nonce}\">x</script><p>{nonce}</p>"
            )
        };
        let (one, two) = (
            seal(&page("first-nonce"), "first-nonce"),
            seal(&page("other"), "other"),
        );
        assert_eq!(one, two);
        assert!(one.html.contains("crossorigin=\"anonymous\""));
        assert_eq!(one.style_hashes, [hash_source("a{}")]);
    }

    #[test]
    fn hash_is_what_browsers_compute() {
        // `printf 'alert(1)' | openssl dgst -sha256 -binary | base64`
        assert_eq!(
            hash_source("alert(1)"),
            "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
        );
        assert_eq!(hash_source("a\r\nb\rc"), hash_source("a\nb\nc"));
    }

    #[test]
    fn leaves_a_page_without_nonce_alone() {
        assert_eq!(seal("<p>a</p>", "").html, "<p>a</p>");
        assert_eq!(seal("<p>a</p>", NONCE).html, "<p>a</p>");
    }
}
