//! Setting up and removing the second factor.

use super::{BuiltIn, code};
use crate::{
    identity::{
        AccessClaims, AccessToken, Enrolment, IdentityError, MultiFactorState, Proof, RecoveryCode,
    },
    keys::Digest,
    throttle::Purpose,
};

impl BuiltIn {
    pub(super) async fn multi_factor_state(
        &self,
        token: &AccessToken,
    ) -> Result<MultiFactorState, IdentityError> {
        let caller = self.caller(token).await?;
        let credential = self.credential(caller.account_id).await?;
        let credential = credential.ok_or(IdentityError::NoAccount)?;
        Ok(MultiFactorState {
            enabled: credential.totp.is_some(),
            recovery_codes: credential.recovery.len(),
        })
    }

    pub(super) async fn offer_secret(
        &self,
        token: &AccessToken,
        proof: &Proof,
    ) -> Result<Enrolment, IdentityError> {
        let caller = self.caller(token).await?;
        let shown = self.check_proof(caller.account_id, proof).await?;
        let sealed = self.sealer.generate(caller.account_id)?;
        let email = self
            .change_credential(caller.account_id, |credential| {
                credential.expect(shown)?;
                if credential.totp.is_some() && !caller.multi_factor {
                    return Err(IdentityError::MultiFactorNeeded);
                }
                credential.totp_offered = Some(sealed.clone());
                Ok(credential.email.clone())
            })
            .await?;
        let product = &self.settings.product;
        self.sealer
            .enrolment(caller.account_id, &sealed, &email, product)
    }

    pub(super) async fn take_secret(
        &self,
        token: &AccessToken,
        shown: &str,
    ) -> Result<Vec<RecoveryCode>, IdentityError> {
        let caller = self.caller(token).await?;
        let subject = caller.account_id.to_string();
        self.count(Purpose::SecondStep, &subject).await?;
        let digits: String = shown.chars().filter(|c| !c.is_whitespace()).collect();
        let (codes, digests) = self.new_recovery_codes();
        let generation = self
            .change_credential(caller.account_id, |credential| {
                let offered = credential.totp_offered.take();
                let offered = offered.ok_or(IdentityError::NoMultiFactor)?;
                let (id, now) = (credential.account_id, self.now());
                let step = self.sealer.step_of(id, &offered, &digits, now)?;
                credential.totp_last_step = step.ok_or(IdentityError::WrongCode)?;
                credential.totp = Some(offered);
                credential.recovery = digests.clone();
                credential.generation += 1;
                Ok(credential.generation)
            })
            .await?;
        self.throttle.forget(Purpose::SecondStep, &subject).await?;
        let (account_id, session_id) = (caller.account_id, caller.session_id);
        self.keep_only(account_id, session_id, generation, true)
            .await?;
        Ok(codes)
    }

    pub(super) async fn remove_secret(
        &self,
        token: &AccessToken,
        proof: &Proof,
    ) -> Result<(), IdentityError> {
        let caller = self.caller(token).await?;
        self.check_session(&caller).await?;
        let shown = self.check_proof(caller.account_id, proof).await?;
        let generation = self
            .change_credential(caller.account_id, |credential| {
                credential.expect(shown)?;
                credential.totp.take().ok_or(IdentityError::NoMultiFactor)?;
                credential.totp_offered = None;
                credential.recovery.clear();
                credential.generation += 1;
                Ok(credential.generation)
            })
            .await?;
        let (account_id, session_id) = (caller.account_id, caller.session_id);
        self.keep_only(account_id, session_id, generation, false)
            .await
    }

    pub(super) async fn replace_recovery_codes(
        &self,
        token: &AccessToken,
        proof: &Proof,
    ) -> Result<Vec<RecoveryCode>, IdentityError> {
        let caller = self.caller(token).await?;
        self.check_session(&caller).await?;
        let shown = self.check_proof(caller.account_id, proof).await?;
        let (codes, digests) = self.new_recovery_codes();
        self.change_credential(caller.account_id, |credential| {
            credential.expect(shown)?;
            if credential.totp.is_none() {
                return Err(IdentityError::NoMultiFactor);
            }
            credential.recovery = digests.clone();
            Ok(())
        })
        .await?;
        Ok(codes)
    }

    /// Refuses a session that never showed the second factor, once there is one.
    async fn check_session(&self, caller: &AccessClaims) -> Result<(), IdentityError> {
        let credential = self.credential(caller.account_id).await?;
        let session = self.session(caller.account_id, caller.session_id).await?;
        let session = session.ok_or(IdentityError::SessionEnded)?;
        match credential.is_some_and(|it| it.totp.is_some()) && !session.multi_factor {
            true => Err(IdentityError::MultiFactorNeeded),
            false => Ok(()),
        }
    }

    fn new_recovery_codes(&self) -> (Vec<RecoveryCode>, Vec<Digest>) {
        let codes = code::recovery_codes();
        let digest = |code: &RecoveryCode| code::digest(&self.code_key, code.expose());
        let digests = codes.iter().map(digest).collect();
        (codes, digests)
    }
}
