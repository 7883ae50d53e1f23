//! Price, status, sale and tier of published homes, one by one or several at once.

use super::{DESK, LISTING};
use crate::{
    actions::{Action, Outcome, Request},
    form::RefusedForm,
};
use durbar_domain::{
    BrokerId, FieldError, PropertyId, StandardStatus,
    draft::{DraftField, DraftFields},
    listing::Closing,
    policy::Operation,
};
use durbar_services::Change;
use futures::FutureExt as _;
use jiff::Timestamp;

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: LISTING,
        name: "change-price",
        operation: Operation::ChangeOffer,
        run: |request| price(request).boxed(),
    },
    Action {
        path: LISTING,
        name: "change-status",
        operation: Operation::ChangeOffer,
        run: |request| status(request).boxed(),
    },
    Action {
        path: LISTING,
        name: "close-listing",
        operation: Operation::ChangeOffer,
        run: |request| close(request).boxed(),
    },
    Action {
        path: LISTING,
        name: "change-tier",
        operation: Operation::ChangeTier,
        run: |request| tier(request).boxed(),
    },
    Action {
        path: DESK,
        name: "change-many",
        operation: Operation::ChangeOffer,
        run: |request| many(request).boxed(),
    },
];

async fn price(request: Request) -> Outcome {
    const ACTION: &str = "change-price";
    let mut problems = Vec::new();
    let Some(list_price) = request.form.read("list_price", &mut problems, read_price) else {
        return request.invalid(ACTION, problems);
    };
    let on_request = request.form.is_ticked("on_request");
    let change = Change::Price {
        list_price,
        on_request,
    };
    one(request, ACTION, change).await
}

/// A price as the editor reads it; an error names `field`.
fn read_price(field: &str, text: &str) -> Result<durbar_domain::Npr, FieldError> {
    let mut fields = DraftFields::default();
    fields
        .set(DraftField::ListPrice, text)
        .and_then(|()| fields.list_price())
        .map_err(|error| FieldError::new(field, error.problem))
}

async fn status(request: Request) -> Outcome {
    const ACTION: &str = "change-status";
    match request.form.text("to").parse::<StandardStatus>() {
        Ok(to) => one(request, ACTION, Change::Status(to)).await,
        Err(_) => request.refused(ACTION, RefusedForm::Changed),
    }
}

async fn close(request: Request) -> Outcome {
    const ACTION: &str = "close-listing";
    let mut problems = Vec::new();
    let date = request.form.date("close_date", &mut problems);
    let price = request.form.read("close_price", &mut problems, read_price);
    let (Some(close_date), Some(close_price)) = (date, price) else {
        return request.invalid(ACTION, problems);
    };
    let closing = Closing {
        close_date,
        close_price,
    };
    one(request, ACTION, Change::Close(closing)).await
}

async fn tier(request: Request) -> Outcome {
    const ACTION: &str = "change-tier";
    let premium = match request.form.text("premium") {
        "yes" => true,
        "no" => false,
        _ => return request.refused(ACTION, RefusedForm::Changed),
    };
    one(request, ACTION, Change::Premium(premium)).await
}

async fn one(request: Request, action: &'static str, change: Change) -> Outcome {
    let (Some(id), Some(version)) = (request.listing(), request.version()) else {
        return request.refused(action, RefusedForm::Changed);
    };
    let listings = &request.context.services.listings;
    let changed = listings
        .change_own(
            &request.visitor.principal,
            id,
            version,
            change,
            Timestamp::now(),
        )
        .await;
    match changed {
        Ok(_) => Outcome::to(format!("{}?done=saved", request.path)),
        Err(durbar_services::ServiceError::Invalid(problems))
            if problems.iter().any(|it| it.field == "license") =>
        {
            request.refused(action, RefusedForm::License)
        }
        Err(error) => {
            let fields = ["list_price", "close_date", "close_price"];
            request.listing_failed(action, error, &fields)
        }
    }
}

/// Changes the status of those that are chosen, each if its own allows it. What can't be
/// changed stays and is counted.
async fn many(request: Request) -> Outcome {
    const ACTION: &str = "change-many";
    let Ok(to) = request.form.text("to").parse::<StandardStatus>() else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let listings = &request.context.services.listings;
    let (mut changed, mut left) = (0_u32, 0_u32);
    for (id, version) in request.form.starting("pick.") {
        let (Ok(id), Ok(version)) = (id.parse::<PropertyId>(), version.parse()) else {
            left += 1;
            continue;
        };
        let done = listings
            .change_own(
                &request.visitor.principal,
                id,
                version,
                Change::Status(to),
                Timestamp::now(),
            )
            .await;
        match done {
            Ok(_) => changed += 1,
            Err(error) if error.status() < 500 => left += 1,
            Err(error) => return request.failed(ACTION, error.into()),
        }
    }
    let of = request.form.text("of").parse::<BrokerId>();
    let of = of.map_or(String::new(), |of| format!("&of={of}"));
    Outcome::to(format!(
        "{DESK}?status={}&changed={changed}&left={left}{of}",
        to.key()
    ))
}
