//! Which page answers which address.

use crate::components::markdown::TextPage;
use crate::pages::{
    account::{
        AuditPage, ConfirmPage, DataPage, DocumentCheckPage, DocumentsQueuePage, EarlyAccessPage,
        EarlyHomePage, EditSearchPage, EnquiriesPage, EventsPage, FavoritesPage, FeaturePage,
        FeaturesPage, ForgotPage, ImportPage, ImportsPage, InvoicesPage, LicenceCheckPage,
        LicencesPage, MemberPage, MembersPage, MembershipPage, NewBrokerPage, NewPasswordPage,
        OverviewPage, PremiumPage, PurchasePage, ResetPage, ReturnedPage, ReviewPage,
        ReviewQueuePage, SavedSearchesPage, SecondFactorPage, SecurityPage, ShortlistPage,
        ShortlistsPage, SignInPage, SignUpPage, SoldPage, StatusPage,
    },
    agency::{AgencyPage, JoinAgencyPage, LeaveAgencyPage},
    alerts::{ConfirmAlertsPage, NewAlertsPage, StopAlertsPage},
    broker::BrokerPage,
    broker_media::BrokerMediaPage,
    brokers::BrokersPage,
    calendar::CalendarPage,
    compare::ComparePage,
    desk::{DeskPage, DocumentsPage, EditorPage, OwnListingPage, PrivateViewingsPage},
    enquiry::{AskPage, ThreadPage},
    home::HomePage,
    licence::LicencePage,
    listing::ListingPage,
    neighbourhood::NeighbourhoodPage,
    neighbourhoods::NeighbourhoodsPage,
    not_found::NotFound,
    private_home::PrivateHomePage,
    search::SearchPage,
    shared_list::SharedListPage,
    text::Text,
};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{Route, Routes},
    path,
};

/// Whether a path, without language prefix, is that of a private page: made for one visitor
/// and kept by nobody.
pub fn is_private(path: &str) -> bool {
    [
        "/account",
        "/alerts",
        "/broker",
        "/enquiries",
        "/lists",
        "/private",
    ]
    .iter()
    .any(|start| {
        path.strip_prefix(start)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// The pages, each rendered whole before the first byte leaves, since status and preview
/// tags depend on what is found.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <main id="main" tabindex="-1">
            <Routes fallback=|| view! { <NotFound /> }>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                <Route path=path!("/homes") view=SearchPage ssr=SsrMode::Async />
                <Route path=path!("/homes/:address") view=ListingPage ssr=SsrMode::Async />
                <Route path=path!("/neighbourhoods") view=NeighbourhoodsPage ssr=SsrMode::Async />
                <Route path=path!("/neighbourhoods/:place") view=NeighbourhoodPage ssr=SsrMode::Async />
                <Route path=path!("/brokers") view=BrokersPage ssr=SsrMode::Async />
                <Route path=path!("/brokers/:address") view=BrokerPage ssr=SsrMode::Async />
                <Route path=path!("/compare") view=ComparePage ssr=SsrMode::Async />
                <Route path=path!("/account") view=OverviewPage ssr=SsrMode::Async />
                <Route path=path!("/account/sign-in") view=SignInPage ssr=SsrMode::Async />
                <Route path=path!("/account/sign-up") view=SignUpPage ssr=SsrMode::Async />
                <Route path=path!("/account/confirm") view=ConfirmPage ssr=SsrMode::Async />
                <Route path=path!("/account/second-factor") view=SecondFactorPage ssr=SsrMode::Async />
                <Route path=path!("/account/new-password") view=NewPasswordPage ssr=SsrMode::Async />
                <Route path=path!("/account/forgot") view=ForgotPage ssr=SsrMode::Async />
                <Route path=path!("/account/reset") view=ResetPage ssr=SsrMode::Async />
                <Route path=path!("/account/security") view=SecurityPage ssr=SsrMode::Async />
                <Route path=path!("/account/data") view=DataPage ssr=SsrMode::Async />
                <Route path=path!("/account/early-access") view=EarlyAccessPage ssr=SsrMode::Async />
                <Route path=path!("/account/early-access/:address") view=EarlyHomePage ssr=SsrMode::Async />
                <Route path=path!("/account/favorites") view=FavoritesPage ssr=SsrMode::Async />
                <Route path=path!("/account/membership") view=MembershipPage ssr=SsrMode::Async />
                <Route path=path!("/account/membership/returned") view=ReturnedPage ssr=SsrMode::Async />
                <Route path=path!("/account/membership/purchases/:id") view=PurchasePage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/members") view=MembersPage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/members/:id") view=MemberPage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/invoices") view=InvoicesPage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/purchases/:id") view=SoldPage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/brokers/new") view=NewBrokerPage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/licences") view=LicencesPage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/licences/:id") view=LicenceCheckPage ssr=SsrMode::Async />
                <Route path=path!("/broker/licence") view=LicencePage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/documents") view=DocumentsQueuePage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/documents/:id/:document") view=DocumentCheckPage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/features") view=FeaturesPage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/features/:feature") view=FeaturePage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/events") view=EventsPage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/status") view=StatusPage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/import") view=ImportsPage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/import/:id") view=ImportPage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/audit") view=AuditPage ssr=SsrMode::Async />
                <Route path=path!("/account/premium") view=PremiumPage ssr=SsrMode::Async />
                <Route path=path!("/account/shortlists") view=ShortlistsPage ssr=SsrMode::Async />
                <Route path=path!("/account/shortlists/:id") view=ShortlistPage ssr=SsrMode::Async />
                <Route path=path!("/account/saved-searches") view=SavedSearchesPage ssr=SsrMode::Async />
                <Route path=path!("/account/saved-searches/:id") view=EditSearchPage ssr=SsrMode::Async />
                <Route path=path!("/account/enquiries") view=EnquiriesPage ssr=SsrMode::Async />
                <Route path=path!("/broker/listings/:id/media") view=BrokerMediaPage ssr=SsrMode::Async />
                <Route path=path!("/alerts/new") view=NewAlertsPage ssr=SsrMode::Async />
                <Route path=path!("/alerts/confirm") view=ConfirmAlertsPage ssr=SsrMode::Async />
                <Route path=path!("/alerts/stop") view=StopAlertsPage ssr=SsrMode::Async />
                <Route path=path!("/broker/agency") view=AgencyPage ssr=SsrMode::Async />
                <Route path=path!("/broker/agency/members/:id") view=LeaveAgencyPage ssr=SsrMode::Async />
                <Route path=path!("/broker/agency/join/:link") view=JoinAgencyPage ssr=SsrMode::Async />
                <Route path=path!("/broker/calendar") view=CalendarPage ssr=SsrMode::Async />
                <Route path=path!("/broker") view=DeskPage ssr=SsrMode::Async />
                <Route path=path!("/broker/listings/:id/documents") view=DocumentsPage ssr=SsrMode::Async />
                <Route path=path!("/broker/listings/:id/private") view=PrivateViewingsPage ssr=SsrMode::Async />
                <Route path=path!("/broker/listings/:id") view=OwnListingPage ssr=SsrMode::Async />
                <Route path=path!("/broker/listings/:id/:step") view=EditorPage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/review") view=ReviewQueuePage ssr=SsrMode::Async />
                <Route path=path!("/account/admin/review/:id") view=ReviewPage ssr=SsrMode::Async />
                <Route path=path!("/private/:link") view=PrivateHomePage ssr=SsrMode::Async />
                <Route path=path!("/lists/:link") view=SharedListPage ssr=SsrMode::Async />
                <Route path=path!("/enquiries/new") view=AskPage ssr=SsrMode::Async />
                <Route path=path!("/enquiries/:id") view=ThreadPage ssr=SsrMode::Async />
                <Route path=path!("/about") view=|| view! { <Text page=TextPage::About /> } ssr=SsrMode::Async />
                <Route path=path!("/privacy") view=|| view! { <Text page=TextPage::Privacy /> } ssr=SsrMode::Async />
                <Route path=path!("/terms") view=|| view! { <Text page=TextPage::Terms /> } ssr=SsrMode::Async />
            </Routes>
        </main>
    }
}
