//! What each command does.

use crate::{
    backup,
    cli::{AccountCommand, Command, SeedArguments, ServeArguments},
    create_account, demo_accounts, drill,
    error::StartError,
    export,
    host::{Host, HostParts},
    http, import, lambda, listener, logging, metrics, restore, site,
    stack::{Identity, Stack, Store},
    traces::Traces,
    verify,
};
use durbar_services::{
    Seeder,
    seed::{Market, SeedReport},
};
use jiff::Timestamp;
use std::{io, net::SocketAddr, path::Path, sync::Arc, time::Duration};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    time::Instant,
};

/// Runs a command to its end.
///
/// # Errors
/// What kept it from starting or from doing its work.
pub fn run(command: Command) -> Result<(), StartError> {
    let log = match &command {
        Command::Serve(arguments) => &arguments.log,
        Command::Seed(arguments) => &arguments.log,
        Command::Import(arguments) => &arguments.log,
        Command::Account(arguments) => match &arguments.command {
            AccountCommand::Create(arguments) => &arguments.log,
        },
        Command::Verify(arguments) => &arguments.log,
        Command::Export(arguments) => &arguments.log,
        Command::Backup(arguments) => &arguments.log,
        Command::Restore(arguments) => &arguments.log,
        Command::Drill(arguments) => &arguments.log,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(StartError::Runtime)?;
    let traces = match &command {
        Command::Serve(arguments) => Traces::start(&arguments.trace, runtime.handle()),
        _ => Ok(None),
    };
    let traces = traces.map_err(StartError::Setting)?;
    let _log = logging::start(log, traces.as_ref());
    let done = runtime.block_on(async {
        match command {
            Command::Serve(arguments) => serve(*arguments, traces.as_ref()).await,
            Command::Seed(arguments) => seed(*arguments).await,
            Command::Import(arguments) => import::import(*arguments).await,
            Command::Account(arguments) => match arguments.command {
                AccountCommand::Create(arguments) => create_account::create(*arguments).await,
            },
            Command::Verify(arguments) => verify::verify(*arguments).await,
            Command::Export(arguments) => export::export(*arguments).await,
            Command::Backup(arguments) => backup::backup(*arguments).await,
            Command::Restore(arguments) => restore::restore(*arguments).await,
            Command::Drill(arguments) => drill::drill(*arguments).await,
        }
    });
    if let Some(traces) = traces {
        traces.stop();
    }
    done
}

async fn serve(arguments: ServeArguments, traces: Option<&Traces>) -> Result<(), StartError> {
    let started = Instant::now();
    let store = arguments.store.settings().map_err(StartError::Setting)?;
    let client_address = arguments.told_address().map_err(StartError::Setting)?;
    let payments = arguments.payments.payments(store.demo_payee());
    let payments = payments.map_err(StartError::Setting)?;
    let fetcher = arguments.fetch.fetcher(arguments.store.mode);
    let fetcher = fetcher.map_err(StartError::Setting)?;
    let backups = arguments.backup.plan(&arguments.store);
    let backups = backups.map_err(StartError::Setting)?;
    let leptos = site::leptos_options(&arguments.site)?;
    // What is missing is told before anything is opened.
    let pool = |origin: &str| {
        let callback = format!("{origin}{}", http::SOCIAL_CALLBACK);
        let settings = arguments.identity.settings(arguments.store.mode, callback);
        settings.map_err(StartError::Setting)
    };
    pool("")?;
    let region = arguments.store.aws.aws_region.clone();
    let keys = arguments.premium.keys(region).await;
    let keys = keys.map_err(StartError::Setting)?;
    let listener = match lambda::is_here() {
        true => None,
        false => Some(listen(arguments.listen).await?),
    };
    let store = Store::open(&store).await?;
    if arguments.seed_when_empty {
        seed_when_due(&store.seeder(&arguments.seed_dir)).await?;
    }
    let origin = listener
        .as_ref()
        .map_or_else(String::new, |(_, address)| format!("http://{address}"));
    let settings = arguments.site.public_settings(&origin);
    let identity = Identity::open(&store, pool(&settings.site_url)?, &settings.site_url).await?;
    let stack = Stack::with(store, &settings.site_url, identity);
    let stack = stack.with_payments(payments);
    let stack = stack.with_features(arguments.store.aws.features().await);
    let stack = stack.with_backups(backups);
    let mut stack = stack.with_media(arguments.media.settings(fetcher).await);
    if arguments.seed_when_empty && stack.mail_folder().is_some() {
        make_demo_accounts(&stack, &arguments.seed_dir).await?;
    }
    let host = Host::new(HostParts {
        platform: stack.platform().clone(),
        services: stack.services().clone(),
        versions: stack.versions().clone(),
        signer: keys.signer.or_else(|| stack.signer().cloned()),
        uploads: stack.upload_server(),
        withdrawn: stack.withdrawn().clone(),
        metrics: stack.metrics().clone(),
        premium_policy: arguments.premium.policy(),
        mail_folder: stack.mail_folder().cloned(),
        settings,
        tile_source: arguments.site.tile_url.source.clone(),
        upload_source: arguments.media.upload_source.clone(),
        static_files: site::static_files(&leptos)?,
        leptos,
        page_cache_bytes: arguments.page_cache_mb * 1_048_576,
        client_address,
    });
    let host = host.map_err(StartError::Fonts)?;
    let premium = host.premium.clone();
    let router = http::router(Arc::new(host));
    if let (Some(secret), Some(premium)) = (keys.secret, premium) {
        stack.renew_keys(secret, premium);
    }
    let Some((listener, _)) = listener else {
        stack.start_reading();
        let purpose = arguments.lambda_purpose;
        metrics::log_cold_start(purpose.name(), started.elapsed(), Timestamp::now());
        let served = lambda::serve(purpose, router, &stack, traces).await;
        stack.close().await;
        return served;
    };
    // Before the line below is out, so that a signal sent by who reads it is not missed.
    let stopped = stop_signal().map_err(StartError::Runtime)?;
    stack.start();
    let startup_ms = started.elapsed().as_millis() as u64;
    tracing::info!(startup_ms, "listening on {origin}");
    let grace = Duration::from_secs(arguments.stop_seconds);
    let finished = listener::serve(listener, router, stopped, grace).await;
    if !finished {
        tracing::warn!(grace_s = grace.as_secs(), "stopped with requests in flight");
    }
    stack.close().await;
    Ok(())
}

async fn seed(arguments: SeedArguments) -> Result<(), StartError> {
    let store = arguments.store.settings().map_err(StartError::Setting)?;
    let store = Store::open(&store).await?;
    let seeder = store.seeder(&arguments.seed_dir);
    let report = match arguments.scale {
        None => seeder.run().await?,
        Some(count) => seeder.scale(count.into()).await?,
    };
    tell(report);
    store.close().await;
    Ok(())
}

/// Seeds a table that is empty, or whose seeding was broken off.
async fn seed_when_due(seeder: &Seeder) -> Result<(), StartError> {
    if seeder.is_due().await? {
        tell(seeder.run().await?);
    }
    Ok(())
}

/// People for the demo market, whose first broker is one of them.
async fn make_demo_accounts(stack: &Stack, seed_dir: &Path) -> Result<(), StartError> {
    let market = Market::read(seed_dir)?;
    let Some(broker) = market.brokers.first() else {
        return Ok(());
    };
    Ok(demo_accounts::create(stack, broker.broker_id).await?)
}

fn tell(report: SeedReport) {
    let SeedReport {
        picture_files,
        brokers,
        listings,
    } = report;
    tracing::info!(picture_files, brokers, listings, "seeded");
}

/// Completes at SIGTERM or SIGINT.
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    Ok(async move {
        let name = tokio::select! {
            _ = terminate.recv() => "SIGTERM",
            _ = interrupt.recv() => "SIGINT",
        };
        tracing::info!(signal = name, "stopping");
    })
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let refused = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(refused)?;
    let bound = listener.local_addr().map_err(refused)?;
    Ok((listener, bound))
}
