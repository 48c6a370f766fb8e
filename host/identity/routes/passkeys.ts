import { z } from "zod";
import { RpcError } from "../../sdk/errors.ts";
import type { IdentityContext } from "../context.ts";
import { DisplayName } from "../names.ts";
import type { Passkey } from "../passkeys/passkey_store.ts";
import { siteOf } from "../passkeys/site.ts";
import { auditSignIn } from "./audit_sign_in.ts";
import { readBody, type RouteContext } from "./body.ts";
import { startSession } from "./cookie.ts";
import { requireLocal } from "./require_local.ts";
import { signedIn } from "./signed_in.ts";

/** What the browser's API answered; the library looks into it. */
const Response = z.looseObject({ id: z.string().min(1).max(1_400), response: z.looseObject({}) });
const Adding = z.strictObject({ name: DisplayName, response: Response });
const SigningIn = z.strictObject({ response: Response });
const Removing = z.strictObject({ id: z.string().min(1).max(1_400) });

/** `GET /auth/passkeys`: those of the person who is signed in. */
export function listPasskeys(context: IdentityContext, c: RouteContext): globalThis.Response {
  const { person } = signedIn(context, c);
  return c.json({ items: context.passkeys.store.list(person.user.id).map(present) });
}

/** `POST /auth/passkeys/options`: what a browser needs to make one. */
export async function passkeyOptions(context: IdentityContext, c: RouteContext): Promise<globalThis.Response> {
  requireLocal(context);
  const { person } = signedIn(context, c);
  return c.json(await context.passkeys.beginAdding(person.user, siteOf(c)));
}

/** `POST /auth/passkeys`: keeps the one that it made. */
export async function addPasskey(context: IdentityContext, c: RouteContext): Promise<globalThis.Response> {
  requireLocal(context);
  const { person } = signedIn(context, c);
  const body = await readBody(c, Adding);
  const passkey = await context.passkeys.add(person.user, siteOf(c), body);
  auditSignIn(context, { method: "auth.passkey.add", person });
  return c.json(present(passkey));
}

/** `POST /auth/passkeys/remove`. */
export async function removePasskey(context: IdentityContext, c: RouteContext): Promise<globalThis.Response> {
  const { person } = signedIn(context, c);
  const { id } = await readBody(c, Removing);
  if (!await context.passkeys.store.remove(person.user.id, id)) {
    throw new RpcError("not_found", "You have no such passkey", { path: "/id" });
  }
  auditSignIn(context, { method: "auth.passkey.remove", person });
  return c.json({ ok: true });
}

/** `POST /auth/passkey/options`: what a browser needs to use one; open to everybody. */
export async function signInOptions(context: IdentityContext, c: RouteContext): Promise<globalThis.Response> {
  requireLocal(context);
  return c.json(await context.passkeys.beginSignIn(siteOf(c)));
}

/** `POST /auth/passkey`: signs in whose passkey it is. */
export async function signInWithPasskey(context: IdentityContext, c: RouteContext): Promise<globalThis.Response> {
  requireLocal(context);
  const { passkeys, people, throttle } = context;
  const { response } = await readBody(c, SigningIn);
  const attempt = throttle.begin(`passkey ${response.id.slice(0, 64)}`, c.env.credentials.peerAddress);
  const used = await passkeys.signIn(siteOf(c), response).catch((error) => {
    auditSignIn(context, { method: "auth.passkey", handle: "", reason: "passkey not accepted" });
    throw error;
  });
  attempt.succeeded();
  const person = people.byId(used.userId)!;
  if (person.user.disabled) {
    auditSignIn(context, { method: "auth.passkey", handle: person.user.handle, reason: "disabled" });
    throw new RpcError("forbidden", "This account is disabled", { hint: "Ask an owner" });
  }
  auditSignIn(context, { method: "auth.passkey", person });
  return c.json(await startSession(context, c, person));
}

function present({ id, name, rpId, synced, createdAt, usedAt }: Passkey) {
  return {
    id,
    name,
    site: rpId,
    synced,
    createdAt: new Date(createdAt).toISOString(),
    ...(usedAt === undefined ? {} : { lastUsedAt: new Date(usedAt).toISOString() }),
  };
}
