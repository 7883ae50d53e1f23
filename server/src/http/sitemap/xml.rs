//! The XML of sitemaps (sitemaps.org 0.9, image sitemaps 1.1). Which page is which in the
//! other language stands in the pages' heads alone.

use durbar_domain::{ListingSummary, Locale};
use std::fmt::Write as _;

/// What stands before the homes.
pub const HOMES_HEAD: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"",
    " xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\">\n",
);

/// What stands behind them.
pub const TAIL: &str = "</urlset>\n";

const LOCALES: [Locale; 2] = [Locale::En, Locale::Ne];

/// Both addresses of a home, each with the time of its last change and its pictures.
pub fn home_entries(out: &mut String, site_url: &str, home: &ListingSummary) {
    let path = home.path();
    let modified = home.modified_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let images: Vec<String> = home
        .pictures
        .iter()
        .map(|picture| picture.largest_jpeg())
        .collect();
    for locale in LOCALES {
        entry(out, site_url, &path, locale, Some(&modified), &images);
    }
}

/// A file of pages given by their paths in English.
pub fn pages(site_url: &str, paths: &[String]) -> String {
    let mut out = String::from(HOMES_HEAD);
    for path in paths {
        for locale in LOCALES {
            entry(&mut out, site_url, path, locale, None, &[]);
        }
    }
    out.push_str(TAIL);
    out
}

/// The index above the files.
pub fn index(site_url: &str, files: impl Iterator<Item = String>) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for file in files {
        let _ = writeln!(
            out,
            "<sitemap><loc>{}/sitemaps/{}</loc></sitemap>",
            escape(site_url),
            escape(&file)
        );
    }
    out.push_str("</sitemapindex>\n");
    out
}

fn entry(
    out: &mut String,
    site_url: &str,
    path: &str,
    locale: Locale,
    modified: Option<&str>,
    images: &[String],
) {
    let site = escape(site_url);
    let _ = write!(out, "<url><loc>{site}{}</loc>", escape(&locale.path(path)));
    if let Some(modified) = modified {
        let _ = write!(out, "<lastmod>{modified}</lastmod>");
    }
    for image in images {
        let _ = write!(
            out,
            "<image:image><image:loc>{site}{}</image:loc></image:image>",
            escape(image)
        );
    }
    out.push_str("</url>\n");
}

/// Text for an element or an attribute in double quotes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // Not allowed in XML 1.0 in any form.
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => {}
            c => out.push(c),
        }
    }
    out
}
