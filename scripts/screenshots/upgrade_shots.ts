import { type Shot, text } from "./shot.ts";

const STATUS = { version: "1.3.0", configured: true, canGoBack: false };
const WORK = {
  id: "w",
  kind: "upgrade",
  from: "1.3.0",
  to: "1.4.0",
  step: "fetch",
  startedAt: "2026-03-01T09:00:00Z",
  done: 1_400_000,
  total: 2_652_976,
};
const OUTCOME = { id: "w", kind: "upgrade", from: "1.3.0", to: "1.4.0", at: new Date().toISOString() };
const RELEASES = {
  version: "1.3.0",
  source: "https://releases.example.com/bulkhead",
  key: "8d1f0c4be2a95d3a6f7c1e2b4a5d6c7e",
  expires: "2026-06-01T00:00:00.000Z",
  newest: "1.4.0",
  items: [
    {
      ...{
        version: "2.0.0",
        published: "2026-02-27T09:00:00Z",
        size: 2_852_000,
        notes: "A new event log.",
        possible: false,
      },
      obstacle: {
        reason: "deno_mismatch",
        message: "Version 2.0.0 needs Deno ~3.1.0, and 2.9.6 runs",
        hint: "Install it and start the host again, then upgrade: npm install --global deno@3.1.0",
      },
    },
    {
      version: "1.4.0",
      published: "2026-02-20T09:00:00Z",
      size: 2_652_976,
      possible: true,
      notes:
        "## Searches\n\n- Pages of large channels open twice as fast.\n- `bulkhead logs --all` prints all that fits.",
    },
  ],
};

const answers = (status: Record<string, unknown>, list: unknown = RELEASES) => ({
  "host.system.upgrade.status": { result: { ...STATUS, ...status } },
  "host.system.upgrade.check": { result: list },
});

/** Versions of the host: the page for owners, and the line above every page. */
export const UPGRADE_SHOTS: Shot[] = [
  { name: "updates", path: "/settings/updates", answers: answers({}), ready: text("twice as fast") },
  {
    name: "updates_start",
    path: "/settings/updates",
    answers: answers({}),
    ready: text("twice as fast"),
    act: (page) => page.getByRole("button", { name: "Update", exact: true }).click(),
  },
  {
    name: "updates_newest",
    path: "/settings/updates",
    answers: answers({
      canGoBack: true,
      previous: "1.2.0",
      outcome: { ...OUTCOME, from: "1.2.0", to: "1.3.0", ok: true },
    }, {
      ...RELEASES,
      items: [],
    }),
    ready: text("is the newest"),
  },
  {
    name: "updates_work",
    path: "/settings/updates",
    answers: answers({ work: WORK }),
    ready: text("Trying it on a copy"),
  },
  {
    name: "updates_failed",
    path: "/settings/updates",
    answers: answers({
      outcome: {
        ...OUTCOME,
        ok: false,
        step: "start",
        message: "It did not serve within 180 s",
        backup: "bulkhead-20260301T090000Z.tar.zst",
      },
    }),
    ready: text("did not work"),
  },
  {
    name: "updates_unset",
    path: "/settings/updates",
    answers: answers({ configured: false }),
    ready: text("Nothing says where newer versions"),
  },
  {
    name: "upgrade_line",
    path: "/",
    answers: answers({ work: WORK }),
    ready: text("is being updated to version 1.4.0"),
  },
  {
    name: "upgrade_restarting",
    path: "/",
    answers: answers({ work: { ...WORK, step: "handover" } }),
    offline: true,
    ready: text("restarts with version 1.4.0"),
  },
];
