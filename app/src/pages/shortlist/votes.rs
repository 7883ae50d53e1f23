//! Votes for and against a home.

use durbar_domain::{
    Locale, format,
    shortlist::{Member, Opinion},
};
use durbar_messages::shortlist as words;
use durbar_services::shortlists::HomeView;
use leptos::prelude::*;

/// How many are for and against, and who; choosing one's own opinion again takes it back.
#[component]
pub fn Votes(
    locale: Locale,
    home: HomeView,
    members: Vec<Member>,
    may_comment: bool,
) -> impl IntoView {
    let choices = [Opinion::Up, Opinion::Down]
        .map(|opinion| choice(locale, &home, opinion, may_comment).into_any());
    let who = [Opinion::Up, Opinion::Down]
        .into_iter()
        .filter_map(|opinion| {
            let names = names(&home, &members, opinion);
            (!names.is_empty()).then(|| {
                let text = match opinion {
                    Opinion::Up => words::for_it(locale, names.join(", ")),
                    _ => words::against_it(locale, names.join(", ")),
                };
                view! { <p class="muted">{text}</p> }
            })
        })
        .collect_view();
    view! {
        <div class="shortlist__votes">{choices.into_iter().collect_view()}</div>
        {who}
    }
    .into_any()
}

fn choice(locale: Locale, home: &HomeView, opinion: Opinion, may_comment: bool) -> impl IntoView {
    let count = home
        .votes
        .iter()
        .filter(|vote| vote.opinion == opinion)
        .count();
    let count = format::number(count as u64, locale);
    let text = match opinion {
        Opinion::Up => words::up(locale, count),
        _ => words::down(locale, count),
    };
    if !may_comment {
        return view! { <span>{text}</span> }.into_any();
    }
    let version = home.my_vote.map_or(0, |vote| vote.version);
    let is_mine = home.my_vote.is_some_and(|vote| vote.opinion == opinion);
    let next: &str = match is_mine {
        true => Opinion::None.into(),
        false => opinion.into(),
    };
    let (pressed, class) = match is_mine {
        true => ("true", "button button--small"),
        false => ("false", "button button--quiet button--small"),
    };
    view! {
        <form method="post">
            <input type="hidden" name="action" value="vote" />
            <input type="hidden" name="listing" value=home.entry.listing_id.to_string() />
            <input type="hidden" name="version" value=version.to_string() />
            <input type="hidden" name="opinion" value=next />
            <button class=class type="submit" aria-pressed=pressed>{text}</button>
        </form>
    }
    .into_any()
}

/// Names of the members of this opinion; who has left is counted but not named.
fn names(home: &HomeView, members: &[Member], opinion: Opinion) -> Vec<String> {
    let votes = home.votes.iter().filter(|vote| vote.opinion == opinion);
    let voters = votes.filter_map(|vote| members.iter().find(|it| it.member_id == vote.by));
    voters
        .map(|member| member.name.as_str().to_owned())
        .collect()
}
