//! Codes sent by mail: the last one of an address and purpose works, once.

use super::{BuiltIn, CONFIRM_LIFETIME, RESET_LIFETIME, after, code};
use crate::{
    PlatformError,
    accounts::address_digest,
    identity::{CodeMail, IdentityError, MailCode},
    keys::{CodeKind, Digest, IdentityKey, PrimaryKey},
    table::{Write, from_item, to_item},
    throttle::Purpose,
};
use durbar_domain::account::EmailAddress;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The code last sent to an address, as it is kept.
#[derive(Serialize, Deserialize)]
struct SentCode {
    digest: Digest,
    /// In seconds since 1970.
    expires_at: i64,
}

fn code_key(email: &EmailAddress, kind: CodeKind) -> PrimaryKey {
    let address = address_digest(email);
    PrimaryKey::Identity(IdentityKey::Code { address, kind })
}

impl BuiltIn {
    pub(super) async fn reset_code(&self, email: &EmailAddress) -> Result<CodeMail, IdentityError> {
        self.count(Purpose::SendCode, email.as_str()).await?;
        let known = self.accounts.owner(email).await?.is_some();
        self.send_code(email, CodeKind::Reset, known).await
    }

    /// Whether a code is the one last sent: the write that uses it up, on the condition that
    /// it still is.
    pub(super) async fn check_code(
        &self,
        email: &EmailAddress,
        kind: CodeKind,
        code: &MailCode,
    ) -> Result<Write, IdentityError> {
        let key = code_key(email, kind);
        let item = self.table.get(key).await?;
        let sent: SentCode = from_item(item.ok_or(IdentityError::WrongCode)?)?;
        if !sent
            .digest
            .matches(&code::digest(&self.code_key, code.expose()))
        {
            return Err(IdentityError::WrongCode);
        }
        if self.now().as_second() >= sent.expires_at {
            return Err(IdentityError::CodeExpired);
        }
        Ok(Write::DeleteIf {
            key,
            attribute: "digest",
            text: sent.digest.to_string(),
        })
    }

    /// Keeps a new code for an address; without somebody to send it to nobody ever knows it.
    pub(super) async fn send_code(
        &self,
        email: &EmailAddress,
        kind: CodeKind,
        somebody: bool,
    ) -> Result<CodeMail, IdentityError> {
        let (write, code) = self.new_code(email, kind)?;
        self.table.write_all(vec![write]).await?;
        Ok(match somebody {
            true => CodeMail::Send(code),
            false => CodeMail::Nobody,
        })
    }

    pub(super) fn new_code(
        &self,
        email: &EmailAddress,
        kind: CodeKind,
    ) -> Result<(Write, MailCode), PlatformError> {
        let code = code::mail_code();
        let lifetime = match kind {
            CodeKind::Confirm => CONFIRM_LIFETIME,
            CodeKind::Reset => RESET_LIFETIME,
        };
        let sent = SentCode {
            digest: code::digest(&self.code_key, code.expose()),
            expires_at: self.end_of(lifetime),
        };
        let item = to_item(code_key(email, kind), "MailCode", &sent)?;
        Ok((Write::Put(item), code))
    }

    pub(super) fn end_of(&self, lifetime: Duration) -> i64 {
        after(self.now(), lifetime).as_second()
    }
}
