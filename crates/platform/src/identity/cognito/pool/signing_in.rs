//! Signing in, step by step, and the tokens that follow.

use super::{Asked, Pool, PoolStep, PoolTokens, unexpected};
use crate::identity::cognito::fault::Fault;
use aws_sdk_cognitoidentityprovider::types::{
    AuthFlowType, AuthenticationResultType, ChallengeNameType,
};

impl Pool {
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
