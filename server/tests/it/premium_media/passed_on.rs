//! What is done against premium media being passed on, where it is set.

use super::*;
use crate::support::people::{add_second_factor, signed_in};
use durbar_services::premium::PremiumPolicy;

#[tokio::test]
async fn bound_to_an_address_cookies_are_worth_nothing_elsewhere() {
    let (first, second) = ("203.0.113.7:4711", "203.0.113.8:4711");
    let over_ipv6 = "2001:db8:0:0:0:0:0:1:4711";
    for bind_address in [true, false] {
        let site = TestSite::whole().await;
        let site = site.with_premium(PremiumPolicy {
            bind_address,
            ..PremiumPolicy::default()
        });
        let home = home(&site);
        let (id, tour) = (home.listing_id, path(home, PremiumKind::Panorama));
        let gold = member(&site, SubscriptionLevel::Gold).await;
        let cookies_for = async |address: &str| {
            let response = ask_from(&site, &gold, id, SITE, address).await;
            assert_eq!(response.code(), 200);
            cookies(&response)[&format!("/premium/{id}/tour/")].clone()
        };
        let fetch_from = async |cookies: &str, address: &str| {
            let headers = [("cookie", cookies), ("cloudfront-viewer-address", address)];
            site.get_with(&tour, &headers).await.code()
        };
        let of_first = cookies_for(first).await;
        assert_eq!(fetch_from(&of_first, first).await, 200);
        let copied = if bind_address { 403 } else { 200 };
        for other in [second, over_ipv6] {
            assert_eq!(fetch_from(&of_first, other).await, copied, "{other}");
        }
        let of_ipv6 = cookies_for(over_ipv6).await;
        assert_eq!(fetch_from(&of_ipv6, over_ipv6).await, 200);
        assert_eq!(fetch_from(&of_ipv6, first).await, 200, "bound to nothing");

        // Without scripting they come with a page.
        let session = format!("{ACCESS}={}", gold.cookie(ACCESS));
        let headers = [
            ("cookie", session.as_str()),
            ("cloudfront-viewer-address", first),
        ];
        let address = format!("/account/premium?home={id}");
        let page = site.get_with(&address, &headers).await;
        let of_page = cookies(&page)[&format!("/premium/{id}/tour/")].clone();
        assert_eq!(fetch_from(&of_page, first).await, 200);
        assert_eq!(fetch_from(&of_page, second).await, copied);
    }
}

#[tokio::test]
async fn marked_pictures_name_their_viewer_to_the_administration_alone() {
    let site = TestSite::whole().await;
    let id = home(&site).listing_id;
    let gold = member(&site, SubscriptionLevel::Gold).await;
    let (unmarked, _) = told(&site, &gold, id).await;
    assert_eq!(unmarked.watermark, None);
    let page = format!("/account/premium?home={id}");
    let page_for = async |site: &TestSite, mut browser: Browser| browser.get(site, &page).await;
    assert!(
        !page_for(&site, gold.clone())
            .await
            .text()
            .contains("watermark")
    );

    let site = site.with_premium(PremiumPolicy {
        watermark: true,
        ..PremiumPolicy::default()
    });
    let (first, _) = told(&site, &gold, id).await;
    let (again, _) = told(&site, &gold, id).await;
    let reference = first.watermark.clone().expect("a reference");
    assert_eq!(again.watermark.as_ref(), Some(&reference));
    let platinum = member(&site, SubscriptionLevel::Platinum).await;
    let (other, _) = told(&site, &platinum, id).await;
    assert!(other.watermark.is_some() && other.watermark != first.watermark);
    let free = member(&site, SubscriptionLevel::Free).await;
    let (nothing, _) = told(&site, &free, id).await;
    assert_eq!(nothing.watermark, None, "there is nothing to mark");

    let text = page_for(&site, gold).await.text();
    let pattern = text.split_once("<pattern").expect("a pattern").1;
    assert!(pattern.contains(&reference));
    let tags = text.split("<svg").filter_map(|rest| rest.split('>').next());
    let marks = tags
        .filter(|tag| tag.contains("class=\"watermark\"") && tag.contains("aria-hidden=\"true\""));
    let home = home(&site).publish().premium_offer;
    let marked = [PremiumKind::Picture, PremiumKind::Panorama];
    let pictures = home.kinds().filter(|(kind, _)| marked.contains(kind));
    let pictures: u16 = pictures.map(|(_, count)| count).sum();
    assert_eq!(marks.count(), usize::from(pictures));

    let email = "admin@example.com";
    let mut admin = signed_in(&site, email, Role::Admin, None).await;
    add_second_factor(&site, &mut admin, email).await;
    let fields = [("action", "find-account"), ("email", "gold@example.com")];
    let found = admin.post(&site, "/account/admin/members", &fields).await;
    let page = admin.get(&site, found.header("location")).await;
    assert!(page.text().contains(&reference), "{}", page.text());
}
