//! Switches of features.

use super::{AdminPage, FEATURES, refused};
use crate::{
    actions::role_field,
    components::{
        form::{ActionForm, CheckField, Field},
        notice::{Notice, Tone},
    },
    context::AppContext,
    locale::use_locale,
    pages::{failure::failed, not_found::NotFound},
    visitor::Visitor,
};
use durbar_domain::{
    Locale,
    account::Role,
    feature::{Feature, FeatureFlag, FeatureFlags},
    format,
    policy::Operation,
};
use durbar_messages::{Label, admin, features as words};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use strum::VariantArray as _;

/// The longest reason, in characters.
const REASON: usize = 300;

#[component]
pub fn FeaturesPage() -> impl IntoView {
    let locale = use_locale();
    if let Some(refused) = refused(locale, FEATURES, Operation::SetFeatures) {
        return refused;
    }
    Suspend::new(async move {
        let features = AppContext::get().services.features;
        let is_set_here = features.are_set_here();
        match features.list(&Visitor::get().principal).await {
            Ok(written) => view! { <Features locale flags=written.flags is_set_here /> }.into_any(),
            Err(error) => failed(error),
        }
    })
    .into_any()
}

#[component]
fn Features(locale: Locale, flags: FeatureFlags, is_set_here: bool) -> impl IntoView {
    let rows = Feature::VARIANTS
        .iter()
        .map(|feature| {
            let state = state(locale, &flags.get(*feature));
            let name = feature.label(locale);
            let to = format!("{FEATURES}/{}", feature.key());
            view! {
                <tr>
                    <th scope="row">{match is_set_here {
                        true => view! { <a href=locale.path(&to)>{name}</a> }.into_any(),
                        false => name.into_any(),
                    }}</th>
                    <td>{state}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <AdminPage locale path=FEATURES title=words::title(locale)>
            <p>{words::text(locale)}</p>
            {(!is_set_here).then(|| view! {
                <Notice tone=Tone::Calm><p>{words::elsewhere(locale)}</p></Notice>
            })}
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{words::feature(locale)}</th>
                        <th scope="col">{words::state(locale)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </AdminPage>
    }
    .into_any()
}

/// Whom a feature is on for, in words.
fn state(locale: Locale, flag: &FeatureFlag) -> String {
    if !flag.enabled || flag.percentage.get() == 0 {
        return words::off(locale).to_owned();
    }
    let roles: Vec<&str> = flag.roles.iter().map(|role| role.label(locale)).collect();
    let roles = match roles.is_empty() {
        true => words::everyone(locale).to_owned(),
        false => roles.join(", "),
    };
    match flag.percentage.get() {
        100 => words::on(locale, roles),
        share => words::on_for_some(locale, format::number(share.into(), locale), roles),
    }
}

#[component]
pub fn FeaturePage() -> impl IntoView {
    let locale = use_locale();
    if let Some(refused) = refused(locale, FEATURES, Operation::SetFeatures) {
        return refused;
    }
    let named = use_params_map().read_untracked().get("feature");
    let Some(feature) = named.and_then(|name| name.parse::<Feature>().ok()) else {
        return view! { <NotFound /> }.into_any();
    };
    Suspend::new(async move {
        let features = AppContext::get().services.features;
        if !features.are_set_here() {
            return view! { <NotFound /> }.into_any();
        }
        match features.list(&Visitor::get().principal).await {
            Ok(written) => {
                let (flag, version) = (written.flags.get(feature), written.version);
                view! { <Switch locale feature flag version /> }.into_any()
            }
            Err(error) => failed(error),
        }
    })
    .into_any()
}

#[component]
fn Switch(locale: Locale, feature: Feature, flag: FeatureFlag, version: u64) -> impl IntoView {
    let FeatureFlag {
        enabled,
        percentage,
        roles,
    } = flag;
    view! {
        <AdminPage locale path=FEATURES title=feature.label(locale)>
            <ActionForm locale action="set-feature" submit=words::save(locale)>
                <input type="hidden" name="version" value=version.to_string() />
                <CheckField name="enabled" label=words::enabled(locale) ticked=enabled />
                <Field
                    locale
                    name="percentage"
                    label=words::percentage(locale)
                    help=words::percentage_help(locale)
                    inputmode="numeric"
                    value=percentage.get().to_string()
                />
                <fieldset class="field">
                    <legend class="field__label">{words::roles(locale)}</legend>
                    <p class="field__help">{words::roles_help(locale)}</p>
                    {Role::VARIANTS
                        .iter()
                        .map(|role| view! {
                            <CheckField
                                name=role_field(*role)
                                label=role.label(locale)
                                ticked=roles.contains(*role)
                            />
                        })
                        .collect_view()}
                </fieldset>
                <Field
                    locale
                    name="reason"
                    label=words::reason(locale)
                    help=admin::reason_help(locale)
                    maxlength=REASON
                />
            </ActionForm>
        </AdminPage>
    }
    .into_any()
}
