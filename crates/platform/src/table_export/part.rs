//! One part of an export as files: JSON lines and Parquet with the same items.

use super::ExportError;
use crate::{
    private_file,
    table::{ENTITY_TYPE, Item, PK, SK, attribute, canonical},
};
use parquet::{
    basic::Compression,
    data_type::{ByteArray, ByteArrayType},
    errors::ParquetError,
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::parser::parse_message_type,
};
use std::{
    fs,
    io::{self, Write as _},
    path::Path,
    sync::Arc,
};

/// The columns of the weekly export in AWS (`infra/lib/recovery/definitions.ts`), so that a
/// query reads both. `item` is DynamoDB JSON.
const SCHEMA: &str = "message item {
    required binary pk (UTF8);
    required binary sk (UTF8);
    required binary entity_type (UTF8);
    required binary item (UTF8);
}";

/// Writes `{"Item":…}` lines as DynamoDB's own export has them, which ImportTable reads.
pub(super) fn write_json_lines(path: &Path, items: &[Item]) -> Result<(), ExportError> {
    let failed = |source| ExportError::file(path, source);
    let aside = private_file::aside(path);
    let mut out = io::BufWriter::new(private_file::create(&aside).map_err(failed)?);
    for item in items {
        writeln!(out, "{{\"Item\":{}}}", canonical(item)).map_err(failed)?;
    }
    let file = out.into_inner().map_err(|e| failed(e.into_error()))?;
    file.sync_all().map_err(failed)?;
    fs::rename(aside, path).map_err(failed)
}

/// Writes the same items in columns.
pub(super) fn write_parquet(path: &Path, items: &[Item]) -> Result<(), ExportError> {
    let aside = private_file::aside(path);
    let file = private_file::create(&aside).map_err(|source| ExportError::file(path, source))?;
    let columns = columns(items)?;
    write_columns(file, &columns).map_err(|source| ExportError::file(path, source.into()))?;
    fs::rename(aside, path).map_err(|source| ExportError::file(path, source))
}

fn columns(items: &[Item]) -> Result<[Vec<ByteArray>; 4], ExportError> {
    let mut columns: [Vec<ByteArray>; 4] = Default::default();
    for item in items {
        let kind = item.get(ENTITY_TYPE).and_then(|kind| kind.as_s().ok());
        let values = [
            attribute(item, PK)?.to_owned(),
            attribute(item, SK)?.to_owned(),
            kind.cloned().unwrap_or_default(),
            canonical(item),
        ];
        for (column, value) in columns.iter_mut().zip(values) {
            column.push(ByteArray::from(value.into_bytes()));
        }
    }
    Ok(columns)
}

fn write_columns(file: fs::File, columns: &[Vec<ByteArray>]) -> Result<(), ParquetError> {
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .build();
    let mut writer = SerializedFileWriter::new(file, schema, Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    let mut values = columns.iter();
    while let (Some(mut column), Some(values)) = (group.next_column()?, values.next()) {
        column
            .typed::<ByteArrayType>()
            .write_batch(values, None, None)?;
        column.close()?;
    }
    group.close()?;
    writer.into_inner()?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::text;
    use parquet::{
        file::reader::{FileReader as _, SerializedFileReader},
        record::RowAccessor as _,
    };
    use std::os::unix::fs::PermissionsExt as _;

    fn item(number: usize) -> Item {
        Item::from([
            (PK.to_owned(), text(format!("PROPERTY#{number}"))),
            (SK.to_owned(), text("METADATA")),
            (ENTITY_TYPE.to_owned(), text("Property")),
            ("title".to_owned(), text("इँटाको घर \"1\"\n")),
        ])
    }

    #[test]
    fn both_formats_hold_the_same_items_for_their_owner_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let items: Vec<Item> = (0..300).map(item).collect();
        let (lines, columns) = (
            folder.path().join("a.jsonl"),
            folder.path().join("a.parquet"),
        );
        write_json_lines(&lines, &items).expect("written");
        write_parquet(&columns, &items).expect("written");
        let text = fs::read_to_string(&lines).expect("lines");
        let lines_read: Vec<String> = text
            .lines()
            .map(|line| {
                let json: serde_json::Value = serde_json::from_str(line).expect("JSON");
                assert_eq!(json["Item"]["SK"]["S"], "METADATA");
                let inner = line.strip_prefix("{\"Item\":").expect("a line");
                inner.strip_suffix('}').expect("a line").to_owned()
            })
            .collect();
        let file = fs::File::open(&columns).expect("a file");
        let reader = SerializedFileReader::new(file).expect("Parquet");
        let rows = reader.get_row_iter(None).expect("rows");
        let rows_read: Vec<String> = rows
            .map(|row| {
                let row = row.expect("a row");
                assert_eq!(row.get_string(2).expect("a kind"), "Property");
                row.get_string(3).expect("an item").clone()
            })
            .collect();
        assert_eq!(lines_read.len(), 300);
        assert_eq!(lines_read, rows_read);
        for path in [lines, columns] {
            let mode = fs::metadata(path).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
