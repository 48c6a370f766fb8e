import type { Context } from "@bulkhead/plugin";
import { type InstanceRow, saveService, type ServiceRow } from "../store/services.ts";
import type { Unit } from "./unit.ts";
import { fromWallTimes } from "./unit_clock.ts";

/** Keeps what is wanted of services: it is on disk before anybody is told that it is so, and all of one turn share a commit. */
export class KeptServices {
  readonly #unkept = new Set<Unit>();
  #keeping: Promise<void> | undefined;

  /** `isKnown`: has the unit not been removed meanwhile? */
  constructor(private readonly ctx: Context, private readonly isKnown: (unit: Unit) => boolean) {}

  /** Resolves when it is on disk. */
  keep(unit: Unit): Promise<void> {
    this.#unkept.add(unit);
    return this.#keeping ??= new Promise<void>((resolve, reject) => {
      setTimeout(() => {
        const units = [...this.#unkept].filter(this.isKnown);
        this.#unkept.clear();
        this.#keeping = undefined;
        try {
          this.ctx.db.transaction(() => units.forEach((one) => saveService(this.ctx.db, rowOf(one))));
          resolve();
        } catch (error) {
          reject(error);
        }
      }, 0);
    });
  }
}

function rowOf(unit: Unit): ServiceRow {
  return {
    ...{ name: unit.name, source: unit.source, file: unit.file ?? null, spec: JSON.stringify(unit.given) },
    ...{ desired: unit.desired, stopped_by: unit.stoppedBy ?? null, enabled: unit.enabled ? 1 : 0 },
  };
}

/** Gives a unit back what an earlier life has kept of it. */
export function recall(unit: Unit, service: ServiceRow, row: InstanceRow | undefined): void {
  unit.source = service.source;
  unit.file = service.file ?? undefined;
  unit.given = JSON.parse(service.spec);
  unit.desired = service.desired;
  unit.stoppedBy = service.stopped_by ?? undefined;
  unit.enabled = service.enabled === 1;
  if (!row) return;
  unit.restarts = row.restarts;
  unit.unstable = fromWallTimes(JSON.parse(row.unstable), unit.clock);
  unit.actual = row.actual === "failed" || row.actual === "completed" ? row.actual : "stopped";
  unit.reason = row.reason ?? undefined;
  unit.sinceMs = Date.parse(row.since);
  unit.lastEnd = row.last_end === null ? undefined : JSON.parse(row.last_end);
}
