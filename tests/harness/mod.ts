/** The real product for tests: in this process, or as a child process. */
export { type TestHost, testHost, type TestHostOptions } from "./test_host.ts";
export { type SpawnedHost, SpawnError, spawnHost, type SpawnOptions } from "./spawn_host.ts";
export { until, type UntilOptions } from "./until.ts";
export { lineReader } from "./line_reader.ts";
export { processesOf } from "./processes.ts";
export { CHECKOUT, type FileTree } from "./folders.ts";
export type { SocketClient } from "./socket_client.ts";
export { lacks, type Program, programPath } from "./require.ts";
export { withoutParts } from "./without_parts.ts";
export { emptyIndex, type PublishOptions, type StaticRegistry, staticRegistry } from "./static_registry.ts";
export { type RegistryKey, registryKey } from "./registry_key.ts";
export { type RawAnswer, type RawServer, rawServer } from "./raw_server.ts";
export { type TestTls, testTls } from "./test_tls.ts";
export { bundledCode, type MadePackage, madePackage } from "./made_package.ts";
export { type S3Server, s3Server, type S3Trouble } from "./s3_server.ts";
export { type PushService, pushService, type TakenPush, type TestBrowser } from "./push_service.ts";
