/**
 * The composition root: puts the parts of the host together and runs them. `deno task start` begins here.
 * What a part needs of another it gets here, as the port that it names; no part looks for another by itself.
 */
import { ADMINS, pushAudited } from "./boot/admin_pushes.ts";
import { documentedEvents } from "./boot/host_events.ts";
import { hookTarget } from "./boot/hooks.ts";
import { buildPages, UI_DIR } from "./boot/pages.ts";
import { watchPlugins } from "./boot/plugin_watch.ts";
import { launch } from "./boot/launch.ts";
import type { HostOverrides, RunningHost } from "./boot/running_host.ts";
import { workflowHost } from "./boot/workflow_host.ts";
import { exposeBackups } from "./boot/backup_metrics.ts";
import { exposeRates } from "./boot/rate_metrics.ts";
import { secretUsers } from "./boot/secret_users.ts";
import { pushVault } from "./boot/push_vault.ts";
import { Teardown } from "./boot/teardown.ts";
import { trialConfig } from "./boot/trial_config.ts";
import { backupMethods, Backups } from "./backup/mod.ts";
import {
  createAudience,
  durabilityOf,
  type EventCatalog,
  EventFlow,
  eventMethods,
  isAudience,
  openEventLog,
  openRooms,
  RefusedEvents,
} from "./bus/mod.ts";
import { type Config, ExitError, lockDataDir, VERSION } from "./config/mod.ts";
import { createGateway } from "./gateway/mod.ts";
import { openIdentity } from "./identity/mod.ts";
import {
  createKernel,
  GrantBook,
  type Kernel,
  migrateCopies,
  publisherMethods,
  registryMethods,
  systemMethods,
} from "./kernel/mod.ts";
import { createMetrics, logMethods, openObserve, openTracing, systemClock } from "./observe/mod.ts";
import {
  addressClass,
  createBundler,
  createPageBuilder,
  ENGINE_VERSION,
  migratePackages,
  openPublishers,
  openRegistries,
  packageBuilder,
  PackageStore,
} from "./packages/mod.ts";
import { CallCounters, createRouter, type HostMethods, hostProvider, openrpcDocument } from "./rpc/mod.ts";
import { createSandbox } from "./sandbox/mod.ts";
import { openSecrets } from "./secrets/mod.ts";
import { fileService, openFiles, openPartialUploads } from "./services/files/mod.ts";
import { openPushes, pushMethods } from "./services/push/mod.ts";
import { processService } from "./services/process/mod.ts";
import { openSchedules, scheduleService } from "./services/schedule/mod.ts";
import { createWriter, migrate, openDatabase } from "./storage/mod.ts";
import { PINNED_KEYS, runsFromRelease, upgradeMethods, Upgrades, upgradeView } from "./upgrade/mod.ts";
import { createWorkflows, type Workflows } from "./workflows/mod.ts";

export type { HostOverrides, RunningHost };

/**
 * Starts everything that `config` names and resolves when it serves: no enabled plugin is starting any more.
 * Throws ExitError, MigrationError or StorageError; what was up by then is closed again.
 */
export async function startHost(given: Config, overrides: HostOverrides = {}): Promise<RunningHost> {
  await using teardown = new Teardown();
  const { trial = false } = overrides;
  const config = trial ? trialConfig(given) : given;
  const { dataDir } = config;
  const startedAt = performance.now();
  const dev = config.auth === "dev";
  const validateResults = overrides.validateResults ?? dev;
  const clock = overrides.clock ?? systemClock();

  const lock = lockDataDir(dataDir);
  teardown.add("lock", () => lock.release());
  // Known only once the database is open; until then nothing has a secret to log.
  let redact = (text: string): string => text;
  const tracing = await openTracing(Deno.env);
  const observe = openObserve({
    dataDir,
    exported: tracing !== undefined,
    format: overrides.quiet ? "none" : config.logFormat,
    clock,
    redact: (text) => redact(text),
    ...config.logs,
  });
  teardown.add("logs", () => observe.close());
  const logger = observe.logger("host");
  // Known only once the plugins are.
  let catalog = undefined as EventCatalog | undefined;
  for (const warning of config.warnings) logger.warn(warning);

  const gateway = await createGateway({
    host: config.host,
    port: config.port,
    dataDir,
    uiDir: UI_DIR,
    mode: config.auth,
    localAccounts: config.auth === "oidc" && config.oidc.local,
    version: VERSION,
    tracing,
    logger: logger.child("gateway"),
    ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}),
    trustedProxy: config.trustedProxy,
  }).catch((error) => {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new ExitError(
      3,
      `Port ${config.port} of ${config.host} is in use: stop what listens there, or choose another with --port`,
    );
  });
  let closing: Promise<void> | undefined;
  const closeGateway = () => closing ??= gateway.close();
  teardown.add("gateway", closeGateway);
  const publicUrl = () => config.publicUrl ?? gateway.url;

  const sandbox = await createSandbox({
    dataDir,
    logger: logger.child("sandbox"),
    sink: observe.sink,
    redact: (text) => redact(text),
    clock,
    inspect: (id) => id === config.inspect?.plugin ? config.inspect.address : undefined,
    ...(overrides.without ? { without: overrides.without } : {}),
  });
  teardown.add("sandbox", () => sandbox.examined);
  const swept = await sandbox.sweep();
  if (swept > 0) logger.warn(`Ended ${swept} processes that an earlier life left behind`);

  const db = openDatabase(`${dataDir}/host.db`);
  teardown.add("database", () => db.close());
  const writer = createWriter(db);
  teardown.add("writer", () => writer.close());
  migrate(db, "kernel", new URL("./kernel/migrations/", import.meta.url));
  const flow = new EventFlow(clock);
  teardown.add("event flow", () => flow.close());
  const log = await openEventLog({
    db,
    writer,
    clock,
    logger: logger.child("bus"),
    observer: flow,
    retention: config.events,
    durability: (type) => catalog?.durability(type) ?? "full",
  });
  teardown.add("event log", () => log.close());
  flow.pushTo(gateway.pusher, async () => ({ consumers: await log.consumers() }));
  const rooms = openRooms({ db, writer });
  const audience = createAudience(rooms);
  const secrets = await openSecrets({
    ...{ db, writer, dataDir, env: overrides.env ?? Deno.env.toObject() },
    users: () => secretUsers(kernel, engine),
  });
  redact = (text) => secrets.redact(text);
  const identity = await openIdentity({
    db,
    writer,
    mode: config.auth,
    oidc: config.oidc,
    proxy: config.proxy,
    secret: (name) => secrets.get(name),
    clock,
    publicUrl,
    demo: config.demo,
    logger: logger.child("identity"),
    redact: (text) => redact(text),
    audited: (entries) => pushAudited(gateway.pusher, entries),
    peopleChanged: (what) => gateway.pusher.push("host.people.changed", what),
  });
  teardown.add("identity", () => identity.close());
  const files = openFiles({ db, writer, dataDir, audience, clock, logger: logger.child("files") });
  teardown.add("files", () => files.close());
  const partial = openPartialUploads({ db, writer, dataDir, files, clock, logger: logger.child("files") });
  teardown.add("partial uploads", () => partial.close());

  const admins = ADMINS;
  const backups = new Backups({
    dataDir,
    scriptsDir: config.workflowsDir,
    settings: config.backup,
    passphrase: (overrides.env ?? Deno.env.toObject()).BULKHEAD_BACKUP_PASSPHRASE,
    secret: (name) => secrets.get(name),
    version: VERSION,
    clock,
    logger: logger.child("backup"),
    hold: () => files.hold(),
    changed: (running) => gateway.pusher.push("host.backup.changed", running ? { running } : {}, admins),
  });
  teardown.add("backups", () => backups.close());
  const upgrades = new Upgrades({
    dataDir,
    settings: config.upgrade,
    version: VERSION,
    deno: Deno.version.deno,
    pinned: PINNED_KEYS,
    env: overrides.env ?? Deno.env.toObject(),
    pluginsDir: config.pluginsDir,
    backups,
    clock,
    logger: logger.child("upgrade"),
    launcher: overrides.launcher,
    readyPlugins: () => kernel.list().filter(({ bundled, state }) => bundled && state === "ready").map(({ id }) => id),
    changed: () => gateway.pusher.push("host.upgrade.changed", upgradeView(upgrades, { all: false })),
  });
  teardown.add("upgrades", () => upgrades.close());
  const refused = new RefusedEvents({ db, writer, clock });
  refused.onChange = () => gateway.pusher.push("host.event.refused", {}, admins);
  const programs = processService({
    ...{ sandbox, dataDir, clock, sink: observe.sink, logger: logger.child("process") },
    secret: (name) => secrets.get(name),
    redact: (text) => redact(text),
    env: (name) => overrides.env ? overrides.env[name] : Deno.env.get(name),
  });
  teardown.add("programs", () => programs.close());

  const grants = new GrantBook();
  const counters = new CallCounters();
  const metrics = createMetrics();
  const router = createRouter({
    grants,
    audit: identity.audit,
    metrics: counters,
    logger: logger.child("rpc"),
    validateResults,
    rateLimits: config.rateLimits,
    dev,
    version: VERSION,
    redact: (text) => redact(text),
    tracing,
    events: (prefix) => documentedEvents(catalog, prefix),
  });
  exposeRates(metrics, router);
  exposeBackups(metrics, backups);
  migratePackages(db);
  const registries = openRegistries({
    db,
    writer,
    folder: `${dataDir}/packages/registries`,
    clock,
    logger: logger.child("registries"),
    engine: ENGINE_VERSION,
    agent: `bulkhead/${VERSION}`,
    ...overrides.registries,
  });
  teardown.add("registries", () => registries.close());
  registries.onChange(() => gateway.pusher.push("host.registry.changed", {}, admins));
  const publishers = openPublishers({ db, writer, clock });
  const cacheDir = overrides.packagesDir ?? `${dataDir}/packages`;
  const bundler = createBundler({ cacheDir, logger: logger.child("packages") });
  const schedules = openSchedules({
    db,
    writer,
    clock,
    logger: logger.child("schedules"),
    deliver: (plugin, run) => kernel.due(plugin, run),
  });
  teardown.add("schedules", () => schedules.close());
  const pushes = openPushes({
    db,
    writer,
    clock,
    logger: logger.child("push"),
    vault: pushVault(secrets.sealed),
    reach: { addressClass, ...overrides.push },
    publicUrl,
    isAlive: (userId, sessionId) => identity.hasSession(userId, sessionId),
  });
  teardown.add("pushes", () => pushes.close());
  identity.onRevoke((revocation) =>
    void pushes.revoked(revocation).catch((error) =>
      logger.error("Devices of somebody who was signed out could not be removed", { error: String(error) })
    )
  );
  const packageStore = new PackageStore(`${dataDir}/packages`);
  const pageBuilder = createPageBuilder({ cacheDir, store: packageStore, logger: logger.child("packages") });
  const kernel: Kernel = createKernel({
    db,
    writer,
    events: log,
    log,
    tracing,
    rooms,
    grants,
    router,
    setProvider: (prefix, state) => router.setProvider(prefix, state),
    pusher: gateway.pusher,
    schedules,
    pushes,
    refused,
    services: { ...scheduleService(schedules), ...programs.methods, ...fileService({ files, isAudience }) },
    sandbox,
    bundler,
    sealed: secrets.sealed,
    loads: counters.loads,
    metrics,
    secrets: (names) => secretValues(names, (name) => secrets.get(name)),
    logger: observe.logger("plugins"),
    clock,
    dataDir,
    pluginsDir: config.pluginsDir,
    pageBuilder,
    profile: config.profile,
    durability: durabilityOf(config.events),
    trustFolder: dev,
    safeMode: config.safeMode,
    validateResults,
    ready: () => engine?.methodsChanged(),
    scripts: () => engine?.uses() ?? [],
    ...(overrides.bundled ? { bundled: overrides.bundled } : {}),
    files,
    packageStore,
    registries,
    publishers,
    buildPackage: packageBuilder(openrpcDocument),
    cacheDir,
  });
  teardown.add("plugins", () => kernel.stop());
  catalog = kernel.catalog;
  secrets.onChange((name) => {
    void kernel.secretChanged(name);
    gateway.pusher.push("host.secret.changed", { name }, admins);
  });

  let engine = undefined as Workflows | undefined;
  const hostMethods: HostMethods = {
    ...kernel.methods,
    ...identity.methods,
    ...secrets.methods,
    ...eventMethods({ log, audience, catalog, flow, refused, clock }),
    ...logMethods({ observe, clock }),
    ...registryMethods({
      registries,
      clock,
      installed: (id) => kernel.list().find((plugin) => plugin.id === id)?.version,
    }),
    ...publisherMethods(publishers),
    ...pushMethods(pushes, identity.hasSession),
    ...backupMethods(backups, identity.downloads),
    ...upgradeMethods(upgrades),
    ...systemMethods({
      version: VERSION,
      mode: config.auth,
      publicUrl,
      startedAt,
      level: sandbox.level,
      plugins: () => kernel.states(),
      workflows: () => engine?.count() ?? 0,
      sockets: () => gateway.sockets,
    }),
  };
  router.setProvider("host", { state: "ready", provider: hostProvider("host", hostMethods) });
  gateway.open({
    router,
    authenticator: identity.authenticator,
    authRoutes: identity.authRoutes,
    revocations: identity,
    log,
    audience,
    rooms,
    files: { store: files, target: kernel, partial },
    downloads: identity.downloads,
    attempts: identity.attempts,
    providerOf: (prefix) => grants.providerOf(prefix),
    pages: kernel.pages,
    hooks: hookTarget(kernel.hooks, () => engine?.hooks),
    plugins: () => kernel.states(),
    ready: () => kernel.settled() && engine !== undefined,
    metrics: () => counters.render() + metrics.text(),
    owner: () => identity.owner(),
  });
  await kernel.start();
  // What runs in a trial starts no plugins, and still has to know that their data fits.
  if (trial) {
    const { pluginsDir } = given;
    await migrateCopies({ pluginsDir, dataDir, bundler, sandbox, db, logger: logger.child("kernel") });
  }
  engine = await createWorkflows({
    db,
    writer,
    log,
    clock,
    logger: observe.logger("workflows"),
    folder: config.workflowsDir,
    keep: config.runs.keep,
    keepOf: config.runs.workflows,
    maxSteps: config.runs.maxSteps,
    safeMode: config.safeMode,
    dataDir,
    host: workflowHost({
      router,
      grants,
      kernel,
      log,
      bundler,
      sandbox,
      pusher: gateway.pusher,
      dataDir,
      validateResults,
      secret: (name) => secrets.get(name),
      redact: (value) => secrets.redactValue(value),
      directory: identity.directory,
      tracing,
    }),
  });
  const { methods, stop: stopWorkflows } = engine;
  teardown.add("workflows", stopWorkflows);
  router.setProvider("host", { state: "ready", provider: hostProvider("host", { ...hostMethods, ...methods }) });

  if (!trial) {
    registries.start();
    backups.start();
    upgrades.start();
    pushes.start();
  }
  // What runs from a release has its pages in it.
  if (overrides.pages ?? !(trial || runsFromRelease())) {
    const pages = buildPages(logger.child("ui"));
    teardown.add("pages", () => pages.stop());
  }
  if (overrides.watch ?? (dev && !trial)) {
    const watch = watchPlugins(config.pluginsDir, kernel, logger);
    teardown.add("watch", () => watch.stop());
  }

  // First of all nothing new comes in.
  teardown.add("door", closeGateway);
  const parts = teardown.move(logger);
  const stop = () => parts.run();
  return {
    url: gateway.url,
    port: gateway.port,
    config,
    logger,
    db,
    log,
    rooms,
    audience,
    router,
    directory: identity.directory,
    sandbox,
    kernel,
    gateway,
    claimLink: () => identity.claimLink(),
    plugins: () => kernel.list().filter(({ state }) => state === "ready" || state === "degraded").length,
    workflows: () => engine?.count() ?? 0,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Only those that are set. */
async function secretValues(
  names: string[],
  get: (name: string) => Promise<string | undefined> | string | undefined,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const name of names) {
    const value = await get(name);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

if (import.meta.main) Deno.exit(await launch(Deno.args, Deno.env.toObject(), () => Promise.resolve(startHost)));
