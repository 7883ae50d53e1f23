//! Becoming somebody: signing up, in and out, and a forgotten password.

use super::{Action, Outcome, Request, SessionChange, after, pair};
use crate::form::RefusedForm;
use durbar_domain::{
    account::{EmailAddress, NewPassword},
    policy::Operation,
    text::Name,
};
use durbar_services::accounts::{Challenge, MailCode, Password, SignIn};
use futures::FutureExt as _;

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: "/account/sign-up",
        name: "sign-up",
        operation: Operation::SignUp,
        run: |request| sign_up(request).boxed(),
    },
    Action {
        path: "/account/confirm",
        name: "confirm",
        operation: Operation::ConfirmEmail,
        run: |request| confirm(request).boxed(),
    },
    Action {
        path: "/account/confirm",
        name: "resend",
        operation: Operation::ConfirmEmail,
        run: |request| resend(request).boxed(),
    },
    Action {
        path: "/account/sign-in",
        name: "sign-in",
        operation: Operation::SignIn,
        run: |request| sign_in(request).boxed(),
    },
    Action {
        path: "/account/second-factor",
        name: "second-factor",
        operation: Operation::SignIn,
        run: |request| second_factor(request).boxed(),
    },
    Action {
        path: "/account/new-password",
        name: "new-password",
        operation: Operation::SignIn,
        run: |request| new_password(request).boxed(),
    },
    Action {
        path: "/account/forgot",
        name: "forgot",
        operation: Operation::ResetPassword,
        run: |request| forgot(request).boxed(),
    },
    Action {
        path: "/account/reset",
        name: "reset",
        operation: Operation::ResetPassword,
        run: |request| reset(request).boxed(),
    },
    Action {
        path: "/account",
        name: "sign-out",
        operation: Operation::SignOut,
        run: |request| sign_out(request).boxed(),
    },
];

/// The form's address, and a password chosen for it.
fn address_and_new_password(
    request: &Request,
    field: &'static str,
) -> Result<(EmailAddress, NewPassword), Vec<durbar_domain::FieldError>> {
    let mut problems = Vec::new();
    let email = request
        .form
        .read("email", &mut problems, EmailAddress::parse);
    let password = email.as_ref().and_then(|email| {
        request.form.read(field, &mut problems, |field, text| {
            NewPassword::parse(field, text, email)
        })
    });
    match (email, password) {
        (Some(email), Some(password)) if problems.is_empty() => Ok((email, password)),
        _ => Err(problems),
    }
}

async fn sign_up(request: Request) -> Outcome {
    let mut problems = Vec::new();
    let name = request.form.read("name", &mut problems, Name::parse);
    let credentials = match address_and_new_password(&request, "password") {
        Ok(credentials) => Some(credentials),
        Err(more) => {
            problems.extend(more);
            None
        }
    };
    let (Some(name), Some((email, password))) = (name, credentials) else {
        return request.invalid("sign-up", problems);
    };
    let accounts = &request.context.services.accounts;
    let signed_up = accounts
        .sign_up(
            &email,
            &password,
            name,
            request.locale,
            request.client.address,
        )
        .await;
    match signed_up {
        // The same for an address that has an account: its owner learns of it by mail.
        Ok(()) => Outcome::to(with_email("/account/confirm", &email)),
        Err(error) => request.failed("sign-up", error),
    }
}

async fn confirm(request: Request) -> Outcome {
    let mut problems = Vec::new();
    let email = request
        .form
        .read("email", &mut problems, EmailAddress::parse);
    let Some(email) = email else {
        return request.invalid("confirm", problems);
    };
    let code = MailCode::new(request.form.text("code").trim());
    let password = Password::new(request.form.text("password"));
    let accounts = &request.context.services.accounts;
    let confirmed = accounts
        .confirm(
            &email,
            &code,
            &password,
            &request.device(),
            request.client.address,
        )
        .await;
    match confirmed {
        Ok(step) => go_on(&request, step),
        Err(error) => request.failed("confirm", error),
    }
}

async fn resend(request: Request) -> Outcome {
    let mut problems = Vec::new();
    let Some(email) = request
        .form
        .read("email", &mut problems, EmailAddress::parse)
    else {
        return request.invalid("resend", problems);
    };
    let accounts = &request.context.services.accounts;
    match accounts
        .resend(&email, request.locale, request.client.address)
        .await
    {
        Ok(()) => Outcome::to(with_email("/account/confirm", &email)),
        Err(error) => request.failed("resend", error),
    }
}

async fn sign_in(request: Request) -> Outcome {
    let mut problems = Vec::new();
    let Some(email) = request
        .form
        .read("email", &mut problems, EmailAddress::parse)
    else {
        return request.invalid("sign-in", problems);
    };
    let password = Password::new(request.form.text("password"));
    let accounts = &request.context.services.accounts;
    let signed_in = accounts
        .sign_in(&email, &password, &request.device(), request.client.address)
        .await;
    match signed_in {
        Ok(step) => go_on(&request, step),
        Err(error) => request.failed("sign-in", error),
    }
}

async fn second_factor(request: Request) -> Outcome {
    let Some(challenge) = request.visitor.challenge.as_deref() else {
        return request.refused("second-factor", RefusedForm::SessionEnded);
    };
    let challenge = Challenge::new(challenge);
    let code: String = request
        .form
        .text("code")
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let accounts = &request.context.services.accounts;
    let answered = accounts
        .answer_multi_factor(&challenge, &code, request.client.address)
        .await;
    match answered {
        Ok(step) => go_on(&request, step),
        Err(error) => request.failed("second-factor", error),
    }
}

/// Puts a password of the person's own in place of the one they were given.
async fn new_password(request: Request) -> Outcome {
    let Some(challenge) = request.visitor.challenge.as_deref() else {
        return request.refused("new-password", RefusedForm::SessionEnded);
    };
    let password = match address_and_new_password(&request, "new_password") {
        Ok((_, password)) => password,
        Err(problems) => return request.invalid("new-password", problems),
    };
    let challenge = Challenge::new(challenge);
    let accounts = &request.context.services.accounts;
    let answered = accounts
        .answer_new_password(&challenge, &password, request.client.address)
        .await;
    match answered {
        Ok(step) => go_on(&request, step),
        Err(error) => request.failed("new-password", error),
    }
}

async fn forgot(request: Request) -> Outcome {
    let mut problems = Vec::new();
    let Some(email) = request
        .form
        .read("email", &mut problems, EmailAddress::parse)
    else {
        return request.invalid("forgot", problems);
    };
    let accounts = &request.context.services.accounts;
    match accounts
        .forgot_password(&email, request.locale, request.client.address)
        .await
    {
        Ok(()) => Outcome::to(with_email("/account/reset", &email)),
        Err(error) => request.failed("forgot", error),
    }
}

async fn reset(request: Request) -> Outcome {
    let (email, password) = match address_and_new_password(&request, "new_password") {
        Ok(both) => both,
        Err(problems) => return request.invalid("reset", problems),
    };
    let code = MailCode::new(request.form.text("code").trim());
    let accounts = &request.context.services.accounts;
    let done = accounts
        .reset_password(&email, &code, &password, request.client.address)
        .await;
    match done {
        Ok(()) => Outcome::to("/account/sign-in?done=reset"),
        Err(error) => request.failed("reset", error),
    }
}

async fn sign_out(request: Request) -> Outcome {
    // When the session can't be ended just now its cookies stay, so that it can be tried again.
    if let Some(token) = &request.session.refresh
        && let Err(error) = request.context.services.accounts.sign_out(token).await
    {
        return request.failed("sign-out", error);
    }
    Outcome::Done {
        to: "/account/sign-in?done=signed-out".to_owned(),
        session: SessionChange::End,
    }
}

/// Where a sign-in leads.
fn go_on(request: &Request, step: SignIn) -> Outcome {
    let next = after(request.form.text("next"));
    match step {
        SignIn::Done(tokens) => Outcome::Done {
            to: next,
            session: SessionChange::Start(tokens),
        },
        SignIn::MultiFactorRequired { challenge } => Outcome::Done {
            to: format!("/account/second-factor?{}", pair("next", &next)),
            session: SessionChange::Challenge(challenge.expose().to_owned()),
        },
        SignIn::NewPasswordRequired { challenge } => Outcome::Done {
            to: format!(
                "/account/new-password?{}&{}",
                pair("email", request.form.text("email").trim()),
                pair("next", &next)
            ),
            session: SessionChange::Challenge(challenge.expose().to_owned()),
        },
    }
}

fn with_email(path: &str, email: &EmailAddress) -> String {
    format!("{path}?{}", pair("email", email.as_str()))
}
