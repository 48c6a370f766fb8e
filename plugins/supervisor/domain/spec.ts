import { z } from "zod";
import { cronFault, timezoneFault } from "./cron.ts";
import { Duration } from "./duration.ts";

/** Characters of a whole environment, names and values together. */
export const MAX_ENVIRONMENT = 128 * 1024;

export const Name = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, {
  error: "expected a name of lower-case letters, digits, - and _, at most 63 characters",
});
const Text = z.string().refine((value) => !value.includes("\0"), "expected a text without NUL");
const Variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, {
  error: "expected the name of a variable: letters, digits and _",
});
const Exec = z.array(Text.max(65_536)).min(1, 'expected a command and its arguments: ["node", "main.js"]').max(1_000)
  .refine(([command]) => command !== "", "the command is empty: name a program");
const Value = z.union([Text, z.number(), z.boolean()], { error: "expected a text, a number, or true or false" });
const Env = z.record(Variable, Value.transform(String)).superRefine((env, check) => {
  const size = Object.entries(env).reduce((sum, [name, value]) => sum + name.length + value.length + 2, 0);
  if (size <= MAX_ENVIRONMENT) return;
  check.addIssue({
    code: "custom",
    message: `has ${size} characters: at most ${MAX_ENVIRONMENT} can be handed to a program. ` +
      "Put long values into a file in the service's folder and name the file in a variable",
  });
});
const Inherit = z.array(Variable).max(200).superRefine((names, check) => {
  const own = names.find((name) => name.startsWith("BULKHEAD_"));
  if (own === undefined) return;
  check.addIssue({ code: "custom", message: `"${own}" is the host's own and is not handed on: take it out` });
});
const Secrets = z.record(
  Variable,
  z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, {
    error: 'expected the name of a secret as "bulkhead secret list" shows it: A-Z, 0-9 and _',
  }),
);

const target = {
  http: z.url({ protocol: /^https?$/, error: 'expected a URL such as "http://127.0.0.1:8080/ready"' }).max(2_000)
    .optional(),
  tcp: z.string().regex(/^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):\d{1,5}$/, {
    error: 'expected an address such as "127.0.0.1:8080"',
  }).optional(),
  exec: Exec.optional(),
};
const line = { log: Text.min(1).max(500).optional() };
const push = { push: z.literal(true).optional() };
const oneTarget = (given: Record<string, unknown>) =>
  ["http", "tcp", "exec", "log", "push"].filter((kind) => given[kind] !== undefined).length === 1;
const ONE = "expected exactly one of http, tcp, exec, log and push";

/** Asked from the start on until it succeeds; the service is starting for so long. */
const Startup = z.strictObject({
  ...{ ...target, ...line, ...push },
  interval: Duration.default(1_000),
  timeout: Duration.default(60_000),
}).refine(oneTarget, ONE);

/** Says whether others may use it. Never restarts it. */
const Readiness = z.strictObject({
  ...{ ...target, ...line, ...push },
  interval: Duration.default(5_000),
  timeout: Duration.default(2_000),
  fail: z.int().min(1).default(3),
  ok: z.int().min(1).default(1),
}).refine(oneTarget, ONE);

/** Says whether it still works. Restarts it. */
const Liveness = z.strictObject({
  ...{ ...target, ...push },
  interval: Duration.default(10_000),
  timeout: Duration.default(2_000),
  fail: z.int().min(1).default(3),
  grace: Duration.default(10_000),
}).refine(oneTarget, "expected exactly one of http, tcp, exec and push");

const After = z.strictObject({
  service: Name,
  condition: z.enum(["started", "ready", "completed", "log"], {
    error: 'expected a condition: "started", "ready", "completed" or "log"',
  }).default("ready"),
});

const Restart = z.strictObject({
  policy: z.enum(["no", "on-failure", "always"], { error: 'expected a policy: "no", "on-failure" or "always"' })
    .default("on-failure"),
  delay: Duration.default(5_000),
  factor: z.number().min(1).max(10).default(2),
  max_delay: Duration.default(300_000),
  jitter: z.number().min(0).max(1).default(0.25),
  max: z.int().min(0).max(100_000).default(20),
  stable_after: Duration.default(60_000),
  window: Duration.default(86_400_000),
  success_codes: z.array(z.int().min(0).max(255)).max(50).default([0, 143]),
});

export const SIGNALS = [
  "SIGTERM",
  "SIGINT",
  "SIGQUIT",
  "SIGHUP",
  "SIGUSR1",
  "SIGUSR2",
  "SIGKILL",
  "SIGSTOP",
  "SIGCONT",
] as const;

const Stop = z.strictObject({
  signal: z.enum(["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGKILL"], {
    error: "expected a signal: SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGUSR2 or SIGKILL",
  }).default("SIGTERM"),
  timeout: Duration.default(10_000),
  group: z.boolean().default(true),
});

const Logs = z.strictObject({
  src: z.string().regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/, { error: 'expected a dotted name such as "books.web"' })
    .max(100).optional(),
  max_mb: z.int().min(1).optional(),
  days: z.int().min(1).optional(),
  json: z.boolean().default(true),
});

const Limits = z.strictObject({
  rss_mb: z.int().min(1).optional(),
  on_exceed: z.enum(["restart", "stop"], { error: 'expected "restart" or "stop"' }).default("restart"),
  nofile: z.int().min(8).optional(),
  fsize_mb: z.int().min(1).optional(),
  cpu_seconds: z.int().min(1).optional(),
});

const Service = z.strictObject({
  name: Name,
  version: z.string().max(60).optional(),
  description: z.string().max(500).optional(),
  profile: z.array(z.string().max(60)).max(20).default([]),
  always_on: z.boolean().default(false),
  autostart: z.boolean().optional(),
  exec: Exec,
  cwd: Text.min(1).max(1_000).default("."),
  env: Env.default({}),
  env_from_secret: Secrets.default({}),
  env_inherit: Inherit.default([]),
  after: z.array(After).max(100).default([]),
  dependency_timeout: Duration.default(120_000),
  ready_log: Text.max(500).default(""),
  openrpc: z.string().max(500).optional(),
  startup: Startup.optional(),
  readiness: Readiness.optional(),
  liveness: Liveness.optional(),
  restart: Restart.prefault({}),
  stop: Stop.prefault({}),
  logs: Logs.prefault({}),
  limits: Limits.prefault({}),
});

const Action = z.strictObject({
  name: Name.max(50),
  description: z.string().max(500).optional(),
  exec: Exec,
  cwd: Text.min(1).max(1_000).optional(),
  env: Env.default({}),
  schedule: z.string().max(200).superRefine((cron, check) => {
    const fault = cronFault(cron);
    if (fault) check.addIssue({ code: "custom", message: fault });
  }).optional(),
  timezone: z.string().max(60).superRefine((name, check) => {
    const fault = timezoneFault(name);
    if (fault) check.addIssue({ code: "custom", message: fault });
  }).default("UTC"),
  max_concurrent: z.int().min(1).max(100).default(1),
  timeout: Duration.default(600_000),
  needs: z.array(Name).max(20).default([]),
});

/** What a service is, and what can be done with it: one TOML file, or the same as JSON. */
export const Spec = z.strictObject({ service: Service, action: z.array(Action).max(100).default([]) });

/** As it was given: durations as they were written, no defaults filled in. */
export type GivenSpec = z.input<typeof Spec>;
/** With defaults; durations in milliseconds. */
export type Spec = z.output<typeof Spec>;
export type ServiceSpec = Spec["service"];
export type ActionSpec = Spec["action"][number];
export type Check = NonNullable<ServiceSpec["startup"] | ServiceSpec["readiness"] | ServiceSpec["liveness"]>;

/** What of a spec a running process was made with: when that changes, it has to begin anew. */
export function runtimeOf({ service }: Spec): string {
  const { name, exec, cwd, env, env_from_secret, env_inherit, ready_log, startup, readiness, liveness, logs, limits } =
    service;
  return JSON.stringify([
    ...[name, exec, cwd, Object.entries(env).sort(), Object.entries(env_from_secret).sort(), env_inherit],
    ...[ready_log, startup, readiness, liveness, logs, limits],
  ]);
}
