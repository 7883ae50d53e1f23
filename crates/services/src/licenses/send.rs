//! Sending a licence with its papers.

use super::{Licenses, with_license};
use crate::{ServiceError, kathmandu_date, papers::kinds, permit::permit_own};
use bytes::Bytes;
use durbar_domain::{
    FieldError,
    account::Principal,
    broker::{
        ApplicationState, License, LicenseApplication, LicenseNumber, LicenseTier, PaperKind,
    },
    error::Problem,
    policy::Operation,
};
use durbar_platform::{licenses::LicenseChange, papers::PaperOwner, purchases::Notes};
use jiff::{Timestamp, civil::Date};

/// A licence as its holder types it.
#[derive(Debug, Clone)]
pub struct LicenseForm {
    pub number: LicenseNumber,
    pub tier: LicenseTier,
    pub expires: Date,
}

impl Licenses {
    /// Takes a licence with its papers, in place of what was sent before. It isn't verified
    /// until somebody has looked at it, whatever it was.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] for papers that aren't accepted and a licence that has
    /// expired.
    pub async fn send(
        &self,
        principal: &Principal,
        form: LicenseForm,
        papers: Vec<Bytes>,
        now: Timestamp,
    ) -> Result<LicenseApplication, ServiceError> {
        let person = permit_own(principal, Operation::SendLicense)?;
        let broker_id = person.broker_id.ok_or(ServiceError::NotFound)?;
        let today = kathmandu_date(now);
        let kinds = check(&form, &papers, today).map_err(ServiceError::Invalid)?;
        let broker = self.brokers.get(broker_id).await?;
        let broker = broker.ok_or(ServiceError::NotFound)?;
        let sent_before = self.store.application(broker_id).await?;
        let number = form.number.as_str().to_owned();
        let owner = PaperOwner::Broker(broker_id);
        let stored = self.papers.put(owner, kinds, papers, now).await?;
        let application = LicenseApplication {
            broker_id,
            version: sent_before.as_ref().map_or(0, |it| it.version) + 1,
            account_id: person.account_id,
            number: number.clone(),
            tier: form.tier,
            expires: form.expires,
            papers: stored,
            sent_at: now,
            state: ApplicationState::Waiting,
        };
        let license = License::unverified(number, form.tier, form.expires);
        let after = with_license(&broker, license, now);
        let change = LicenseChange {
            before: &broker,
            after: &after,
            application: Some(&application),
        };
        let events = [self.changed(&after, now)];
        let notes = Notes {
            events: &events,
            audit: &[],
        };
        if let Err(error) = self.store.write(change, notes).await {
            self.papers.forget(owner, &application.papers).await;
            return Err(error.into());
        }
        self.events.nudge();
        if let Some(before) = sent_before {
            self.papers.forget(owner, &before.papers).await;
        }
        Ok(application)
    }
}

/// What the papers are, or all that is wrong.
fn check(
    form: &LicenseForm,
    papers: &[Bytes],
    today: Date,
) -> Result<Vec<PaperKind>, Vec<FieldError>> {
    let mut problems = Vec::new();
    if form.expires < today {
        let (min, max) = (today.to_string(), "2199-12-31".to_owned());
        let problem = Problem::OutOfRange { min, max };
        problems.push(FieldError::new("expires", problem));
    }
    match kinds(papers, LicenseApplication::MAX_PAPERS) {
        Ok(kinds) if problems.is_empty() => Ok(kinds),
        Ok(_) => Err(problems),
        Err(of_papers) => {
            problems.extend(of_papers);
            Err(problems)
        }
    }
}
