import { cleanGroups, plainText } from "../groups/clean_groups.ts";
import { DisplayName, Email } from "../names.ts";
import type { Arrival } from "./provider.ts";

/** What a provider says of somebody, unread. */
export type Claims = Record<string, unknown>;

/** Name, mail and what to call somebody, from the claims of OpenID Connect. What does not fit is left out, not bent. */
export function readProfile(
  claims: Claims,
  subject: string,
): Pick<Arrival, "label" | "handle" | "name" | "email" | "hasUnverifiedEmail"> {
  const email = Email.safeParse(claims.email);
  // Some providers write it as text.
  const verified = claims.email_verified === true || claims.email_verified === "true";
  const login = [claims.preferred_username, claims.nickname].map(plainText).find((one) => one !== undefined);
  const name = [claims.name, claims.given_name, login].map((one) => DisplayName.safeParse(one)).find(({ success }) =>
    success
  )?.data;
  return {
    label: login ?? (email.success ? email.data : undefined) ?? name ?? subject.slice(0, 120),
    handle: login ?? (email.success ? email.data : undefined) ?? name ?? "user",
    ...(name === undefined ? {} : { name }),
    ...(email.success && verified ? { email: email.data.toLowerCase() } : {}),
    hasUnverifiedEmail: email.success && !verified,
  };
}

/**
 * The groups that a claim names: a list, one text, or an object with a key for each (as Zitadel writes roles). `claim` is
 * the claim's name, or a path such as `realm_access.roles`. Undefined when the provider says that they are elsewhere
 * (Entra ID does, of people with very many).
 */
export function readGroups(claims: Claims, claim: string): string[] | undefined {
  const elsewhere = claims._claim_names;
  if (isObject(elsewhere) && Object.hasOwn(elsewhere, claim)) return undefined;
  const value = valueAt(claims, claim);
  const names = Array.isArray(value)
    ? value
    : typeof value === "string"
    ? [value]
    : isObject(value)
    ? Object.keys(value)
    : [];
  return cleanGroups(names);
}

function valueAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const step of path.split(".")) {
    if (!isObject(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
