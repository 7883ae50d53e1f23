//! What has to be there for an item to make sense: other items, and files.

use super::content::Content;
use crate::{
    keys::{
        AgencyKey, EnquiryKey, IdentityKey, LicenseKey, MediaKey, PrimaryKey, PurchaseKey,
        ShortlistKey,
    },
    objects::Bucket,
    papers::{PaperOwner, paper_key},
};
use durbar_domain::{
    AccountId, EnquiryId, Listing, PropertyId, ShortlistId,
    media::{Audience, MediaKind, MediaState, Place},
    picture::Picture,
};

/// One of these has to be there.
pub(super) type AnyOf = Vec<PrimaryKey>;

/// What an item needs by its key alone.
pub(super) fn by_key(key: PrimaryKey) -> Vec<AnyOf> {
    match key {
        PrimaryKey::History { listing_id, .. }
        | PrimaryKey::ViewStat { listing_id, .. }
        | PrimaryKey::InterestStat { listing_id, .. }
        | PrimaryKey::PrivateInvitation { listing_id, .. }
        | PrimaryKey::Document { listing_id, .. }
        | PrimaryKey::Media(MediaKey::Item { listing_id, .. }) => vec![home(listing_id)],
        PrimaryKey::DocumentWaiting {
            listing_id,
            document,
        } => vec![vec![PrimaryKey::Document {
            listing_id,
            document,
        }]],
        PrimaryKey::Favorite {
            account_id,
            listing_id,
        } => vec![account(account_id), home(listing_id)],
        PrimaryKey::PremiumUse { account_id, .. } => vec![account(account_id)],
        PrimaryKey::Enquiry(key) => of_enquiry(key),
        PrimaryKey::Shortlist(key) => of_shortlist(key),
        PrimaryKey::Purchase(key) => of_purchase(key),
        PrimaryKey::Identity(
            IdentityKey::Credential(id) | IdentityKey::Session { account_id: id, .. },
        ) => vec![account(id)],
        PrimaryKey::License(LicenseKey::Application(id)) => vec![vec![PrimaryKey::Broker(id)]],
        PrimaryKey::Agency(AgencyKey::Invitation(id, _)) => {
            vec![vec![PrimaryKey::Agency(AgencyKey::Agency(id))]]
        }
        _ => Vec::new(),
    }
}

fn of_enquiry(key: EnquiryKey) -> Vec<AnyOf> {
    match key {
        EnquiryKey::Message { enquiry_id, .. }
        | EnquiryKey::Link { enquiry_id, .. }
        | EnquiryKey::OfBroker { enquiry_id, .. } => vec![enquiry(enquiry_id)],
        EnquiryKey::OfBuyer {
            account_id,
            enquiry_id,
        }
        | EnquiryKey::InCharge {
            account_id,
            enquiry_id,
        } => vec![account(account_id), enquiry(enquiry_id)],
        _ => Vec::new(),
    }
}

fn of_shortlist(key: ShortlistKey) -> Vec<AnyOf> {
    match key {
        ShortlistKey::Home(id, home_id) => vec![shortlist(id), home(home_id)],
        ShortlistKey::Member(id, _)
        | ShortlistKey::Invitation(id, _)
        | ShortlistKey::Note(id, _)
        | ShortlistKey::Vote(id, ..) => vec![shortlist(id)],
        ShortlistKey::Owned(id) => vec![account(id)],
        _ => Vec::new(),
    }
}

fn of_purchase(key: PurchaseKey) -> Vec<AnyOf> {
    match key {
        PurchaseKey::OfAccount {
            account_id,
            purchase_id,
        } => vec![
            account(account_id),
            vec![PrimaryKey::Purchase(PurchaseKey::Purchase(purchase_id))],
        ],
        PurchaseKey::Open { purchase_id, .. } => {
            vec![vec![PrimaryKey::Purchase(PurchaseKey::Purchase(
                purchase_id,
            ))]]
        }
        PurchaseKey::Subscription(id) => vec![account(id)],
        _ => Vec::new(),
    }
}

/// What an item needs by what it says.
pub(super) fn by_content(content: &Content) -> Vec<AnyOf> {
    match content {
        Content::Listing(listing) => vec![vec![PrimaryKey::Broker(listing.broker_id)]],
        Content::Draft(draft) => vec![vec![PrimaryKey::Broker(draft.broker_id)]],
        Content::Account(it) => {
            let broker = it.broker_id.map(|id| vec![PrimaryKey::Broker(id)]);
            let agency = it.seat.as_ref().map(|seat| {
                let id = seat.agency_id;
                vec![PrimaryKey::Agency(AgencyKey::Agency(id))]
            });
            broker.into_iter().chain(agency).collect()
        }
        Content::Enquiry(it) => {
            let mut needs = vec![home(it.listing_id), vec![PrimaryKey::Broker(it.broker_id)]];
            needs.extend(it.buyer.map(account));
            needs
        }
        Content::Work(it) => {
            let (listing_id, media_id) = (it.listing_id, it.media_id);
            vec![vec![PrimaryKey::Media(MediaKey::Item {
                listing_id,
                media_id,
            })]]
        }
        Content::Media(_) | Content::License(_) | Content::Document(_) | Content::Other => {
            Vec::new()
        }
    }
}

/// The files that what an item says needs, by bucket and key.
pub(super) fn objects(content: &Content) -> Vec<(Bucket, String)> {
    match content {
        Content::Listing(listing) => of_listing(listing),
        Content::Media(record) => {
            let item = &record.item;
            let MediaState::Ready(made) = &item.state else {
                return Vec::new();
            };
            let place = Place {
                audience: item.audience,
                listing_id: item.listing_id,
                media_id: item.media_id,
                kind: item.kind,
            };
            let bucket = match item.audience {
                Audience::Public => Bucket::PublicMedia,
                Audience::Premium => Bucket::PremiumMedia,
            };
            let files = made.files(item.kind).into_iter();
            files.map(|it| (bucket, made.key(place, &it))).collect()
        }
        Content::License(it) => papers(PaperOwner::Broker(it.broker_id), &it.papers),
        Content::Document(it) => papers(PaperOwner::Listing(it.listing_id), &it.papers),
        _ => Vec::new(),
    }
}

fn papers(owner: PaperOwner, papers: &[durbar_domain::broker::Paper]) -> Vec<(Bucket, String)> {
    let key = |paper: &_| (Bucket::PrivatePapers, paper_key(owner, *paper));
    papers.iter().map(key).collect()
}

fn of_listing(listing: &Listing) -> Vec<(Bucket, String)> {
    let pictures = listing.pictures.iter().chain(&listing.floor_plans);
    let mut keys: Vec<_> = pictures.flat_map(of_picture).collect();
    for film in &listing.films {
        let folder = MediaKind::Film.public_folder();
        keys.push((
            Bucket::PublicMedia,
            format!("{folder}/{}/film.mp4", film.media_id),
        ));
    }
    for tour in &listing.tours {
        let folder = MediaKind::Panorama.public_folder();
        keys.push((
            Bucket::PublicMedia,
            format!("{folder}/{}/flat.jpg", tour.media_id),
        ));
    }
    let premium = listing.premium_media.iter();
    keys.extend(premium.map(|it| (Bucket::PremiumMedia, it.key(listing.listing_id))));
    keys
}

fn of_picture(picture: &Picture) -> Vec<(Bucket, String)> {
    let formats = [
        (&picture.avif_widths, "avif"),
        (&picture.webp_widths, "webp"),
        (&picture.jpeg_widths, "jpg"),
    ];
    let named = |(widths, ending): (&Vec<u32>, &'static str)| {
        let prefix = picture.prefix.clone();
        let widths = widths.clone().into_iter();
        widths.map(move |it| (Bucket::PublicMedia, format!("{prefix}/{it}.{ending}")))
    };
    formats.into_iter().flat_map(named).collect()
}

/// A home that was published, or is being written.
fn home(id: PropertyId) -> AnyOf {
    vec![PrimaryKey::Listing(id), PrimaryKey::Draft(id)]
}

fn account(id: AccountId) -> AnyOf {
    vec![PrimaryKey::Identity(IdentityKey::Account(id))]
}

fn enquiry(id: EnquiryId) -> AnyOf {
    vec![PrimaryKey::Enquiry(EnquiryKey::Enquiry(id))]
}

fn shortlist(id: ShortlistId) -> AnyOf {
    vec![PrimaryKey::Shortlist(ShortlistKey::Shortlist(id))]
}
