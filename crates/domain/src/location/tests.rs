use super::*;
use crate::error::Problem;
use proptest::prelude::*;

fn point(latitude: f64, longitude: f64) -> GeoPoint {
    GeoPoint::new("point", latitude, longitude).expect("a point on Earth")
}

fn any_point() -> impl Strategy<Value = GeoPoint> {
    (-90.0..=90.0, -180.0..=180.0).prop_map(|(latitude, longitude)| point(latitude, longitude))
}

/// Points as addresses hold them: on the grid of 5 decimals.
fn grid_point() -> impl Strategy<Value = GeoPoint> {
    (-9_000_000..=9_000_000_i32, -18_000_000..=18_000_000_i32).prop_map(|(latitude, longitude)| {
        point(f64::from(latitude) / 1e5, f64::from(longitude) / 1e5)
    })
}

fn problem<T: std::fmt::Debug>(result: Result<T, crate::FieldError>) -> Problem {
    let error = result.expect_err("it is refused");
    assert_eq!(error.field, "field");
    error.problem
}

#[test]
fn points_off_the_earth_are_refused() {
    for (latitude, longitude) in [
        (90.1, 0.0),
        (-91.0, 0.0),
        (0.0, 180.1),
        (f64::NAN, 0.0),
        (0.0, f64::NAN),
        (f64::INFINITY, 0.0),
    ] {
        let result = GeoPoint::new("field", latitude, longitude);
        assert!(
            matches!(problem(result), Problem::OutOfRange { .. }),
            "{latitude},{longitude}"
        );
    }
    assert!(serde_json::from_str::<GeoPoint>("[91.0, 0.0]").is_err());
    assert!(serde_json::from_str::<GeoPoint>("[1.0]").is_err());
}

#[test]
fn distance_is_in_metres() {
    let sanepa = point(27.6846, 85.3055);
    assert_eq!(sanepa.metres_to(sanepa), 0.0);
    // A degree of latitude is 111.195 km on this sphere.
    assert!((point(27.0, 85.0).metres_to(point(28.0, 85.0)) - 111_195.08).abs() < 0.1);
    let antipodes = point(0.0, 0.0).metres_to(point(0.0, 180.0));
    assert!((antipodes - 20_015_114.0).abs() < 1.0, "{antipodes}");
}

#[test]
fn the_edges_of_the_earth_have_cells() {
    for (latitude, longitude) in [(90.0, 180.0), (-90.0, -180.0), (90.0, -180.0), (0.0, 180.0)] {
        for length in [0, 1, 6, 12, 99] {
            let snapped = point(latitude, longitude).snapped(length);
            assert!(snapped.latitude().abs() <= 90.0 && snapped.longitude().abs() <= 180.0);
        }
    }
    // The published example of geohash.org.
    assert_eq!(point(57.64911, 10.40744).geohash(11), "u4pruydqqvj");
}

#[test]
fn boxes_across_the_date_line() {
    let pacific = BoundingBox::parse("field", "-20,170,10,-170").expect("a box");
    assert!(pacific.contains(point(0.0, 175.0)) && pacific.contains(point(0.0, -175.0)));
    assert!(!pacific.contains(point(0.0, 0.0)) && !pacific.contains(point(11.0, 180.0)));
    assert_eq!((pacific.width(), pacific.height()), (20.0, 30.0));
    assert_eq!(BoundingBox::parse("field", &pacific.to_text()), Ok(pacific));
}

#[test]
fn hostile_boxes_are_refused() {
    for text in [
        "",
        ",,,",
        "1,2,3",
        "1,2,3,4,5",
        "a,b,c,d",
        "1;2;3;4",
        "0x1,2,3,4",
    ] {
        assert!(
            matches!(
                problem(BoundingBox::parse("field", text)),
                Problem::Malformed { .. }
            ),
            "{text}"
        );
    }
    for text in [
        "nan,85,28,86",
        "27,inf,28,86",
        "27,85,91,86",
        "27,85,28,1e300",
    ] {
        assert!(
            matches!(
                problem(BoundingBox::parse("field", text)),
                Problem::OutOfRange { .. }
            ),
            "{text}"
        );
    }
    assert_eq!(
        problem(BoundingBox::parse("field", "28,85,27,86")),
        Problem::Inverted
    );
    let many = "1,".repeat(100_000);
    assert!(matches!(
        problem(BoundingBox::parse("field", &many)),
        Problem::Malformed { .. }
    ));
}

#[test]
fn hostile_areas_are_refused() {
    for text in ["", ";;;", "1,2", "1,2;3,4", "a,b;c,d;e,f", "1 2;3 4;5 6"] {
        assert!(
            matches!(
                problem(DrawnArea::parse("field", text)),
                Problem::Malformed { .. }
            ),
            "{text}"
        );
    }
    let many = "27.7,85.3;".repeat(10_000);
    assert_eq!(
        problem(DrawnArea::parse("field", &many)),
        Problem::TooMany { max: 100 }
    );
    let nan = "nan,85;27,85;27,86";
    assert!(matches!(
        problem(DrawnArea::parse("field", nan)),
        Problem::OutOfRange { .. }
    ));
    assert!(serde_json::from_str::<DrawnArea>("[]").is_err());
    assert!(serde_json::from_str::<DrawnArea>("[[1.0, 2.0], [1.0, 3.0]]").is_err());
}

#[test]
fn areas_that_cross_themselves_are_even_odd() {
    // A pentagram: its points are inside, its middle isn't.
    let corners = (0..5).map(|n| {
        let turn = f64::from(n) * 4.0 * std::f64::consts::PI / 5.0;
        point(10.0 * turn.cos(), 10.0 * turn.sin())
    });
    let pentagram = DrawnArea::new("field", corners.collect()).expect("an area");
    assert!(
        !pentagram.contains(point(0.0, 0.0)),
        "the middle is crossed twice"
    );
    assert!(pentagram.contains(point(8.0, 0.0)), "a point of the star");
    assert!(!pentagram.contains(point(-8.0, 0.0)), "between two points");
    // A bow tie.
    let bow = DrawnArea::parse("field", "0,0;2,2;2,0;0,2").expect("an area");
    assert!(bow.contains(point(1.5, 1.0)) && bow.contains(point(0.5, 1.0)));
    assert!(!bow.contains(point(1.0, 1.5)) && !bow.contains(point(1.0, 0.5)));
    // Everything on one line: nothing is inside, and nothing breaks.
    let flat = DrawnArea::parse("field", "1,1;1,1;1,1").expect("an area");
    assert!(!flat.contains(point(1.0, 1.0)));
}

#[test]
fn a_discreet_place_is_shown_by_its_cell() {
    let exact = point(27.76571, 85.36593);
    let open = Location {
        exact,
        approximate: false,
    }
    .public();
    assert_eq!((open.point, open.approximate), (exact, false));
    let discreet = Location {
        exact,
        approximate: true,
    }
    .public();
    assert!(discreet.approximate);
    assert_eq!(discreet.point.geohash(6), exact.geohash(6));
    assert_ne!(discreet.point, exact);
}

proptest! {
    #[test]
    fn points_round_trip(point in any_point(), on_grid in grid_point()) {
        let through_json = |point: GeoPoint| -> GeoPoint {
            let json = serde_json::to_string(&point).expect("it serialises");
            serde_json::from_str(&json).expect("it reads back")
        };
        prop_assert_eq!(through_json(on_grid), on_grid);
        // Of 17 digits serde_json may read the last one wrong.
        prop_assert!(through_json(point).metres_to(point) < 1e-6);
    }

    /// Two homes in one cell cannot be told apart.
    #[test]
    fn discretion_hides_all_but_the_cell(a in any_point(), north in 0.0..1.0_f64, east in 0.0..1.0_f64) {
        let (middle, wide, tall) = geohash::decode(&a.geohash(6)).expect("a cell");
        let inside = point(
            (middle.y + tall * (2.0 * north - 1.0) * 0.99).clamp(-90.0, 90.0),
            (middle.x + wide * (2.0 * east - 1.0) * 0.99).clamp(-180.0, 180.0),
        );
        prop_assert_eq!(inside.geohash(6), a.geohash(6));
        let shown = |exact| Location { exact, approximate: true }.public();
        prop_assert_eq!(shown(a), shown(inside));
        prop_assert_eq!(shown(a).point.snapped(6), shown(a).point, "showing it again tells no more");
    }

    #[test]
    fn boxes_round_trip(a in grid_point(), b in grid_point()) {
        let (south, north) = (a.latitude().min(b.latitude()), a.latitude().max(b.latitude()));
        let bounds = BoundingBox {
            south_west: point(south, a.longitude()),
            north_east: point(north, b.longitude()),
        };
        prop_assert_eq!(BoundingBox::parse("box", &bounds.to_text()), Ok(bounds));
        prop_assert!(bounds.contains(bounds.south_west) && bounds.contains(bounds.north_east));
        prop_assert!((0.0..=360.0).contains(&bounds.width()));
    }

    #[test]
    fn a_box_read_back_holds_what_it_held(points in prop::collection::vec(any_point(), 1..20)) {
        let bounds = BoundingBox::around(points.iter().copied()).expect("there are points");
        let read_back = BoundingBox::parse("box", &bounds.to_text()).expect("a box");
        for point in points {
            prop_assert!(bounds.contains(point) && read_back.contains(point));
        }
        prop_assert_eq!(read_back.to_text(), bounds.to_text());
        prop_assert!(read_back.height() - bounds.height() < 2.1e-5);
    }

    #[test]
    fn areas_round_trip(corners in prop::collection::vec(grid_point(), 3..=100)) {
        let area = DrawnArea::new("area", corners).expect("an area");
        prop_assert_eq!(DrawnArea::parse("area", &area.to_text()), Ok(area.clone()));
        let json = serde_json::to_string(&area).expect("it serialises");
        prop_assert_eq!(serde_json::from_str::<DrawnArea>(&json).expect("it reads back"), area);
    }

    #[test]
    fn a_rectangle_is_the_same_as_its_box(a in grid_point(), b in grid_point(), at in any_point()) {
        let bounds = BoundingBox::around([a, b]).expect("two points");
        let (low, high) = (bounds.south_west, bounds.north_east);
        let corners = vec![low, point(low.latitude(), high.longitude()), high, point(high.latitude(), low.longitude())];
        let area = DrawnArea::new("area", corners).expect("an area");
        prop_assert_eq!(area.contains(at), bounds.contains(at));
    }
}
