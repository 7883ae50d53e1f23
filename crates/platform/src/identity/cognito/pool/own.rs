//! What a user changes with an access token: the password, the second factor.

use super::{Pool, unexpected};
use crate::identity::cognito::fault::Fault;
use aws_sdk_cognitoidentityprovider::types::SoftwareTokenMfaSettingsType;

impl Pool {
    pub async fn change_password(
        &self,
        access_token: &str,
        current: &str,
        new: &str,
    ) -> Result<(), Fault> {
        let call = self
            .client
            .change_password()
            .access_token(access_token)
            .previous_password(current)
            .proposed_password(new);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("ChangePassword", e))
    }

    /// Offers a secret for an authenticator, in base 32.
    pub async fn offer_secret(&self, access_token: &str) -> Result<String, Fault> {
        let call = self
            .client
            .associate_software_token()
            .access_token(access_token);
        let answer = call
            .send()
            .await
            .map_err(|e| Fault::of("AssociateSoftwareToken", e))?;
        answer
            .secret_code
            .ok_or_else(|| unexpected("no secret was offered"))
    }

    /// Makes the secret offered the second factor.
    pub async fn take_secret(&self, access_token: &str, code: &str) -> Result<(), Fault> {
        let call = self
            .client
            .verify_software_token()
            .access_token(access_token)
            .user_code(code);
        call.send()
            .await
            .map_err(|e| Fault::of("VerifySoftwareToken", e))?;
        self.ask_for_second_factor(access_token, true).await
    }

    pub async fn ask_for_second_factor(&self, access_token: &str, on: bool) -> Result<(), Fault> {
        let settings = SoftwareTokenMfaSettingsType::builder()
            .enabled(on)
            .preferred_mfa(on)
            .build();
        let call = self
            .client
            .set_user_mfa_preference()
            .access_token(access_token)
            .software_token_mfa_settings(settings);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("SetUserMFAPreference", e))
    }
}
