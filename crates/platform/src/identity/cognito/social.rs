//! Signing in through another provider: by way of the pool's hosted pages, with an
//! authorization code, PKCE and a state (RFC 6749, 7636, 9700).

use super::{
    Cognito, HostedUi,
    factor::Factor,
    pool::PoolTokens,
    token::{Federated, IdClaims, federated_key},
};
use crate::{
    PlatformError,
    accounts::new_account,
    identity::{
        Device, IdentityError, SocialAccount, SocialAnswer, SocialOutcome, SocialStart,
        SocialState, SocialWish, built_in::CHALLENGE_LIFETIME, sealed_text::SealedText,
    },
    keys::{Digest, IdentityKey, PrimaryKey},
    secret::random,
    table::{Refusal, Write, from_item, to_item},
};
use aws_lc_rs::digest::{SHA256, digest};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use durbar_domain::{AccountId, account::EmailAddress, text::Name};
use serde::{Deserialize, Serialize};

/// A sign-in through another provider that was begun, as it is kept.
#[derive(Serialize, Deserialize)]
struct Begun {
    digest: Digest,
    /// What shows that whoever brings the code is who began.
    verifier: SealedText,
    nonce: String,
    wish: SocialWish,
    /// In seconds since 1970.
    expires_at: i64,
}

/// What the token address answers.
#[derive(Deserialize)]
struct Granted {
    access_token: String,
    id_token: String,
    refresh_token: Option<String>,
}

fn begun_key(digest: Digest) -> PrimaryKey {
    PrimaryKey::Identity(IdentityKey::SocialSignIn(digest))
}

impl Cognito {
    fn hosted_ui(&self) -> Result<&HostedUi, IdentityError> {
        let hosted_ui = self.settings.hosted_ui.as_ref();
        hosted_ui.ok_or(IdentityError::NotOffered)
    }

    pub(super) async fn start_social(
        &self,
        wish: &SocialWish,
    ) -> Result<SocialStart, IdentityError> {
        let hosted_ui = self.hosted_ui()?;
        if !hosted_ui.providers.contains(&wish.provider) {
            return Err(IdentityError::NotOffered);
        }
        let [state, verifier, nonce] =
            std::array::from_fn(|_| URL_SAFE_NO_PAD.encode(random::<32>()));
        let digest = Digest::of(state.as_bytes());
        let begun = Begun {
            digest,
            verifier: self.texts.seal(&digest.to_string(), &verifier)?,
            nonce: nonce.clone(),
            wish: wish.clone(),
            expires_at: self.end_of(CHALLENGE_LIFETIME),
        };
        self.table
            .put(to_item(begun_key(digest), "SocialSignIn", &begun)?)
            .await?;
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", &hosted_ui.callback)
            .append_pair(
                "scope",
                "openid email profile aws.cognito.signin.user.admin",
            )
            .append_pair("identity_provider", wish.provider.pool_name())
            .append_pair("state", &state)
            .append_pair("nonce", &nonce)
            .append_pair("code_challenge_method", "S256")
            .append_pair("code_challenge", &challenge_of(&verifier))
            .finish();
        Ok(SocialStart {
            address: format!("{}/oauth2/authorize?{query}", hosted_ui.address),
            state: SocialState::new(state),
        })
    }

    pub(super) async fn end_social(
        &self,
        answer: &SocialAnswer,
        device: &Device,
        make: &SocialAccount<'_>,
    ) -> Result<SocialOutcome, IdentityError> {
        let begun = self.use_begun(answer).await?;
        let verifier = self
            .texts
            .open(&begun.digest.to_string(), &begun.verifier)?;
        let granted = self.exchange(answer.code.expose(), &verifier).await?;
        let id = self.verified_id(&granted.id_token).await?;
        let tokens = PoolTokens {
            access: granted.access_token,
            refresh: granted.refresh_token,
        };
        if id.nonce.as_deref() != Some(&begun.nonce) {
            self.refuse(&tokens).await;
            return Err(IdentityError::InvalidToken);
        }
        let account_id = match self.owner_of(&id, &begun.wish, make).await {
            Ok(account_id) => account_id,
            Err(error) => {
                self.refuse(&tokens).await;
                return Err(error);
            }
        };
        let factor = self.factor_of(account_id).await?;
        let tokens = self
            .open_session(&factor, &id.username, tokens, device, false)
            .await?;
        Ok(SocialOutcome {
            tokens,
            wish: begun.wish,
        })
    }

    /// What was begun with a state, which works once and only in the browser that began.
    async fn use_begun(&self, answer: &SocialAnswer) -> Result<Begun, IdentityError> {
        let digest = Digest::of(answer.state.expose().as_bytes());
        let of_browser = Digest::of(answer.browser.expose().as_bytes());
        if !digest.matches(&of_browser) {
            return Err(IdentityError::WrongCode);
        }
        let item = self.table.get(begun_key(digest)).await?;
        let begun: Begun = from_item(item.ok_or(IdentityError::WrongCode)?)?;
        let write = Write::DeleteIf {
            key: begun_key(digest),
            attribute: "digest",
            text: digest.to_string(),
        };
        match self.table.transact(vec![write]).await {
            Ok(()) => {}
            Err(Refusal::Condition { .. }) => return Err(IdentityError::WrongCode),
            Err(Refusal::Failed(error)) => return Err(error.into()),
        }
        match self.now().as_second() < begun.expires_at {
            true => Ok(begun),
            false => Err(IdentityError::CodeExpired),
        }
    }

    /// Tokens for an authorization code.
    async fn exchange(&self, code: &str, verifier: &str) -> Result<Granted, IdentityError> {
        let hosted_ui = self.hosted_ui()?;
        let client_id = &self.settings.client_id;
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("client_id", client_id)
            .append_pair("redirect_uri", &hosted_ui.callback)
            .append_pair("code", code)
            .append_pair("code_verifier", verifier)
            .finish();
        let secret = self.settings.client_secret.as_ref();
        let authorization =
            secret.map(|it| format!("Basic {}", STANDARD.encode(format!("{client_id}:{it}"))));
        let address = format!("{}/oauth2/token", hosted_ui.address);
        let answer = self
            .https
            .post_form(&address, authorization.as_deref(), form)
            .await?;
        match answer.status {
            200 => serde_json::from_slice(&answer.body)
                .map_err(|error| PlatformError::corrupt("tokens of the pool", error).into()),
            400 => Err(IdentityError::WrongCode),
            status => Err(PlatformError::corrupt(address, format!("it answered {status}")).into()),
        }
    }

    /// Whose account it is, made when there is none. An address that has an account already is
    /// its password's to open: that another provider vouches for the address is not enough.
    async fn owner_of(
        &self,
        id: &IdClaims,
        wish: &SocialWish,
        make: &SocialAccount<'_>,
    ) -> Result<AccountId, IdentityError> {
        match self.account_of(&id.username).await {
            Err(IdentityError::NoAccount) => {}
            known => return known,
        }
        let email = id.email.as_deref().filter(|_| id.email_is_verified());
        let email = email.and_then(|text| EmailAddress::parse("email", text).ok());
        let email = email.ok_or(IdentityError::NotConfirmed)?;
        let given = id.name.as_deref().map(|text| Name::parse("name", text));
        let own = email.as_str().split('@').next().unwrap_or_default();
        let name = match given {
            Some(Ok(name)) => name,
            _ => Name::parse("name", own).map_err(|_| IdentityError::NotConfirmed)?,
        };
        let account = make(&email, name, wish.locale);
        let account_id = account.account_id;
        let mut factor = Factor::new(account_id);
        factor.federated.push(id.username.clone());
        let federated = Federated { account_id };
        let key = federated_key(&id.username);
        let mut writes = vec![
            factor.new_write()?,
            Write::PutNew(to_item(key, "FederatedUser", &federated)?),
        ];
        writes.extend(new_account(&account)?);
        match self.table.transact(writes).await {
            Ok(()) => {}
            Err(Refusal::Condition { .. }) => return Err(IdentityError::AddressTaken),
            Err(Refusal::Failed(error)) => return Err(error.into()),
        }
        self.pool.set_role(&id.username, account.role).await?;
        Ok(account_id)
    }

    /// Gives back tokens that open nothing here.
    async fn refuse(&self, tokens: &PoolTokens) {
        if let Some(token) = &tokens.refresh {
            self.give_back(token).await;
        }
    }
}

/// The challenge of a verifier by the method S256 (RFC 7636).
fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
}

#[cfg(test)]
mod unit {
    use super::challenge_of;

    #[test]
    fn the_challenge_is_that_of_the_standards_example() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert_eq!(challenge_of(verifier), challenge);
    }
}
