//! What a request brings to be let in: parameters of its address, or cookies.

use super::{HASH_ALGORITHM, Refusal};

/// Parameters that sign an address; with `CloudFront-` before them, the cookies.
pub(super) const RESERVED: [&str; 5] = [
    "Expires",
    "Policy",
    "Key-Pair-Id",
    "Signature",
    "Hash-Algorithm",
];
const COOKIE_PREFIX: &str = "CloudFront-";

/// Signature and policy of a request, as they were sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Credentials<'a> {
    pub grant: Grant<'a>,
    pub key_pair_id: &'a str,
    pub signature: &'a str,
    /// The address without the parameters that sign it.
    pub resource: String,
}

/// Which policy is said to have been signed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Grant<'a> {
    /// For the resource itself, until this time.
    Canned {
        expires: &'a str,
    },
    Custom {
        policy: &'a str,
    },
}

impl<'a> Credentials<'a> {
    /// Of the address, or if it has none of the parameters, of the cookies: an address that
    /// has but one of them counts as signed, and cookies aren't looked at.
    pub(super) fn of(url: &'a str, cookies: &[&'a str]) -> Result<Self, Refusal> {
        let mut fields = Fields::default();
        let resource = fields.take_from_address(url)?;
        if fields.is_empty() {
            fields.take_from_cookies(cookies)?;
        }
        fields.into_credentials(resource)
    }
}

/// The values, in the order of [`RESERVED`].
#[derive(Debug, Default)]
struct Fields<'a>([Option<&'a str>; 5]);

impl<'a> Fields<'a> {
    fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// Keeps a value if its name is a reserved one; gives back whether it is. Escapes are not
    /// undone: nothing that signs needs them, and so there is one spelling only.
    fn take(&mut self, name: &str, value: &'a str) -> Result<bool, Refusal> {
        let Some(at) = RESERVED.iter().position(|reserved| *reserved == name) else {
            return Ok(false);
        };
        match self.0[at].replace(value) {
            None => Ok(true),
            Some(_) => Err(Refusal::Duplicate(RESERVED[at])),
        }
    }

    /// Takes the parameters; gives back the address without them.
    fn take_from_address(&mut self, url: &'a str) -> Result<String, Refusal> {
        let Some((path, query)) = url.split_once('?') else {
            return Ok(url.to_owned());
        };
        let mut resource = path.to_owned();
        let mut separator = '?';
        for part in query.split('&') {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            if !self.take(name, value)? {
                resource.push(separator);
                resource.push_str(part);
                separator = '&';
            }
        }
        Ok(resource)
    }

    fn take_from_cookies(&mut self, cookies: &[&'a str]) -> Result<(), Refusal> {
        let pairs = cookies.iter().flat_map(|header| header.split(';'));
        for (name, value) in pairs.filter_map(|pair| pair.trim().split_once('=')) {
            if let Some(name) = name.strip_prefix(COOKIE_PREFIX) {
                self.take(name, value)?;
            }
        }
        Ok(())
    }

    fn into_credentials(self, resource: String) -> Result<Credentials<'a>, Refusal> {
        if self.is_empty() {
            return Err(Refusal::Unsigned);
        }
        let [expires, policy, key_pair_id, signature, hash_algorithm] = self.0;
        // Without it CloudFront takes SHA-1, which nothing here signs with.
        if hash_algorithm != Some(HASH_ALGORITHM) {
            return Err(Refusal::HashAlgorithm);
        }
        let grant = match (expires, policy) {
            (Some(expires), None) => Grant::Canned { expires },
            (None, Some(policy)) => Grant::Custom { policy },
            (Some(_), Some(_)) => return Err(Refusal::TwoPolicies),
            (None, None) => return Err(Refusal::Missing("Policy")),
        };
        Ok(Credentials {
            grant,
            key_pair_id: key_pair_id.ok_or(Refusal::Missing("Key-Pair-Id"))?,
            signature: signature.ok_or(Refusal::Missing("Signature"))?,
            resource,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED: &str = "Expires=1&Key-Pair-Id=K&Signature=s&Hash-Algorithm=SHA256";

    #[test]
    fn parameters_that_sign_are_not_part_of_the_resource() {
        let resource = |url: &str| Credentials::of(url, &[]).map(|found| found.resource);
        for (before, resource_left) in [
            ("https://a/b?", "https://a/b"),
            ("https://a/b?x=1&", "https://a/b?x=1"),
            ("https://a/b?&", "https://a/b?"),
            ("https://a/b?x=%41&&y&", "https://a/b?x=%41&&y"),
        ] {
            let found = resource(&format!("{before}{SIGNED}"));
            assert_eq!(found.as_deref(), Ok(resource_left), "{before}");
        }
        let after = resource(&format!("https://a/b?{SIGNED}&x=1?2"));
        assert_eq!(after.as_deref(), Ok("https://a/b?x=1?2"));
    }

    #[test]
    fn cookies_count_when_the_address_is_not_signed() {
        let cookies = [
            "theme=dark; CloudFront-Policy=p;CloudFront-Key-Pair-Id=K",
            "CloudFront-Signature=s; CloudFront-Hash-Algorithm=SHA256; Signature=other",
        ];
        let found = Credentials::of("https://a/b?x=1", &cookies).expect("credentials");
        assert_eq!(found.grant, Grant::Custom { policy: "p" });
        assert_eq!(found.resource, "https://a/b?x=1");
        let partly = Credentials::of("https://a/b?Signature=s", &cookies);
        assert_eq!(partly, Err(Refusal::HashAlgorithm));
        let twice = [cookies[0], cookies[1], "CloudFront-Policy=q"];
        assert_eq!(
            Credentials::of("https://a/b", &twice),
            Err(Refusal::Duplicate("Policy"))
        );
    }

    #[test]
    fn says_what_is_missing_or_too_much() {
        let refusal = |query: &str| Credentials::of(&format!("https://a/b?{query}"), &[]).err();
        assert_eq!(refusal(SIGNED), None);
        assert_eq!(refusal("x=1"), Some(Refusal::Unsigned));
        assert_eq!(
            refusal(&format!("{SIGNED}&Expires=2")),
            Some(Refusal::Duplicate("Expires"))
        );
        assert_eq!(
            refusal(&format!("{SIGNED}&Policy=p")),
            Some(Refusal::TwoPolicies)
        );
        for (without, expected) in [
            ("Expires=1&", Refusal::Missing("Policy")),
            ("Key-Pair-Id=K&", Refusal::Missing("Key-Pair-Id")),
            ("Signature=s&", Refusal::Missing("Signature")),
            ("&Hash-Algorithm=SHA256", Refusal::HashAlgorithm),
        ] {
            assert_eq!(refusal(&SIGNED.replace(without, "")), Some(expected));
        }
        assert_eq!(
            refusal(&SIGNED.replace("SHA256", "SHA1")),
            Some(Refusal::HashAlgorithm)
        );
    }
}
