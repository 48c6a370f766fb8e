import { z } from "zod";
import { RpcError } from "../../sdk/errors.ts";
import type { IdentityContext } from "../context.ts";
import { HandleToFind } from "../names.ts";
import { readBody, type RouteContext } from "./body.ts";
import { startSession } from "./cookie.ts";
import { auditSignIn } from "./audit_sign_in.ts";

const Body = z.strictObject({ handle: HandleToFind });

/** `POST /auth/dev`: the picker of dev mode, for those who sit at this machine. */
export async function devSignIn(context: IdentityContext, c: RouteContext): Promise<Response> {
  if (context.mode !== "dev") throw new RpcError("not_found", "There is no such thing outside dev mode");
  if (!c.env.credentials.loopback) {
    throw new RpcError("forbidden", "Dev mode signs in from loopback only", {
      hint: "Open the host as http://127.0.0.1 or http://localhost, without a proxy between",
    });
  }
  const { handle } = await readBody(c, Body);
  const person = context.people.byHandle(handle);
  if (!person || person.user.disabled) {
    throw new RpcError("not_found", "There is no such user", { path: "/handle", hint: "GET /auth/state lists them" });
  }
  auditSignIn(context, { method: "auth.dev", person });
  return c.json(await startSession(context, c, person));
}
