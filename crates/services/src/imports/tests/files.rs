//! Files at fault, and reports.

use super::*;

#[tokio::test]
async fn lines_at_fault_are_refused_and_the_others_go_on() {
    let stage = Stage::new().await;
    let good = |id: &str| serde_json::to_string(&cells(id)).expect("JSON");
    let mut typed = serde_json::to_value(cells("H-3")).expect("JSON");
    typed["beds"] = serde_json::json!(4);
    typed["ward"] = serde_json::json!(18.0);
    typed["extras"] = serde_json::json!(["Pool", "Lawn"]);
    let lines = [
        good("H-1"),
        "{\"ref\": \"H-2\"".to_owned(),
        String::new(),
        typed.to_string(),
        "[1, 2]".to_owned(),
        "{\"ref\": {\"a\": 1}}".to_owned(),
        good("H-4"),
    ];
    let (summary, told) = stage
        .run(&stage.job(lines.join("\r\n").as_bytes(), "list.jsonl"))
        .await;
    assert_eq!(counts(&summary), (3, 0, 0, 3));
    let rows: Vec<_> = told
        .refused
        .iter()
        .map(|row| (row.row, fields(row)))
        .collect();
    assert_eq!(rows, [(2, vec!["row"]), (4, vec!["row"]), (5, vec!["ref"])]);
    let home = stage.home("H-3").await.expect("a home");
    assert_eq!(home.amenities.len(), 2);

    let mut bytes = csv(&[cells("H-5"), cells("H-6"), cells("H-7")]);
    bytes.extend_from_slice(b"too,few,cells\n");
    let place = bytes.windows(3).position(|it| it == b"H-6").expect("there");
    bytes[place] = 0xff;
    let (summary, told) = stage.run(&stage.job(&bytes, "list.csv")).await;
    assert_eq!(counts(&summary), (2, 0, 0, 2));
    assert_eq!(fields(&told.refused[0]), ["ref"]);
    let why = problem(&told.refused[1], "row").to_string();
    assert!(
        why.contains("24 cells") && why.contains("it has 3"),
        "{why}"
    );
}

#[tokio::test]
async fn a_file_that_cannot_be_read_stops_the_import_with_a_line_that_says_why() {
    let stage = Stage::new().await;
    let endless = {
        let mut bytes = csv(&[cells("H-1")]);
        bytes.extend_from_slice(b"\"left open,");
        bytes.resize(bytes.len() + 3_000_000, b'x');
        bytes
    };
    let long_line = vec![b'x'; 2_000_000];
    for (bytes, name, said) in [
        (&endless[..], "endless.csv", "row 2 has more than"),
        (&long_line[..], "endless.jsonl", "row 1 has more than"),
        (
            b"a,b\n1,2\n",
            "columns.csv",
            "the mapping names the column \"ref\"; the file has a, b",
        ),
        (b"", "list.xlsx", "neither .csv nor .jsonl"),
    ] {
        let job = stage.job(bytes, name);
        let error = stage.imports.run(&job, &mut Told::default()).await;
        let line = error.expect_err(name).to_string();
        assert!(line.contains(said), "{line}");
    }
    let mut job = stage.job(b"", "list.csv");
    job.file = "nowhere/list.csv".into();
    let error = stage.imports.run(&job, &mut Told::default()).await;
    let line = error.expect_err("not there").to_string();
    assert!(line.contains("nowhere/list.csv"), "{line}");
}

#[tokio::test]
async fn a_report_holds_every_refused_field_for_people_and_programs() {
    let stage = Stage::new().await;
    let rows = [
        with("H-1", &[("beds", "0"), ("face", "up")]),
        cells("H-2"),
        with("H,\"3\"", &[("beds", "")]),
    ];
    let (summary, told) = stage.import(&rows).await;
    for ending in ["csv", "json"] {
        let path = stage.folder.path().join(format!("report.{ending}"));
        let mut report = ReportFile::create(&path).expect("begun");
        for row in &told.refused {
            report.add(row, &stage.mapping).expect("added");
        }
        report.finish(&summary).expect("ended");
    }
    let text = bytes_of(&stage.folder.path().join("report.csv"));
    let mut lines = csv::Reader::from_reader(text.as_bytes());
    let lines: Vec<Vec<String>> = lines
        .records()
        .map(|line| line.expect("a line").iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0][..4], ["1", "H-1", "facing", "face"]);
    assert!(lines[0][4].contains("north-east"), "{lines:?}");
    assert_eq!(
        lines[2],
        ["3", "H,\"3\"", "bedrooms_total", "beds", "is empty"]
    );
    let text = bytes_of(&stage.folder.path().join("report.json"));
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(json["refused"].as_array().map(Vec::len), Some(3));
    assert_eq!(json["refused"][1]["column"], "beds");
    assert_eq!(json["summary"]["refused"], 2);
    let wrong = ReportFile::create(&stage.folder.path().join("report.txt"));
    assert!(wrong.is_err());
}
