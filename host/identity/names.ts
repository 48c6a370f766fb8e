import { z } from "zod";

/** Words that mean everybody, or the host itself, when somebody is mentioned. */
const RESERVED = new Set(["all", "bulkhead", "channel", "everyone", "here", "host", "system"]);

const HANDLE = /^[a-z0-9][a-z0-9._-]{0,31}$/;

/** The name by which somebody signs in and is mentioned. Capital letters are made small. */
export const Handle = z.string().trim().toLowerCase()
  .regex(HANDLE, "expected 1 to 32 of a-z, 0-9, dot, underscore and dash, beginning with a letter or digit")
  .refine((handle) => !RESERVED.has(handle), "that name is reserved");

/** Signing in says nothing about which handles there could be: anything short enough is looked up. */
export const HandleToFind = z.string().trim().toLowerCase().min(1).max(64).transform((handle) =>
  handle.replace(/^@/, "")
);

/** A person's name as others see it: no control characters, and none that turn the direction of what follows. */
export const DisplayName = z.string().trim().min(1).max(80)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u, "control characters are not allowed");

export const Email = z.email().max(254);

/** Makes a handle of what a proxy calls somebody (`Ann.Lee@example.org` becomes `ann.lee`). */
export function handleFrom(subject: string): string {
  const local = subject.toLowerCase().split("@")[0] ?? "";
  const handle = local.replace(/[^a-z0-9._-]+/g, "-").replace(/^[^a-z0-9]+/, "").slice(0, 32);
  return handle === "" || RESERVED.has(handle) ? `user-${handle || "1"}` : handle;
}
