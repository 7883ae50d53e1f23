use super::*;

fn parse(arguments: &[&str]) -> Result<Command, String> {
    let line = std::iter::once("durbar").chain(arguments.iter().copied());
    CommandLine::try_parse_from(line)
        .map(CommandLine::into_command)
        .map_err(|error| one_line(&error))
}

fn serve(arguments: &[&str]) -> ServeArguments {
    match parse(arguments) {
        Ok(Command::Serve(arguments)) => *arguments,
        other => panic!("{other:?}"),
    }
}

#[test]
fn serving_is_the_default() {
    let settings = serve(&["--listen", "127.0.0.1:0", "--page-cache-mb", "0"]);
    assert_eq!((settings.listen.port(), settings.page_cache_mb), (0, 0));
    assert_eq!(
        serve(&["serve", "--seed-when-empty"]).listen.to_string(),
        "127.0.0.1:3000"
    );
    assert!(
        matches!(parse(&["seed", "--scale", "1000"]), Ok(Command::Seed(seed)) if seed.scale == Some(1_000))
    );
}

#[test]
fn a_mistake_is_one_line_that_names_the_setting() {
    for (arguments, named) in [
        (&["--listen", "nowhere"][..], "DURBAR_LISTEN"),
        (
            &["serve", "--site-url", "durbar.example"],
            "DURBAR_SITE_URL",
        ),
        (
            &["--site-url", "https://durbar.example/shop"],
            "https://durbar.example/shop",
        ),
        (&["--tile-url", "https://tile.example/tiles"], "{z}"),
        (&["--exchange-rates", "USD=-1"], "DURBAR_EXCHANGE_RATES"),
        (
            &["--exchange-rates-date", "yesterday"],
            "DURBAR_EXCHANGE_RATES_DATE",
        ),
        (
            &["--otlp-endpoint", "collector:4318"],
            "DURBAR_OTLP_ENDPOINT",
        ),
        (
            &["--otlp-endpoint", "grpc://collector"],
            "http://127.0.0.1:4318",
        ),
        (&["--web-vitals-sample", "1.5"], "DURBAR_WEB_VITALS_SAMPLE"),
        (&["--web-vitals-sample", "NaN"], "from 0 to 1"),
        (&["--log-level", "loud=very"], "DURBAR_LOG"),
        (&["--mode", "cloud"], "DURBAR_MODE"),
        (&["--page-cache-mb", "-5"], "--page-cache-mb"),
        (&["seed", "--scale", "0"], "DURBAR_SCALE"),
        (
            &[
                "--premium-key-secret",
                "durbar/keys",
                "--premium-keys",
                "K1=key.pem",
            ],
            "DURBAR_PREMIUM_KEY_SECRET",
        ),
        (&["--premium-key-secret", ""], "--premium-key-secret"),
        (&["--no-such-flag"], "--no-such-flag"),
        (&["dance"], "dance"),
    ] {
        let line = parse(arguments).expect_err("a mistake");
        assert!(
            line.contains(named) && !line.contains('\n'),
            "{arguments:?}: {line}"
        );
    }
}

#[test]
fn aws_mode_names_what_is_missing() {
    let named = |arguments: &[&str]| serve(arguments).store.settings();
    let missing = named(&["--mode", "aws", "--table", "durbar"]).expect_err("buckets are missing");
    assert!(
        missing.contains("--raw-uploads-bucket") && missing.contains("DURBAR_RAW_UPLOADS_BUCKET"),
        "{missing}"
    );
    let buckets = [
        "--raw-uploads-bucket",
        "a",
        "--public-media-bucket",
        "b",
        "--premium-media-bucket",
        "c",
        "--private-papers-bucket",
        "d",
        "--audit-bucket",
        "e",
    ];
    let all = [&["--mode", "aws", "--table", "durbar"][..], &buckets[..]].concat();
    assert!(
        matches!(named(&all), Ok(StoreSettings::Aws(config)) if config.buckets.public_media == "b")
    );
}

#[test]
fn files_are_fetched_from_this_machine_in_tests_alone() {
    let fetch = |arguments: &[&str]| {
        let arguments = serve(arguments);
        arguments.fetch.fetcher(arguments.store.mode)
    };
    let here = "http://127.0.0.1:8080/1.jpg";
    let usual = fetch(&[]).expect("a fetcher");
    assert!(usual.check(here).is_err());
    let flag = "--fetch-from-loopback";
    assert!(fetch(&[flag]).expect("a fetcher").check(here).is_ok());
    let line = fetch(&[flag, "--mode", "aws"]).expect_err("not in AWS");
    assert!(line.contains("DURBAR_FETCH_FROM_LOOPBACK") && !line.contains('\n'));
    use clap::CommandFactory;
    assert!(
        !CommandLine::command()
            .render_long_help()
            .to_string()
            .contains(flag)
    );
}

#[test]
fn tile_addresses_become_sources_of_the_content_security_policy() {
    let source = |text: &str| text.parse::<TileUrl>().map(|url| url.source);
    assert_eq!(source("none"), Ok(None));
    let plain = source("https://tile.example/{z}/{x}/{y}{r}.png").expect("an address");
    assert_eq!(plain.as_deref(), Some("https://tile.example"));
    let spread = source("https://{s}.tile.example:8443/{z}/{x}/{y}.png").expect("an address");
    assert_eq!(spread.as_deref(), Some("https://*.tile.example:8443"));
    for bad in [
        "https://a b/{z}/{x}/{y}",
        "ftp://tile.example/{z}/{x}/{y}",
        "https://x; script-src *//{z}{x}{y}",
        "",
    ] {
        assert!(source(bad).is_err(), "{bad}");
    }
}

#[test]
fn help_names_a_variable_for_every_setting() {
    use clap::CommandFactory;
    let command = CommandLine::command();
    // What is done once is told by the call alone.
    let once = ["backup", "drill", "export", "import", "restore", "verify"];
    for flag in command.get_arguments().chain(
        command
            .get_subcommands()
            .filter(|command| !once.contains(&command.get_name()))
            .flat_map(|command| command.get_arguments()),
    ) {
        let name = flag.get_id().as_str();
        if name != "help" && name != "version" {
            assert!(flag.get_env().is_some(), "{name} has no variable");
            assert!(flag.get_help().is_some(), "{name} has no help");
        }
    }
}
