//! Which backups are kept: fewer the older they are.

use jiff::{SignedDuration, Timestamp};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// Of times in ascending order those that are kept at `now`: all of the last day, the last of
/// each hour of the last week, the last of each day (UTC) of `days` days, and the latest in
/// any case.
pub(super) fn kept(times: &[Timestamp], now: Timestamp, days: u32) -> Vec<Timestamp> {
    let mut kept = Vec::new();
    for (at, time) in times.iter().enumerate() {
        let Some(next) = times.get(at + 1) else {
            kept.push(*time);
            break;
        };
        let age = now.duration_since(*time);
        let last_of = |seconds: i64| {
            time.as_second().div_euclid(seconds) != next.as_second().div_euclid(seconds)
        };
        let keep = match age.as_secs() {
            age if age < DAY => true,
            age if age < 7 * DAY => last_of(HOUR),
            age if age < i64::from(days) * DAY => last_of(DAY),
            _ => false,
        };
        if keep && age < SignedDuration::from_secs(i64::from(days) * DAY) {
            kept.push(*time);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

    fn every_ten_minutes(days: i64) -> Vec<Timestamp> {
        let count = days * 24 * 6;
        let before = |n: i64| NOW - SignedDuration::from_secs(600 * n);
        (0..=count).rev().map(before).collect()
    }

    #[test]
    fn the_older_the_fewer_and_the_latest_always() {
        let times = every_ten_minutes(40);
        let kept = kept(&times, NOW, 35);
        let between = |from: i64, to: i64| {
            let age = |it: &&Timestamp| (from..to).contains(&NOW.duration_since(**it).as_secs());
            kept.iter().filter(age).count()
        };
        assert_eq!(between(0, DAY), 144);
        assert_eq!(between(DAY, 7 * DAY), 144);
        assert_eq!(between(7 * DAY, 35 * DAY), 28);
        assert_eq!(between(35 * DAY, 50 * DAY), 0);
        assert_eq!(kept.last(), Some(&NOW));
    }

    #[test]
    fn one_that_is_old_but_the_latest_stays() {
        let old = NOW - SignedDuration::from_hours(24 * 400);
        assert_eq!(kept(&[old], NOW, 35), [old]);
        assert!(kept(&[], NOW, 35).is_empty());
    }
}
