import { z } from "zod";

/** A time that chat answers, ISO 8601 in UTC. What callers give is checked in full; what is ours need not be. */
export const Time = z.string().meta({ format: "date-time" });
