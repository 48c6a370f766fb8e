import { type Answer, refuse } from "./answers.ts";
import { heading, type Shot, text } from "./shot.ts";

const NOW = Date.now();
const ago = (ms: number) => new Date(NOW - ms).toISOString();
const MINUTE = 60_000;

const service = (name: string, given: Record<string, unknown> = {}) => ({
  ...{
    name,
    desired: "running",
    actual: "ready",
    health: "healthy",
    since: ago(90 * MINUTE),
    restarts: 0,
    enabled: true,
  },
  ...{ source: "toml", file: `${name}.toml`, after: [], actions: [], pid: 4_211, startedAt: ago(91 * MINUTE) },
  ...given,
});
const down = { pid: undefined, startedAt: undefined, health: "unknown" };

const SERVICES = [
  service("books-api", { after: [{ service: "postgres", condition: "ready" }], actions: ["backup"], restarts: 1 }),
  service("importer-with-a-name-that-is-much-longer-than-the-column", {
    ...{
      ...down,
      actual: "skipped",
      reason: '"kafka" is described nowhere: add kafka.toml, or take it out of "after"',
    },
    after: [{ service: "kafka", condition: "ready" }],
  }),
  service("mailer", {
    ...{ ...down, actual: "failed", restarts: 20 },
    reason: "It ended with code 111; it was restarted 20 times in 1.2 h, which is restart.max",
    lastEnd: {
      ...{ at: ago(3 * MINUTE), code: 111, reason: "It ended with code 111" },
      lastLines: ["connecting to smtp.example.com:587", "smtp.example.com: connection refused"],
    },
  }),
  service("postgres", { description: "The team's database" }),
  service("shaky", { ...down, actual: "backoff", restarts: 3, reason: "It ended with code 3; next try in 31.4 s" }),
  service("old-one", { ...down, desired: "stopped", actual: "stopped", reason: "by Alice" }),
  service("web", {
    ...{ actual: "unhealthy", health: "unhealthy", reason: "Its readiness check fails: HTTP 503" },
    after: [{ service: "books-api", condition: "ready" }],
  }),
];
const FAULTS = [
  { file: "old.toml", line: 3, path: "/service/exce", message: '"service.exce" is not known: did you mean "exec"?' },
];
const answers: Record<string, Answer> = {
  "supervisor.service.list": { result: { items: SERVICES } },
  "supervisor.service.faults": { result: { folder: "/srv/bulkhead/data/services", items: FAULTS } },
  "supervisor.service.get": { result: { ...SERVICES[2], spec: { service: { name: "mailer", exec: ["mailer"] } } } },
  "supervisor.service.usage": {
    result: {
      items: ["books-api", "postgres", "web"].map((name, n) => ({
        name,
        processes: 2,
        rssBytes: (n + 1) * 4e7,
        cpuMs: 0,
      })),
      at: ago(0),
    },
  },
  "supervisor.health.get": { result: { name: "mailer", health: "unknown", checks: [] } },
};

/** The services' page: none, all states, one that failed, no answer. */
export const SERVICE_SHOTS: Shot[] = [
  { name: "services_none", path: "/app/supervisor", ready: heading(/No service yet/) },
  { name: "services", path: "/app/supervisor", answers, ready: text(/did you mean/) },
  {
    name: "services_order",
    path: "/app/supervisor",
    answers,
    ready: text(/did you mean/),
    act: (page) => page.getByRole("tab", { name: "Order" }).click(),
  },
  { name: "services_failed", path: "/app/supervisor/mailer", answers, ready: text(/It is not tried again by itself/) },
  {
    name: "services_refused",
    path: "/app/supervisor",
    answers: {
      "supervisor.service.list": refuse(-32050, "supervisor is starting", {
        reason: "plugin_unavailable",
        hint: "starting",
      }),
    },
    ready: heading(/could not be read/),
  },
];
