//! Setting up and removing the second factor.

use super::{Cognito, fault::Fault};
use crate::{
    identity::{
        AccessToken, Enrolment, IdentityError, MultiFactorState, Proof, RecoveryCode, code,
    },
    keys::Digest,
    throttle::Purpose,
};

impl Cognito {
    pub(super) async fn multi_factor_state(
        &self,
        token: &AccessToken,
    ) -> Result<MultiFactorState, IdentityError> {
        let (caller, _) = self.caller(token).await?;
        let factor = self.factor_of(caller.account_id).await?;
        Ok(MultiFactorState {
            enabled: factor.totp.is_some(),
            recovery_codes: factor.recovery.len(),
        })
    }

    pub(super) async fn offer_secret(
        &self,
        token: &AccessToken,
        proof: &Proof,
    ) -> Result<Enrolment, IdentityError> {
        let (caller, session) = self.caller(token).await?;
        let account_id = caller.account_id;
        self.check_proof(account_id, proof).await?;
        let replaces = self.factor_of(account_id).await?.totp.is_some();
        if replaces && !session.multi_factor {
            return Err(IdentityError::MultiFactorNeeded);
        }
        let secret = self.pool.offer_secret(token.expose()).await?;
        let sealed = self.sealer.keep(account_id, &secret)?;
        self.change_factor(account_id, |factor| {
            factor.totp_offered = Some(sealed.clone());
            Ok(())
        })
        .await?;
        let account = self.account(account_id).await?;
        let product = &self.settings.product;
        self.sealer
            .enrolment(account_id, &sealed, &account.email, product)
    }

    pub(super) async fn take_secret(
        &self,
        token: &AccessToken,
        shown: &str,
    ) -> Result<Vec<RecoveryCode>, IdentityError> {
        let (caller, session) = self.caller(token).await?;
        let account_id = caller.account_id;
        let subject = account_id.to_string();
        self.count(Purpose::SecondStep, &subject).await?;
        let digits: String = shown.chars().filter(|c| !c.is_whitespace()).collect();
        let offered = self.factor_of(account_id).await?.totp_offered;
        let offered = offered.ok_or(IdentityError::NoMultiFactor)?;
        let step = self
            .sealer
            .step_of(account_id, &offered, &digits, self.now())?;
        let step = step.ok_or(IdentityError::WrongCode)?;
        let taken = self.pool.take_secret(token.expose(), &digits).await;
        taken.map_err(Fault::of_code)?;
        let (codes, digests) = self.new_recovery_codes();
        let changed = self.change_factor(account_id, |factor| {
            factor.totp = Some(offered.clone());
            factor.totp_offered = None;
            factor.totp_last_step = step;
            factor.recovery = digests.clone();
            factor.generation += 1;
            Ok(factor.generation)
        });
        let generation = changed.await?;
        self.throttle.forget(Purpose::SecondStep, &subject).await?;
        self.keep_only(&session, generation, true).await?;
        Ok(codes)
    }

    pub(super) async fn remove_secret(
        &self,
        token: &AccessToken,
        proof: &Proof,
    ) -> Result<(), IdentityError> {
        let (caller, session) = self.caller(token).await?;
        let account_id = caller.account_id;
        self.check_proof(account_id, proof).await?;
        if self.factor_of(account_id).await?.totp.is_none() {
            return Err(IdentityError::NoMultiFactor);
        }
        self.pool
            .ask_for_second_factor(token.expose(), false)
            .await?;
        let changed = self.change_factor(account_id, |factor| {
            factor.totp = None;
            factor.totp_offered = None;
            factor.recovery.clear();
            factor.generation += 1;
            Ok(factor.generation)
        });
        let generation = changed.await?;
        self.keep_only(&session, generation, false).await
    }

    pub(super) async fn replace_recovery_codes(
        &self,
        token: &AccessToken,
        proof: &Proof,
    ) -> Result<Vec<RecoveryCode>, IdentityError> {
        let (caller, _) = self.caller(token).await?;
        self.check_proof(caller.account_id, proof).await?;
        let (codes, digests) = self.new_recovery_codes();
        self.change_factor(caller.account_id, |factor| {
            if factor.totp.is_none() {
                return Err(IdentityError::NoMultiFactor);
            }
            factor.recovery = digests.clone();
            Ok(())
        })
        .await?;
        Ok(codes)
    }

    fn new_recovery_codes(&self) -> (Vec<RecoveryCode>, Vec<Digest>) {
        let codes = code::recovery_codes();
        let digest = |code: &RecoveryCode| code::digest(&self.code_key, code.expose());
        let digests = codes.iter().map(digest).collect();
        (codes, digests)
    }
}
