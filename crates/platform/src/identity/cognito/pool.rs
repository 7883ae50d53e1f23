//! The calls to the user pool. A user's name there is the account's identifier, so that a
//! token names the account and an address is nobody's before it is confirmed.

use super::{CognitoSettings, fault::Fault};
use aws_lc_rs::hmac;
use aws_sdk_cognitoidentityprovider::{
    Client,
    types::{
        AttributeType, AuthFlowType, AuthenticationResultType, ChallengeNameType,
        MessageActionType, SoftwareTokenMfaSettingsType,
    },
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use durbar_domain::account::{Account, Role};
use std::collections::HashMap;
use strum::VariantArray as _;

/// The pool, as one app client of it. Cheap to clone.
#[derive(Clone)]
pub(super) struct Pool {
    client: Client,
    user_pool_id: String,
    client_id: String,
    secret: Option<(String, hmac::Key)>,
}

/// Tokens as the pool gives them.
pub(super) struct PoolTokens {
    pub access: String,
    /// Renewing gives none where the pool doesn't let them take turns.
    pub refresh: Option<String>,
}

/// How far a sign-in has come in the pool.
pub(super) enum PoolStep {
    Done(PoolTokens),
    Asked { what: Asked, session: String },
}

/// What the pool asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    MultiFactor,
    NewPassword,
}

impl Pool {
    pub fn new(client: Client, settings: &CognitoSettings) -> Self {
        let secret = settings.client_secret.as_ref().map(|secret| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
            (secret.clone(), key)
        });
        Self {
            client,
            user_pool_id: settings.user_pool_id.clone(),
            client_id: settings.client_id.clone(),
            secret,
        }
    }

    pub async fn sign_up(&self, account: &Account, password: &str) -> Result<(), Fault> {
        let username = account.account_id.to_string();
        let call = self
            .client
            .sign_up()
            .client_id(&self.client_id)
            .set_secret_hash(self.secret_hash(&username))
            .username(&username)
            .password(password)
            .set_user_attributes(Some(attributes(account, false)?));
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("SignUp", e))
    }

    pub async fn confirm_sign_up(&self, username: &str, code: &str) -> Result<(), Fault> {
        let call = self
            .client
            .confirm_sign_up()
            .client_id(&self.client_id)
            .set_secret_hash(self.secret_hash(username))
            .username(username)
            .confirmation_code(code);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("ConfirmSignUp", e))
    }

    pub async fn resend(&self, username: &str) -> Result<(), Fault> {
        let call = self
            .client
            .resend_confirmation_code()
            .client_id(&self.client_id)
            .set_secret_hash(self.secret_hash(username))
            .username(username);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("ResendConfirmationCode", e))
    }

    pub async fn sign_in(&self, username: &str, password: &str) -> Result<PoolStep, Fault> {
        let call = self
            .client
            .initiate_auth()
            .client_id(&self.client_id)
            .auth_flow(AuthFlowType::UserPasswordAuth)
            .set_auth_parameters(Some(self.parameters(username, [("PASSWORD", password)])));
        let answer = call
            .send()
            .await
            .map_err(|e| Fault::of("InitiateAuth", e))?;
        step(
            answer.authentication_result,
            answer.challenge_name,
            answer.session,
        )
    }

    /// Goes on with a sign-in: the code of an authenticator, or a password.
    pub async fn answer(
        &self,
        username: &str,
        what: Asked,
        session: &str,
        answer: &str,
    ) -> Result<PoolStep, Fault> {
        let (name, field) = match what {
            Asked::MultiFactor => (
                ChallengeNameType::SoftwareTokenMfa,
                "SOFTWARE_TOKEN_MFA_CODE",
            ),
            Asked::NewPassword => (ChallengeNameType::NewPasswordRequired, "NEW_PASSWORD"),
        };
        let call = self
            .client
            .respond_to_auth_challenge()
            .client_id(&self.client_id)
            .challenge_name(name)
            .session(session)
            .set_challenge_responses(Some(self.parameters(username, [(field, answer)])));
        let answer = call
            .send()
            .await
            .map_err(|e| Fault::of("RespondToAuthChallenge", e))?;
        step(
            answer.authentication_result,
            answer.challenge_name,
            answer.session,
        )
    }

    pub async fn refresh(&self, username: &str, token: &str) -> Result<PoolTokens, Fault> {
        let mut parameters = self.parameters(username, [("REFRESH_TOKEN", token)]);
        parameters.remove("USERNAME");
        let call = self
            .client
            .initiate_auth()
            .client_id(&self.client_id)
            .auth_flow(AuthFlowType::RefreshTokenAuth)
            .set_auth_parameters(Some(parameters));
        let answer = call
            .send()
            .await
            .map_err(|e| Fault::of("InitiateAuth", e))?;
        match step(answer.authentication_result, None, None)? {
            PoolStep::Done(tokens) => Ok(tokens),
            PoolStep::Asked { .. } => Err(unexpected("a refresh asked for more")),
        }
    }

    pub async fn revoke(&self, token: &str) -> Result<(), Fault> {
        let secret = self.secret.as_ref().map(|(secret, _)| secret.clone());
        let call = self
            .client
            .revoke_token()
            .client_id(&self.client_id)
            .set_client_secret(secret)
            .token(token);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("RevokeToken", e))
    }

    pub async fn forgot_password(&self, username: &str) -> Result<(), Fault> {
        let call = self
            .client
            .forgot_password()
            .client_id(&self.client_id)
            .set_secret_hash(self.secret_hash(username))
            .username(username);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("ForgotPassword", e))
    }

    pub async fn reset_password(
        &self,
        username: &str,
        code: &str,
        password: &str,
    ) -> Result<(), Fault> {
        let call = self
            .client
            .confirm_forgot_password()
            .client_id(&self.client_id)
            .set_secret_hash(self.secret_hash(username))
            .username(username)
            .confirmation_code(code)
            .password(password);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("ConfirmForgotPassword", e))
    }

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

    /// Makes a user whose address needs no confirming.
    pub async fn create(
        &self,
        account: &Account,
        password: &str,
        initial: bool,
    ) -> Result<(), Fault> {
        let username = account.account_id.to_string();
        let call = self
            .client
            .admin_create_user()
            .user_pool_id(&self.user_pool_id)
            .username(&username)
            .message_action(MessageActionType::Suppress)
            .temporary_password(password)
            .set_user_attributes(Some(attributes(account, true)?));
        call.send()
            .await
            .map_err(|e| Fault::of("AdminCreateUser", e))?;
        if initial {
            return Ok(());
        }
        let call = self
            .client
            .admin_set_user_password()
            .user_pool_id(&self.user_pool_id)
            .username(&username)
            .password(password)
            .permanent(true);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("AdminSetUserPassword", e))
    }

    pub async fn delete(&self, username: &str) -> Result<(), Fault> {
        let call = self
            .client
            .admin_delete_user()
            .user_pool_id(&self.user_pool_id)
            .username(username);
        match call
            .send()
            .await
            .map_err(|e| Fault::of("AdminDeleteUser", e))
        {
            Ok(_) | Err(Fault::UserNotFound) => Ok(()),
            Err(fault) => Err(fault),
        }
    }

    pub async fn set_enabled(&self, username: &str, enabled: bool) -> Result<(), Fault> {
        if enabled {
            let call = self.client.admin_enable_user();
            let call = call.user_pool_id(&self.user_pool_id).username(username);
            return call
                .send()
                .await
                .map(drop)
                .map_err(|e| Fault::of("AdminEnableUser", e));
        }
        let call = self.client.admin_disable_user();
        let call = call.user_pool_id(&self.user_pool_id).username(username);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("AdminDisableUser", e))
    }

    /// Ends every session that the pool knows of.
    pub async fn sign_out_everywhere(&self, username: &str) -> Result<(), Fault> {
        let call = self
            .client
            .admin_user_global_sign_out()
            .user_pool_id(&self.user_pool_id)
            .username(username);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("AdminUserGlobalSignOut", e))
    }

    /// Puts a user into the group of a role, and out of those of the others.
    pub async fn set_role(&self, username: &str, role: Role) -> Result<(), Fault> {
        let call = self
            .client
            .admin_list_groups_for_user()
            .user_pool_id(&self.user_pool_id)
            .username(username);
        let listed = call
            .send()
            .await
            .map_err(|e| Fault::of("AdminListGroupsForUser", e))?;
        let groups = listed.groups.unwrap_or_default();
        let is_in = |role: Role| groups.iter().any(|it| it.group_name() == Some(role.key()));
        if !is_in(role) {
            let call = self
                .client
                .admin_add_user_to_group()
                .user_pool_id(&self.user_pool_id)
                .username(username)
                .group_name(role.key());
            call.send()
                .await
                .map_err(|e| Fault::of("AdminAddUserToGroup", e))?;
        }
        for other in Role::VARIANTS
            .iter()
            .filter(|it| **it != role && is_in(**it))
        {
            let call = self
                .client
                .admin_remove_user_from_group()
                .user_pool_id(&self.user_pool_id)
                .username(username)
                .group_name(other.key());
            call.send()
                .await
                .map_err(|e| Fault::of("AdminRemoveUserFromGroup", e))?;
        }
        Ok(())
    }

    fn parameters<const N: usize>(
        &self,
        username: &str,
        more: [(&str, &str); N],
    ) -> HashMap<String, String> {
        let mut parameters: HashMap<_, _> = more
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        parameters.insert("USERNAME".to_owned(), username.to_owned());
        if let Some(hash) = self.secret_hash(username) {
            parameters.insert("SECRET_HASH".to_owned(), hash);
        }
        parameters
    }

    /// Shows that the call comes from who has the client's secret.
    fn secret_hash(&self, username: &str) -> Option<String> {
        let (_, key) = self.secret.as_ref()?;
        let tag = hmac::sign(key, format!("{username}{}", self.client_id).as_bytes());
        Some(STANDARD.encode(tag))
    }
}

fn step(
    tokens: Option<AuthenticationResultType>,
    challenge: Option<ChallengeNameType>,
    session: Option<String>,
) -> Result<PoolStep, Fault> {
    if let Some(tokens) = tokens {
        let access = tokens.access_token;
        return Ok(PoolStep::Done(PoolTokens {
            access: access.ok_or_else(|| unexpected("there is no access token"))?,
            refresh: tokens.refresh_token,
        }));
    }
    let what = match challenge {
        Some(ChallengeNameType::SoftwareTokenMfa) => Asked::MultiFactor,
        Some(ChallengeNameType::NewPasswordRequired) => Asked::NewPassword,
        _ => return Err(unexpected("it asks for what this program does not know")),
    };
    let session = session.ok_or_else(|| unexpected("there is no session"))?;
    Ok(PoolStep::Asked { what, session })
}

fn attributes(account: &Account, confirmed: bool) -> Result<Vec<AttributeType>, Fault> {
    let attribute = |name: &str, value: &str| {
        let built = AttributeType::builder().name(name).value(value).build();
        built.map_err(|_| unexpected("an attribute could not be written"))
    };
    let mut attributes = vec![
        attribute("email", account.email.as_str())?,
        attribute("name", account.name.as_str())?,
    ];
    if confirmed {
        attributes.push(attribute("email_verified", "true")?);
    }
    Ok(attributes)
}

fn unexpected(reason: &str) -> Fault {
    Fault::Failed(crate::PlatformError::corrupt(
        "an answer of Cognito",
        reason,
    ))
}
