//! What people do with their account.

use super::{Action, Outcome, PageData, Request, SessionChange};
use durbar_domain::{
    FieldError, Locale, SessionId, account::NewPassword, error::Problem, policy::Operation,
    text::Name,
};
use durbar_services::accounts::{AccessToken, Password, Proof, Tokens};
use futures::FutureExt as _;
use jiff::Timestamp;

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: "/account",
        name: "profile",
        operation: Operation::EditAccount,
        run: |request| profile(request).boxed(),
    },
    Action {
        path: "/account/security",
        name: "change-password",
        operation: Operation::ChangePassword,
        run: |request| change_password(request).boxed(),
    },
    Action {
        path: "/account/security",
        name: "begin-second-factor",
        operation: Operation::ManageMultiFactor,
        run: |request| begin_second_factor(request).boxed(),
    },
    Action {
        path: "/account/security",
        name: "confirm-second-factor",
        operation: Operation::ManageMultiFactor,
        run: |request| confirm_second_factor(request).boxed(),
    },
    Action {
        path: "/account/security",
        name: "renew-recovery-codes",
        operation: Operation::ManageMultiFactor,
        run: |request| renew_recovery_codes(request).boxed(),
    },
    Action {
        path: "/account/security",
        name: "disable-second-factor",
        operation: Operation::ManageMultiFactor,
        run: |request| disable_second_factor(request).boxed(),
    },
    Action {
        path: "/account/data",
        name: "erase",
        operation: Operation::EraseAccount,
        run: |request| erase(request).boxed(),
    },
    Action {
        path: "/account/data",
        name: "keep-account",
        operation: Operation::EraseAccount,
        run: |request| keep_account(request).boxed(),
    },
    Action {
        path: "/account/security",
        name: "end-session",
        operation: Operation::ManageSessions,
        run: |request| end_session(request).boxed(),
    },
    Action {
        path: "/account/security",
        name: "sign-out-everywhere",
        operation: Operation::ManageSessions,
        run: |request| sign_out_everywhere(request).boxed(),
    },
];

impl Request {
    /// The access token of who is signed in; the policy has asked for one.
    fn access(&self) -> Option<AccessToken> {
        self.session.access.clone()
    }

    fn proof(&self) -> Proof {
        Proof::Password(Password::new(self.form.text("current_password")))
    }
}

/// Runs the rest with the access token, or asks to sign in.
macro_rules! access {
    ($request:ident, $action:literal) => {
        match $request.access() {
            Some(access) => access,
            None => return $request.refused($action, crate::form::RefusedForm::SignIn),
        }
    };
}

async fn profile(request: Request) -> Outcome {
    let access = access!(request, "profile");
    let mut problems = Vec::new();
    let name = request.form.read("name", &mut problems, Name::parse);
    let locale = request.form.read("language", &mut problems, |field, text| {
        let known = [Locale::En, Locale::Ne]
            .into_iter()
            .find(|locale| locale.code() == text);
        known.ok_or_else(|| {
            let accepted = "en, ne".to_owned();
            FieldError::new(field, Problem::NotOneOf { accepted })
        })
    });
    let (Some(name), Some(locale)) = (name, locale) else {
        return request.invalid("profile", problems);
    };
    let version = request.form.text("version").parse().unwrap_or_default();
    let accounts = &request.context.services.accounts;
    match accounts.edit(&access, version, name, locale).await {
        Ok(_) => Outcome::to("/account?done=saved"),
        Err(error) => request.failed("profile", error),
    }
}

async fn change_password(request: Request) -> Outcome {
    let access = access!(request, "change-password");
    let Some(account) = &request.visitor.account else {
        return request.refused("change-password", crate::form::RefusedForm::SignIn);
    };
    let mut problems = Vec::new();
    let new = request
        .form
        .read("new_password", &mut problems, |field, text| {
            NewPassword::parse(field, text, &account.email)
        });
    let Some(new) = new else {
        return request.invalid("change-password", problems);
    };
    let current = Password::new(request.form.text("current_password"));
    let accounts = &request.context.services.accounts;
    match accounts.change_password(&access, &current, &new).await {
        Ok(done) => Outcome::Done {
            to: "/account/security?done=password".to_owned(),
            session: session_after(done.tokens),
        },
        Err(error) => request.failed("change-password", error),
    }
}

/// The browser gets the tokens of its session's new identifier, or learns that it has ended.
fn session_after(tokens: Option<Tokens>) -> SessionChange {
    match tokens {
        Some(tokens) => SessionChange::Start(tokens),
        None => SessionChange::End,
    }
}

async fn begin_second_factor(request: Request) -> Outcome {
    let access = access!(request, "begin-second-factor");
    let accounts = &request.context.services.accounts;
    match accounts.begin_multi_factor(&access, &request.proof()).await {
        Ok(offered) => Outcome::Show {
            data: PageData::Enrolment(offered.outcome),
            session: session_after(offered.tokens),
        },
        Err(error) => request.failed("begin-second-factor", error),
    }
}

async fn confirm_second_factor(request: Request) -> Outcome {
    let access = access!(request, "confirm-second-factor");
    let code: String = request.form.text("code").split_whitespace().collect();
    let accounts = &request.context.services.accounts;
    match accounts.confirm_multi_factor(&access, &code).await {
        Ok(codes) => Outcome::Show {
            data: PageData::RecoveryCodes(codes.outcome),
            session: session_after(codes.tokens),
        },
        Err(error) => request.failed("confirm-second-factor", error),
    }
}

async fn renew_recovery_codes(request: Request) -> Outcome {
    let access = access!(request, "renew-recovery-codes");
    let accounts = &request.context.services.accounts;
    match accounts
        .renew_recovery_codes(&access, &request.proof())
        .await
    {
        Ok(codes) => Outcome::Show {
            data: PageData::RecoveryCodes(codes.outcome),
            session: session_after(codes.tokens),
        },
        Err(error) => request.failed("renew-recovery-codes", error),
    }
}

async fn disable_second_factor(request: Request) -> Outcome {
    let access = access!(request, "disable-second-factor");
    let accounts = &request.context.services.accounts;
    match accounts
        .disable_multi_factor(&access, &request.proof())
        .await
    {
        Ok(done) => Outcome::Done {
            to: "/account/security?done=saved".to_owned(),
            session: session_after(done.tokens),
        },
        Err(error) => request.failed("disable-second-factor", error),
    }
}

/// Asks to be erased; the address typed again shows that it is meant.
async fn erase(request: Request) -> Outcome {
    let access = access!(request, "erase");
    let account = request.visitor.account.as_ref();
    let typed = request.form.text("email").trim().to_lowercase();
    if account.is_none_or(|account| account.email.as_str() != typed) {
        let expected = account.map(|account| account.email.to_string());
        let expected = expected.unwrap_or_default();
        let problem = FieldError::new("email", Problem::Malformed { expected });
        return request.invalid("erase", vec![problem]);
    }
    let version = request.form.text("version").parse().unwrap_or_default();
    let data = &request.context.services.personal_data;
    match data
        .ask_for_erasure(&access, version, Timestamp::now())
        .await
    {
        Ok(_) => Outcome::to("/account/data"),
        Err(error) => request.failed("erase", error),
    }
}

async fn keep_account(request: Request) -> Outcome {
    let access = access!(request, "keep-account");
    let version = request.form.text("version").parse().unwrap_or_default();
    let data = &request.context.services.personal_data;
    match data.keep_account(&access, version, Timestamp::now()).await {
        Ok(_) => Outcome::to("/account/data?done=saved"),
        Err(error) => request.failed("keep-account", error),
    }
}

async fn end_session(request: Request) -> Outcome {
    let access = access!(request, "end-session");
    let Ok(session) = request.form.text("session").parse::<SessionId>() else {
        return request.refused("end-session", crate::form::RefusedForm::SessionEnded);
    };
    let accounts = &request.context.services.accounts;
    match accounts.end_session(&access, session).await {
        Ok(()) => Outcome::to("/account/security?done=session"),
        Err(error) => request.failed("end-session", error),
    }
}

async fn sign_out_everywhere(request: Request) -> Outcome {
    let access = access!(request, "sign-out-everywhere");
    let accounts = &request.context.services.accounts;
    match accounts.sign_out_everywhere(&access).await {
        Ok(()) => Outcome::Done {
            to: "/account/sign-in?done=signed-out".to_owned(),
            session: SessionChange::End,
        },
        Err(error) => request.failed("sign-out-everywhere", error),
    }
}
