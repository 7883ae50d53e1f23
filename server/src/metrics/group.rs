//! Which answers count, and as what.

use super::Answered;
use durbar_domain::{Locale, service_level::PageGroup};

/// The pattern of a home's page.
const LISTING: &str = "/homes/{address}";

/// What else is answered at patterns that begin so is no page: parts of pages, files, and what
/// programs ask for.
const NO_PAGES: [&str; 12] = [
    "/.well-known/",
    "/api/",
    "/calendars/",
    "/dev/",
    "/healthz",
    "/map/",
    "/media/",
    "/premium/",
    "/readyz",
    "/robots.txt",
    "/share/",
    "/sitemap",
];

/// Uploads take as long as the visitor's line.
const UPLOADS: &str = "/uploads/";

/// The group an answer counts in; `None` when it isn't one of a page.
pub(super) fn of(answered: &Answered<'_>) -> Option<PageGroup> {
    let Some(route) = answered.route else {
        // No pattern: a file of the site, or an address at which there is no page.
        return (answered.origin != Some("static")).then_some(PageGroup::Other);
    };
    let (_, route) = Locale::from_path(route);
    if route.starts_with(UPLOADS) || NO_PAGES.iter().any(|other| route.starts_with(other)) {
        return None;
    }
    Some(match (route == LISTING, answered.origin) {
        (true, Some("hit")) => PageGroup::ListingKept,
        (true, Some("miss" | "off")) => PageGroup::ListingMade,
        // It broke off while it was made.
        (true, None) if answered.is_fault => PageGroup::ListingMade,
        _ => PageGroup::Other,
    })
}
