//! The field of a form for each field of a draft.

use crate::components::form::{CheckField, Field, SelectField, TextArea};
use durbar_domain::{
    Locale, Neighbourhood,
    attributes::{
        Amenity, EarthquakeCode, Facing, PlotShape, PropertySubType, RoadSurface, Tenure,
        WaterSource,
    },
    draft::{DraftField, DraftFields},
    format::LandMeasure,
    text_hint::{TextHint, hints},
};
use durbar_messages::{Label, desk as words};
use leptos::prelude::*;
use strum::VariantArray;

/// A field with what was typed so far.
#[component]
pub fn DraftInput(locale: Locale, field: DraftField, text: String) -> impl IntoView {
    use DraftField as F;
    let (name, label) = (field.key(), field.label(locale));
    let ticked = text == "yes";
    match field {
        F::Neighbourhood => {
            let place =
                |it: &Neighbourhood| (it.key().to_owned(), it.name().get(locale).to_string());
            let options = Neighbourhood::VARIANTS.iter().map(place).collect();
            select(locale, field, options, text)
        }
        F::LandMeasure => choice::<LandMeasure>(locale, field, text),
        F::PlotShape => choice::<PlotShape>(locale, field, text),
        F::Facing | F::RoadSide => choice::<Facing>(locale, field, text),
        F::RoadSurface => choice::<RoadSurface>(locale, field, text),
        F::PropertySubType => choice::<PropertySubType>(locale, field, text),
        F::Tenure => choice::<Tenure>(locale, field, text),
        F::EarthquakeCode => choice::<EarthquakeCode>(locale, field, text),
        F::WaterSource => boxes::<WaterSource>(locale, field, &text),
        F::Amenities => boxes::<Amenity>(locale, field, &text),
        F::ApproximateLocation => {
            let help = words::help::approximate_location(locale);
            view! { <CheckField name label ticked help /> }.into_any()
        }
        F::PriceOnRequest => {
            let help = words::help::price_on_request(locale);
            view! { <CheckField name label ticked help /> }.into_any()
        }
        F::Lalpurja | F::Charkilla | F::CompletionCertificate => {
            view! { <CheckField name label ticked /> }.into_any()
        }
        F::SummaryEn | F::SummaryNe => {
            let remarks = hints(&text, 60, 320);
            let help = words::help::summary(locale);
            view! {
                <TextArea locale name label help rows=3 maxlength=320 required=false value=text />
                <Hints locale remarks />
            }
            .into_any()
        }
        F::DescriptionEn | F::DescriptionNe => {
            let remarks = hints(&text, 400, 4_000);
            let help = words::help::description(locale);
            view! {
                <TextArea
                    locale
                    name
                    label
                    help
                    rows=12
                    maxlength=DraftFields::MAX
                    required=false
                    value=text
                />
                <Hints locale remarks />
            }
            .into_any()
        }
        F::TitleEn | F::TitleNe => {
            let remarks = hints(&text, 8, 90);
            let help = words::help::title(locale);
            view! {
                <Field locale name label help maxlength=120 required=false value=text />
                <Hints locale remarks />
            }
            .into_any()
        }
        F::LandArea => {
            let help = words::help::land_area(locale);
            view! { <Field locale name label help maxlength=40 required=false value=text /> }
                .into_any()
        }
        F::ListPrice => {
            let help = words::help::list_price(locale);
            view! { <Field locale name label help maxlength=40 required=false value=text /> }
                .into_any()
        }
        F::RoadWidthMetres | F::YearBuilt | F::LivingArea => {
            let help = match field {
                F::RoadWidthMetres => words::help::road_width_metres(locale),
                F::YearBuilt => words::help::year_built(locale),
                _ => words::help::living_area(locale),
            };
            view! {
                <Field locale name label help inputmode="decimal" maxlength=20 required=false value=text />
            }
            .into_any()
        }
        F::Ward
        | F::Latitude
        | F::Longitude
        | F::FrontageFeet
        | F::DepthFeet
        | F::BedroomsTotal
        | F::BathroomsTotal
        | F::Stories
        | F::ParkingTotal => view! {
            <Field locale name label inputmode="decimal" maxlength=20 required=false value=text />
        }
        .into_any(),
    }
}

/// A choice of a closed list, empty at first.
fn choice<T>(locale: Locale, field: DraftField, text: String) -> AnyView
where
    T: VariantArray + Label + Into<&'static str>,
{
    let option = |it: &T| {
        let key: &'static str = (*it).into();
        (key.to_owned(), it.label(locale).to_owned())
    };
    select(
        locale,
        field,
        T::VARIANTS.iter().map(option).collect(),
        text,
    )
}

fn select(
    locale: Locale,
    field: DraftField,
    mut options: Vec<(String, String)>,
    text: String,
) -> AnyView {
    options.insert(0, (String::new(), "–".to_owned()));
    let (name, label) = (field.key(), field.label(locale));
    view! { <SelectField locale name label options value=text /> }.into_any()
}

/// A box for each of a closed list; its name is that of the field and of what it stands for.
fn boxes<T>(locale: Locale, field: DraftField, text: &str) -> AnyView
where
    T: VariantArray + Label + Into<&'static str>,
{
    let chosen: Vec<&str> = text.split(',').collect();
    let boxes = T::VARIANTS
        .iter()
        .map(|it| {
            let key: &'static str = (*it).into();
            let ticked = chosen.contains(&key);
            let name = format!("{}.{key}", field.key());
            view! { <CheckField name label=it.label(locale) ticked /> }
        })
        .collect_view();
    view! {
        <fieldset class="field-group field-group--boxes">
            <legend>{field.label(locale)}</legend>
            {boxes}
        </fieldset>
    }
    .into_any()
}

/// Gentle remarks on a text; they stop nobody.
#[component]
fn Hints(locale: Locale, remarks: Vec<TextHint>) -> impl IntoView {
    let words = |hint: TextHint| match hint {
        TextHint::Short => words::hint::short(locale),
        TextHint::Long => words::hint::long(locale),
        TextHint::PhoneNumber => words::hint::phone_number(locale),
        TextHint::Link => words::hint::link(locale),
        TextHint::Shouting => words::hint::shouting(locale),
    };
    remarks
        .into_iter()
        .map(|hint| view! { <p class="field__hint">{words(hint)}</p> })
        .collect_view()
}
