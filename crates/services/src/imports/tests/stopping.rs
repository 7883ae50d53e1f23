//! An import that is cut off.

use super::*;

/// Stops when it has been told of so many rows.
struct Impatient(u64);

impl ImportObserver for Impatient {
    fn refused(&mut self, row: &RefusedRow) -> Result<(), ImportError> {
        match row.row >= self.0 {
            true => Err(ImportError::Format {
                path: "stopped".into(),
            }),
            false => Ok(()),
        }
    }

    fn progressed(&mut self, _: &Progress) {}
}

/// Every hundredth is refused.
fn rows(count: usize) -> Vec<BTreeMap<&'static str, String>> {
    (1..=count)
        .map(|n| match n % 100 {
            0 => with(&format!("H-{n}"), &[("beds", "none")]),
            _ => cells(&format!("H-{n}")),
        })
        .collect()
}

#[tokio::test]
async fn cut_off_anywhere_and_run_again_it_leaves_what_one_run_leaves() {
    let whole = Stage::new().await;
    let rows = rows(2_300);
    let (summary, told) = whole.import(&rows).await;
    assert_eq!(counts(&summary), (2_277, 0, 0, 23));

    let stage = Stage::new().await;
    let job = stage.job(&csv(&rows), "list.csv");
    for stop_at in [100, 900, 1_200, 1_201, 2_100] {
        let stopped = stage.imports.run(&job, &mut Impatient(stop_at)).await;
        assert!(
            matches!(stopped, Err(ImportError::Format { .. })),
            "{stopped:?}"
        );
    }
    let (file, _) = reading::fingerprint(&job.file, &job.mapping)
        .await
        .expect("hashed");
    let store = ImportStore::new(stage.embedded.platform().table.clone());
    let noted = store.checkpoint(file).await.expect("read").expect("noted");
    assert!(noted.rows >= 1_000, "{noted:?}");

    let (end, again) = stage.run(&job).await;
    assert_eq!((end.rows, end.refused), (summary.rows, summary.refused));
    assert_eq!(end.created + end.unchanged, summary.created, "{end:?}");
    assert_eq!(again.refused, told.refused, "the report is whole");
    assert_eq!(stage.events().await.len(), whole.events().await.len());
    for n in [1, 999, 1_001, 2_299] {
        let id = format!("H-{n}");
        let (here, there) = (stage.home(&id).await, whole.home(&id).await);
        let (here, there) = (here.expect("a home"), there.expect("a home"));
        assert_eq!(
            (here.title, here.price, here.version),
            (there.title, there.price, 1)
        );
    }
    assert_eq!(
        store.checkpoint(file).await.expect("read"),
        None,
        "it is at its end"
    );
    let (after, _) = stage.run(&job).await;
    assert_eq!(
        counts(&after),
        (0, 0, 2_277, 23),
        "and looks at all rows again"
    );
}

#[tokio::test]
async fn a_row_that_was_refused_for_what_stood_here_is_looked_at_again() {
    let stage = Stage::new().await;
    let first: Vec<_> = (1..=1_100).map(|n| cells(&format!("H-{n}"))).collect();
    stage.import(&first).await;
    let mut rows = first.clone();
    // An offered home can't be unwritten.
    rows[4] = with("H-5", &[("state", "")]);
    rows.push(with("H-1101", &[("beds", "none")]));
    let job = stage.job(&csv(&rows), "list.csv");
    let stopped = stage.imports.run(&job, &mut Impatient(1_101)).await;
    assert!(stopped.is_err());
    let (end, told) = stage.run(&job).await;
    assert_eq!(counts(&end), (0, 0, 1_099, 2));
    let numbers: Vec<u64> = told.refused.iter().map(|row| row.row).collect();
    assert_eq!(numbers, [5, 1_101]);
}
