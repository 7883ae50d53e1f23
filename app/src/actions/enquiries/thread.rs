//! What a side of an enquiry does in its thread.

use super::{Outcome, Request, slots};
use crate::{actions::pair, form::RefusedForm};
use durbar_domain::{
    AccountId, EnquiryId,
    enquiry::{MessageText, Step},
};
use durbar_services::{
    ServiceError,
    enquiries::{Asker, LinkToken, mail::thread_path},
};
use jiff::Timestamp;

impl Request {
    /// The enquiry whose page the form stands on.
    fn enquiry(&self) -> Option<EnquiryId> {
        self.path.strip_prefix("/enquiries/")?.parse().ok()
    }

    /// The secret of the link by which a guest came.
    fn link(&self) -> Option<LinkToken> {
        LinkToken::parse(self.form.text("key"))
    }

    /// The thread again, by the way on which the visitor came.
    fn thread_again(&self, id: EnquiryId) -> Outcome {
        let thread = thread_path(id);
        Outcome::to(match self.form.text("key") {
            "" => format!("{thread}?done=done"),
            key => format!("{thread}?{}&done=done", pair("key", key)),
        })
    }

    /// Words that may be left out.
    fn optional_words(
        &self,
        field: &str,
    ) -> Result<Option<MessageText>, durbar_domain::FieldError> {
        match self.form.text(field).trim() {
            "" => Ok(None),
            _ => MessageText::parse(field, self.form.text(field)).map(Some),
        }
    }
}

pub async fn write(request: Request) -> Outcome {
    let action = "write";
    let mut problems = Vec::new();
    let text = request.form.read("text", &mut problems, MessageText::parse);
    let Some(text) = text else {
        return request.invalid(action, problems);
    };
    let Some(id) = request.enquiry() else {
        return request.enquiry_failed(action, ServiceError::NotFound);
    };
    let link = request.link();
    let asker = Asker {
        principal: &request.visitor.principal,
        link: link.as_ref(),
    };
    let enquiries = &request.context.services.enquiries;
    match enquiries.write(asker, id, text, Timestamp::now()).await {
        Ok(_) => request.thread_again(id),
        Err(error) => request.enquiry_failed(action, error),
    }
}

pub async fn propose(request: Request) -> Outcome {
    let action = "propose-slots";
    let mut problems = Vec::new();
    let slots = slots::proposed(&request.form, &mut problems, Timestamp::now());
    if !problems.is_empty() {
        return request.invalid(action, problems);
    }
    step(request, action, (Step::ProposeSlots { slots }, None)).await
}

pub async fn confirm(request: Request) -> Outcome {
    let action = "confirm-slot";
    let mut problems = Vec::new();
    let slot = request.form.read("slot", &mut problems, slots::chosen);
    match slot {
        Some(slot) => step(request, action, (Step::Confirm { slot }, None)).await,
        None => request.invalid(action, problems),
    }
}

pub async fn decline(request: Request) -> Outcome {
    let action = "decline-viewing";
    match request.optional_words("reason") {
        Ok(reason) => step(request, action, (Step::Decline, reason)).await,
        Err(problem) => request.invalid(action, vec![problem]),
    }
}

/// Says who is in charge, from how the enquiry stood when its page was made.
pub async fn assign(request: Request) -> Outcome {
    const ACTION: &str = "assign-enquiry";
    let version = request.form.text("version").parse::<u64>();
    let to = match request.form.text("in_charge") {
        "" => Ok(None),
        id => id.parse::<AccountId>().map(Some),
    };
    let (Some(id), Ok(version), Ok(to)) = (request.enquiry(), version, to) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let enquiries = &request.context.services.enquiries;
    let principal = &request.visitor.principal;
    match enquiries
        .assign(principal, id, version, to, Timestamp::now())
        .await
    {
        Ok(_) => request.thread_again(id),
        Err(error) => request.enquiry_failed(ACTION, error),
    }
}

pub async fn cancel(request: Request) -> Outcome {
    step(request, "cancel-viewing", (Step::Cancel, None)).await
}

pub async fn close(request: Request) -> Outcome {
    step(request, "close-enquiry", (Step::Close, None)).await
}

/// Takes a step from where the enquiry stood when its page was made.
async fn step(
    request: Request,
    action: &'static str,
    step: (Step, Option<MessageText>),
) -> Outcome {
    let version = request.form.text("version").parse::<u64>();
    let (Some(id), Ok(version)) = (request.enquiry(), version) else {
        return request.refused(action, RefusedForm::Changed);
    };
    let link = request.link();
    let asker = Asker {
        principal: &request.visitor.principal,
        link: link.as_ref(),
    };
    let enquiries = &request.context.services.enquiries;
    match enquiries
        .step(asker, id, version, step, Timestamp::now())
        .await
    {
        Ok(_) => request.thread_again(id),
        Err(error) => request.enquiry_failed(action, error),
    }
}
