//! What a mail about an enquiry says.

use durbar_domain::{
    Locale,
    broker::Broker,
    enquiry::{Enquiry, Message, Party, Slot, Step},
    format,
    text::Localized,
};
use durbar_messages::{Label, mail::enquiry as words};

/// What a mail is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Occasion {
    /// A question that begins an enquiry.
    Question,
    /// A wish to view that begins one.
    Viewing,
    Answered,
    /// Other times.
    Proposed,
    Confirmed,
    Declined,
    Cancelled,
}

impl Occasion {
    /// Who is told of what `by` did.
    pub fn recipients(self, by: Party) -> Vec<Party> {
        let other = match by {
            Party::Buyer => Party::Broker,
            Party::Broker => Party::Buyer,
        };
        match self {
            Self::Question | Self::Viewing | Self::Confirmed => vec![other, by],
            Self::Answered | Self::Proposed | Self::Declined | Self::Cancelled => vec![other],
        }
    }

    fn is_first(self) -> bool {
        matches!(self, Self::Question | Self::Viewing)
    }
}

/// What a mail is made of.
pub(super) struct Letter<'a> {
    pub enquiry: &'a Enquiry,
    pub message: &'a Message,
    pub broker: &'a Broker,
    /// Who of the broker's agency wrote, where it wasn't the broker.
    pub author: Option<String>,
    pub title: Localized<String>,
    pub url: String,
}

impl Letter<'_> {
    /// Subject and text: in the buyer's language; to the broker, whose language nobody noted,
    /// in both.
    pub fn compose(&self, occasion: Occasion, to: Party) -> (String, String) {
        if to == Party::Buyer {
            let locale = self.enquiry.locale;
            return (
                self.subject(occasion, to, locale),
                self.text(occasion, to, locale),
            );
        }
        let [en, ne] = [Locale::En, Locale::Ne].map(|locale| self.text(occasion, to, locale));
        let subject = self.subject(occasion, to, Locale::En);
        (subject, format!("{en}\n* * *\n\n{ne}"))
    }

    fn subject(&self, occasion: Occasion, to: Party, locale: Locale) -> String {
        let title = self.title.get(locale);
        match (occasion, to) {
            (Occasion::Question, Party::Broker) => words::question_to_broker_subject(locale, title),
            (Occasion::Question, Party::Buyer) => words::question_to_buyer_subject(locale, title),
            (Occasion::Viewing, Party::Broker) => words::viewing_to_broker_subject(locale, title),
            (Occasion::Viewing, Party::Buyer) => words::viewing_to_buyer_subject(locale, title),
            (Occasion::Answered, _) => words::answered_subject(locale, title),
            (Occasion::Proposed, _) => words::proposed_subject(locale, title),
            (Occasion::Confirmed, _) => words::confirmed_subject(locale, title),
            (Occasion::Declined, _) => words::declined_subject(locale, title),
            (Occasion::Cancelled, _) => words::cancelled_subject(locale, title),
        }
    }

    fn lead(&self, occasion: Occasion, to: Party, locale: Locale) -> String {
        let title = self.title.get(locale);
        let broker = self.broker.name.get(locale).as_str();
        let buyer = self.enquiry.contact.name.as_str();
        let actor = match self.message.by {
            Party::Buyer => buyer,
            Party::Broker => self.author.as_deref().unwrap_or(broker),
        };
        match (occasion, to) {
            (Occasion::Question, Party::Broker) => words::question_to_broker(locale, buyer, title),
            (Occasion::Question, Party::Buyer) => words::question_to_buyer(locale, title, broker),
            (Occasion::Viewing, Party::Broker) => words::viewing_to_broker(locale, buyer, title),
            (Occasion::Viewing, Party::Buyer) => words::viewing_to_buyer(locale, title, broker),
            (Occasion::Answered, _) => words::answered(locale, actor, title),
            (Occasion::Proposed, _) => words::proposed(locale, actor, title),
            (Occasion::Confirmed, _) => words::confirmed(locale, title),
            (Occasion::Declined, _) => words::declined(locale, actor, title),
            (Occasion::Cancelled, _) => words::cancelled(locale, actor, title),
        }
    }

    fn text(&self, occasion: Occasion, to: Party, locale: Locale) -> String {
        let mut parts = vec![
            words::greeting(locale).to_owned(),
            self.lead(occasion, to, locale),
        ];
        let slots = match &self.message.step {
            Some(Step::ProposeSlots { slots }) => slots.as_slice(),
            Some(Step::Confirm { slot }) => std::slice::from_ref(slot),
            _ => &[],
        };
        if !slots.is_empty() {
            let lines: Vec<_> = slots
                .iter()
                .map(|it| format!("- {}", slot(it, locale)))
                .collect();
            parts.push(lines.join("\n"));
        }
        // Nobody's own words go back to them: of a guest's address nobody knows yet whose it
        // is, and a form must not be a way to mail words to strangers.
        if let Some(text) = self.message.text.as_ref().filter(|_| self.message.by != to) {
            parts.push(text.as_str().to_owned());
        }
        if to == Party::Broker && (occasion.is_first() || occasion == Occasion::Confirmed) {
            parts.push(self.buyer(locale));
        }
        if occasion == Occasion::Confirmed {
            parts.push(words::confirmed_calendar(locale).to_owned());
        }
        parts.push(words::thread(locale, &self.url));
        if to == Party::Buyer && self.enquiry.buyer.is_none() {
            parts.push(words::link_is_secret(locale).to_owned());
        }
        parts.join("\n\n") + "\n"
    }

    /// Who asks and where they are reached.
    fn buyer(&self, locale: Locale) -> String {
        let contact = &self.enquiry.contact;
        let mut lines = words::contact(
            locale,
            contact.name.as_str(),
            &contact.phone,
            contact.choice.label(locale),
            &contact.email,
        );
        if let Some(visit) = self.enquiry.visit {
            let people = format::number(visit.party_size.people().into(), locale);
            let financing = visit.financing.label(locale);
            lines.push('\n');
            lines.push_str(&words::visit(locale, people, financing));
        }
        lines
    }
}

/// A slot by Nepal's clocks.
fn slot(slot: &Slot, locale: Locale) -> String {
    let start = slot.start_in_nepal();
    let day = format::date(start.date(), locale);
    let time = format!("{:02}:{:02}", start.hour(), start.minute());
    let minutes = format::number(slot.minutes().into(), locale);
    words::slot(locale, day, format::digits(&time, locale), minutes)
}
