import type { Alarms } from "./alarms.ts";
import type { WorkflowHost } from "./ports.ts";
import type { RunRow } from "./run_store.ts";
import { runInfo } from "./run_view.ts";

/** A page is told of the same run at most this often; the last state is always told. */
const PAUSE_MS = 50;

/** Tells pages that look about runs and scripts that changed. */
export class ChangePushes {
  readonly #runs = new Map<string, RunRow>();
  #armed = false;
  #closed = false;

  constructor(
    private readonly host: Pick<WorkflowHost, "push" | "watched">,
    private readonly alarms: Alarms,
    private readonly now: () => number,
  ) {}

  run(row: RunRow): void {
    if (!this.host.watched("host.workflow.run.changed")) return;
    this.#runs.set(row.id, row);
    if (this.#armed || this.#closed) return;
    this.#armed = true;
    this.alarms.at(this.now() + PAUSE_MS, () => this.#flush());
  }

  workflow(info: { name: string }): void {
    if (!this.#closed) this.host.push("host.workflow.changed", { workflow: info });
  }

  close(): void {
    this.#flush();
    this.#closed = true;
  }

  #flush(): void {
    this.#armed = false;
    const rows = [...this.#runs.values()];
    this.#runs.clear();
    if (!this.#closed) { for (const row of rows) this.host.push("host.workflow.run.changed", { run: runInfo(row) }); }
  }
}
