//! The plot and its road, drawn to scale.

use super::facts::LandUnits;
use durbar_domain::{Locale, PublicListing, attributes::Facing, format};
use durbar_messages::{Label, listing as words};
use leptos::prelude::*;

/// Side of the drawing in its own units.
const FRAME: f64 = 320.0;
/// The longer side of the plot.
const PLOT: f64 = 170.0;
const FEET_PER_METRE: f64 = 1.0 / 0.3048;

/// Plan and facts of the land.
#[component]
pub fn LandAndRoad(locale: Locale, home: PublicListing) -> impl IntoView {
    let land = &home.land;
    let road = format!(
        "{}, {}",
        format::metres(land.road.width_decimetres, locale),
        land.road.surface.label(locale)
    );
    let water: Vec<&str> = land
        .water
        .iter()
        .map(|source| source.label(locale))
        .collect();
    let sides = format!(
        "{} × {} {}",
        format::number(land.frontage_feet.into(), locale),
        format::number(land.depth_feet.into(), locale),
        if locale == Locale::En {
            "ft"
        } else {
            "फिट"
        },
    );
    let rows = [
        (words::road(locale), road),
        (words::facing(locale), land.facing.label(locale).to_owned()),
        (words::shape(locale), land.shape.label(locale).to_owned()),
        (words::frontage(locale), sides),
        (words::water(locale), water.join(", ")),
    ];
    view! {
        <section class="section land" aria-labelledby="land">
            <h2 id="land">{words::land_and_road(locale)}</h2>
            <div class="land__columns">
                <figure class="plan">
                    <Plan locale home=home.clone() />
                    <figcaption>{words::plan_approximate(locale)}</figcaption>
                </figure>
                <div>
                    <dl class="facts">
                        {rows
                            .into_iter()
                            .map(|(name, value)| view! { <div class="facts__row"><dt>{name}</dt><dd>{value}</dd></div> })
                            .collect_view()}
                    </dl>
                    <h3>{words::land_in_all_units(locale)}</h3>
                    <LandUnits locale home=home.clone() />
                </div>
            </div>
        </section>
    }
    .into_any()
}

/// A plot with north above: the road runs along the side it lies on, the arrow shows
/// which way the front looks.
#[component]
fn Plan(locale: Locale, home: PublicListing) -> impl IntoView {
    let land = &home.land;
    let (frontage, depth) = (
        f64::from(land.frontage_feet.max(1)),
        f64::from(land.depth_feet.max(1)),
    );
    let scale = PLOT / frontage.max(depth);
    let (half_width, half_depth) = (frontage * scale / 2.0, depth * scale / 2.0);
    let road_feet = f64::from(land.road.width_decimetres) / 10.0 * FEET_PER_METRE;
    let road = (road_feet * scale).max(6.0);
    let middle = FRAME / 2.0;
    // Drawn with the road below, then turned to the side on which it runs.
    let turn = f64::from(land.road.side.degrees()) - f64::from(Facing::South.degrees());
    let turned = format!("rotate({turn} {middle} {middle})");
    let facing = format!("rotate({} {middle} {middle})", land.facing.degrees());
    let label = words::plan_label(
        locale,
        format::number(land.frontage_feet.into(), locale),
        format::number(land.depth_feet.into(), locale),
        land.facing.label(locale),
        format::metres(land.road.width_decimetres, locale),
        land.road.side.label(locale),
    );
    let number = |value: f64| format!("{value:.1}");
    view! {
        <svg class="plan__drawing" viewBox=format!("0 0 {FRAME} {FRAME}") role="img" aria-label=label>
            <g transform=turned>
                <rect class="plan__road" x="0" y=number(middle + half_depth) width=number(FRAME) height=number(road)></rect>
                <line
                    class="plan__road-line"
                    x1="0"
                    x2=number(FRAME)
                    y1=number(middle + half_depth + road / 2.0)
                    y2=number(middle + half_depth + road / 2.0)
                ></line>
                <rect
                    class="plan__plot"
                    x=number(middle - half_width)
                    y=number(middle - half_depth)
                    width=number(half_width * 2.0)
                    height=number(half_depth * 2.0)
                ></rect>
            </g>
            <g class="plan__facing" transform=facing>
                <line x1=number(middle) x2=number(middle) y1=number(middle + 18.0) y2=number(middle - 30.0)></line>
                <path d=format!("M{0} {1}l-7 12h14z", number(middle), number(middle - 42.0))></path>
            </g>
            <g class="plan__north" transform=format!("translate({} 22)", number(FRAME - 22.0))>
                <path d="M0 -12l5 10h-10z"></path>
                <text y="14" text-anchor="middle">{Facing::North.label(locale).chars().next().map(String::from)}</text>
            </g>
        </svg>
    }
    .into_any()
}
