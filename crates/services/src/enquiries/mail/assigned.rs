//! The mail to whoever was put in charge of an enquiry.

use super::{EnquiryMail, REMEMBERED, thread_path};
use durbar_domain::{AccountId, EnquiryId, EventId, enquiry::Party};
use durbar_messages::mail::agency as words;
use durbar_platform::{PlatformError, mail::MailMessage};
use jiff::Timestamp;

impl EnquiryMail {
    /// Tells somebody that they are in charge of an enquiry now.
    pub(super) async fn tell_assigned(
        &self,
        event_id: EventId,
        enquiry_id: EnquiryId,
        account_id: AccountId,
    ) -> Result<(), PlatformError> {
        let account = self.accounts.get(account_id).await?;
        let enquiry = self.store.get(enquiry_id).await?;
        // Erased meanwhile, one or the other: there is nothing to tell.
        let (Some(account), Some(enquiry)) = (account, enquiry) else {
            return Ok(());
        };
        let to = Party::Broker;
        if self.store.was_mailed(enquiry_id, event_id, to).await? {
            return Ok(());
        }
        let locale = account.locale;
        let cards = self.listings.summaries(&[enquiry.listing_id]).await?;
        let title = cards.first().map(|card| card.title.get(locale).as_str());
        let title = title.unwrap_or_default();
        let path = locale.path(&thread_path(enquiry_id));
        let text = words::assigned(
            locale,
            account.name.as_str(),
            enquiry.contact.name.as_str(),
            title,
            format!("{}{path}", self.origin),
        );
        self.sender
            .send(&MailMessage {
                to: account.email,
                subject: words::assigned_subject(locale, title),
                text,
                headers: Vec::new(),
                idempotency_key: format!("{event_id}.assigned"),
            })
            .await?;
        let now = Timestamp::now();
        let times = (now, now + REMEMBERED);
        self.store.set_mailed(enquiry_id, event_id, to, times).await
    }
}
