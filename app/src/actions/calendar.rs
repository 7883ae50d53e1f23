//! The secret address of a broker's calendar.

use super::{Action, Outcome, PageData, Request};
use durbar_domain::policy::Operation;
use futures::FutureExt as _;
use jiff::Timestamp;

const CALENDAR: &str = "/broker/calendar";

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: CALENDAR,
        name: "renew-feed",
        operation: Operation::ReceiveEnquiry,
        run: |request| renew(request).boxed(),
    },
    Action {
        path: CALENDAR,
        name: "end-feed",
        operation: Operation::ReceiveEnquiry,
        run: |request| end(request).boxed(),
    },
];

/// Path of a calendar's file.
fn path(secret: &str) -> String {
    format!("/calendars/{secret}/viewings.ics")
}

async fn renew(request: Request) -> Outcome {
    let agencies = &request.context.services.agencies;
    let principal = &request.visitor.principal;
    match agencies.renew_feed(principal, Timestamp::now()).await {
        Ok(token) => {
            let path = request.locale.path(&path(&token.reveal()));
            let address = format!("{}{path}", request.context.settings.site_url);
            Outcome::show(PageData::CalendarFeed(address))
        }
        Err(error) => request.failed("renew-feed", error.into()),
    }
}

async fn end(request: Request) -> Outcome {
    let agencies = &request.context.services.agencies;
    match agencies.end_feed(&request.visitor.principal).await {
        Ok(()) => Outcome::to(format!("{CALENDAR}?done=saved")),
        Err(error) => request.failed("end-feed", error.into()),
    }
}
