//! A new enquiry.

use super::{Outcome, Request, slots};
use crate::{actions::pair, form::RefusedForm};
use durbar_domain::{
    FieldError, PropertyId,
    account::EmailAddress,
    enquiry::{Contact, MessageText, PartySize, PhoneNumber, Visit},
    error::Problem,
    text::Name,
};
use durbar_services::enquiries::{Form, FormKey, Sent, Wish, mail::thread_path};
use jiff::Timestamp;
use std::str::FromStr;
use strum::VariantArray;

/// Forms of the page; the second asks for times too.
pub const QUESTION: &str = "ask-question";
pub const VIEWING: &str = "ask-viewing";

/// Sends what the form holds. A guest is led to the thread by its secret link, which is told
/// this once; when a form comes twice the second answer can only point to the mail.
pub async fn send(request: Request, action: &'static str) -> Outcome {
    let (Ok(home), Ok(key)) = (
        request.form.text("home").parse::<PropertyId>(),
        FormKey::parse("form_key", request.form.text("form_key")),
    ) else {
        return request.refused(action, RefusedForm::Changed);
    };
    let now = Timestamp::now();
    let mut problems = Vec::new();
    let Some(form) = read(&request, (home, key), action, &mut problems, now) else {
        return request.invalid(action, problems);
    };
    let enquiries = &request.context.services.enquiries;
    let (principal, client) = (&request.visitor.principal, request.client.address);
    match enquiries.send(principal, &form, client, now).await {
        Ok(sent) => Outcome::to(way_to(&sent)),
        Err(error) => request.enquiry_failed(action, error),
    }
}

fn way_to(sent: &Sent) -> String {
    let thread = thread_path(sent.enquiry.enquiry_id);
    match (&sent.link, sent.enquiry.buyer) {
        (Some(link), _) => format!("{thread}?{}&done=sent", pair("key", &link.reveal())),
        (None, Some(_)) => format!("{thread}?done=sent"),
        (None, None) => {
            let home = pair("home", &sent.enquiry.listing_id.to_string());
            format!("{}?{home}&done=again", super::NEW)
        }
    }
}

/// The form, or nothing and what is wrong with it.
fn read(
    request: &Request,
    (listing_id, key): (PropertyId, FormKey),
    action: &str,
    problems: &mut Vec<FieldError>,
    now: Timestamp,
) -> Option<Form> {
    let form = &request.form;
    let with_viewing = action == VIEWING;
    let name = form.read("name", problems, Name::parse);
    // Mails of an account go where it is known that they are read by its owner.
    let email = match &request.visitor.account {
        Some(account) => Some(account.email.clone()),
        None => form.read("email", problems, EmailAddress::parse),
    };
    let phone = form.read("phone", problems, PhoneNumber::parse);
    let choice = form.read("choice", problems, one_of);
    let text = match form.text("text").trim() {
        "" if with_viewing => None,
        _ => form.read("text", problems, MessageText::parse),
    };
    let wish = with_viewing.then(|| wish(request, problems, now));
    if !problems.is_empty() {
        return None;
    }
    Some(Form {
        key,
        listing_id,
        contact: Contact {
            name: name?,
            email: email?,
            phone: phone?,
            choice: choice?,
        },
        locale: request.locale,
        text,
        wish: match wish {
            Some(wish) => Some(wish?),
            None => None,
        },
    })
}

fn wish(request: &Request, problems: &mut Vec<FieldError>, now: Timestamp) -> Option<Wish> {
    let form = &request.form;
    let slots = slots::proposed(form, problems, now);
    let most = u32::from(PartySize::MAX);
    let people = form.number("party_size", 1..=most, problems);
    let financing = form.read("financing", problems, one_of);
    let people = u8::try_from(people?).ok()?;
    Some(Wish {
        visit: Visit {
            party_size: PartySize::new("party_size", people).ok()?,
            financing: financing?,
        },
        slots,
    })
}

/// A value by its key.
fn one_of<T>(field: &str, text: &str) -> Result<T, FieldError>
where
    T: FromStr + VariantArray + Copy + Into<&'static str>,
{
    text.parse().map_err(|_| {
        let keys: Vec<&'static str> = T::VARIANTS.iter().map(|value| (*value).into()).collect();
        let accepted = keys.join(", ");
        FieldError::new(field, Problem::NotOneOf { accepted })
    })
}
