import { HoldError } from "../bus/ports.ts";
import { CompartmentError } from "../sandbox/ports.ts";
import type { DueRun } from "../services/schedule/ports.ts";
import type { Running } from "./plugin_provider.ts";

/** Brings a schedule that is due into a running plugin; resolves when its handler is through and on disk. */
export async function deliverRun(plugin: string, running: Running, run: DueRun): Promise<void> {
  const { compartment, servings } = running;
  let id = -1;
  try {
    await compartment.request("schedule", run, {
      onId: (given) => {
        id = given;
        servings.begin(given, {});
      },
    });
  } catch (error) {
    // Stopped in the middle: it waits. Ended by itself: that counts, or one bad run would end it for ever.
    if (error instanceof CompartmentError && error.end.reason === "stop") {
      throw new HoldError(`"${plugin}" was stopped`);
    }
    throw error;
  } finally {
    servings.end(id);
  }
}
