//! Signing in, step by step.

use super::{
    Cognito,
    factor::Factor,
    fault::Fault,
    pool::{Asked, PoolStep},
};
use crate::{
    PlatformError,
    identity::{Challenge, Device, IdentityError, Password, SignIn},
    throttle::Purpose,
};
use durbar_domain::account::{EmailAddress, NewPassword};

impl Cognito {
    /// The work is the same for any address: the same reads, one password compared here, and
    /// one call of the pool.
    pub(super) async fn begin_sign_in(
        &self,
        email: &EmailAddress,
        password: &Password,
        device: &Device,
    ) -> Result<SignIn, IdentityError> {
        self.count(Purpose::SignIn, email.as_str()).await?;
        let (owner, pendings) =
            futures::future::try_join(self.accounts.owner(email), self.pendings(email)).await?;
        let pending = pendings.into_iter().next();
        let waiting_hash = pending.as_ref().map(|it| it.password_hash.clone());
        let known = owner.or(pending.as_ref().map(|it| it.account.account_id));
        let username = known.map_or_else(Self::nobody, |id| id.to_string());
        let (is_waiting, answer) = futures::join!(
            self.hasher.verify(password.expose(), waiting_hash),
            self.pool.sign_in(&username, password.expose())
        );
        let is_waiting = is_waiting?;
        if let Some(pending) = pending.filter(|_| owner.is_none()) {
            if !is_waiting {
                return Err(IdentityError::WrongCredentials);
            }
            return match answer {
                Err(Fault::NotConfirmed) => Err(IdentityError::NotConfirmed),
                // Confirmed in the pool, and then something came between.
                Ok(step) => {
                    self.begin_account(&pending.account, email).await?;
                    let factor = self.factor_of(pending.account.account_id).await?;
                    self.go_on(step, &factor, device, false).await
                }
                Err(fault) => Err(fault.of_password()),
            };
        }
        let Some(account_id) = owner else {
            return Err(match answer {
                Err(fault @ (Fault::Failed(_) | Fault::TooMany)) => fault.into(),
                _ => IdentityError::WrongCredentials,
            });
        };
        let step = match answer.map_err(Fault::of_password) {
            // The same whether the address has an account: anybody can sign up with it.
            Err(IdentityError::WrongCredentials) if is_waiting => {
                return Err(IdentityError::NotConfirmed);
            }
            answered => answered?,
        };
        let factor = self.factor_of(account_id).await?;
        let outcome = self.go_on(step, &factor, device, false).await?;
        if matches!(outcome, SignIn::Done(_)) {
            self.throttle
                .forget(Purpose::SignIn, email.as_str())
                .await?;
        }
        Ok(outcome)
    }

    /// Where a step of the pool's leads.
    pub(super) async fn go_on(
        &self,
        step: PoolStep,
        factor: &Factor,
        device: &Device,
        multi_factor: bool,
    ) -> Result<SignIn, IdentityError> {
        let username = factor.account_id.to_string();
        match step {
            PoolStep::Done(tokens) if factor.totp.is_some() && !multi_factor => {
                // A pool that is set up wrongly must not open what the second factor guards.
                if let Some(token) = tokens.refresh {
                    self.give_back(&token).await;
                }
                let reason = "it let somebody in without their second factor";
                Err(PlatformError::corrupt("the user pool", reason).into())
            }
            PoolStep::Done(tokens) => {
                let opened = self.open_session(factor, &username, tokens, device, multi_factor);
                Ok(SignIn::Done(opened.await?))
            }
            PoolStep::Asked { what, session } => {
                let challenge = self.wait_for(what, factor, &session, device).await?;
                Ok(match what {
                    Asked::MultiFactor => SignIn::MultiFactorRequired { challenge },
                    Asked::NewPassword => SignIn::NewPasswordRequired { challenge },
                })
            }
        }
    }

    pub(super) async fn show_multi_factor(
        &self,
        challenge: &Challenge,
        code: &str,
    ) -> Result<SignIn, IdentityError> {
        let (waiting, _, session) = self.waiting(Asked::MultiFactor, challenge).await?;
        let account_id = waiting.account_id;
        let subject = account_id.to_string();
        self.count(Purpose::SecondStep, &subject).await?;
        // Here first: the pool takes a code twice, and knows no recovery codes.
        let shown = self.use_code(account_id, code).await?;
        let step = self
            .pool
            .answer(&subject, Asked::MultiFactor, &session, &shown)
            .await
            .map_err(Fault::of_step)?;
        self.end_waiting(&waiting).await?;
        let account = self.account(account_id).await?;
        let factor = self.factor_of(account_id).await?;
        let outcome = self.go_on(step, &factor, &waiting.device, true).await?;
        self.throttle.forget(Purpose::SecondStep, &subject).await?;
        self.throttle
            .forget(Purpose::SignIn, account.email.as_str())
            .await?;
        Ok(outcome)
    }

    pub(super) async fn choose_password(
        &self,
        challenge: &Challenge,
        password: &NewPassword,
    ) -> Result<SignIn, IdentityError> {
        let (waiting, _, session) = self.waiting(Asked::NewPassword, challenge).await?;
        let (account_id, username) = (waiting.account_id, waiting.account_id.to_string());
        // What somebody else knows must not stay (ASVS 5.0, 6.4.1); the pool doesn't mind.
        if self
            .pool
            .sign_in(&username, password.expose())
            .await
            .is_ok()
        {
            return Err(IdentityError::WeakPassword);
        }
        let step = self
            .pool
            .answer(&username, Asked::NewPassword, &session, password.expose())
            .await
            .map_err(Fault::of_step)?;
        self.end_waiting(&waiting).await?;
        self.next_generation(account_id).await?;
        let factor = self.factor_of(account_id).await?;
        self.go_on(step, &factor, &waiting.device, false).await
    }

    /// Whether a password is that of a user of the pool. Nothing is opened by it.
    pub(super) async fn check_password(
        &self,
        username: &str,
        password: &str,
    ) -> Result<(), IdentityError> {
        let step = self.pool.sign_in(username, password).await;
        if let PoolStep::Done(tokens) = step.map_err(Fault::of_password)?
            && let Some(token) = tokens.refresh
        {
            self.give_back(&token).await;
        }
        Ok(())
    }
}
