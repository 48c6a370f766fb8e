import * as oauth from "oauth4webapi";
import { RpcError } from "../../sdk/errors.ts";

/** Nothing came, or nothing that a provider would say. */
export class ProviderUnreachable extends Error {
  override readonly name = "ProviderUnreachable";
}

/** What went wrong with a provider, in words for the person who wants to sign in. What it said itself goes into the log only. */
export function providerFault(error: unknown, name: string): RpcError {
  if (error instanceof RpcError) return error;
  if (error instanceof ProviderUnreachable) {
    return new RpcError("plugin_unavailable", `${name} does not answer, so nobody can sign in with it now`, {
      reason: "provider_unavailable",
      hint: "Try again in a while; if it lasts, whoever looks after this server finds more in its log",
      cause: error,
    });
  }
  if (error instanceof oauth.AuthorizationResponseError) return deniedBy(error.error, name, error);
  if (error instanceof oauth.ResponseBodyError) return refusedBy(error.error, name, error);
  if (error instanceof oauth.WWWAuthenticateChallengeError) return refusedBy("invalid_client", name, error);
  if (codeOf(error) === oauth.JSON_ATTRIBUTE_COMPARISON) {
    return settingsFault(name, "it calls itself by another issuer than the settings here do", error);
  }
  return answerFault(name, error instanceof Error ? error.message : String(error), error);
}

/** The answer is not what a provider that means well would send. */
export function answerFault(name: string, why: string, cause?: unknown): RpcError {
  return new RpcError("forbidden", `The answer of ${name} was not accepted: ${why}`, {
    reason: "provider_answer",
    hint: "Start again from the sign-in page",
    cause,
  });
}

/** The owner has to mend something. */
export function settingsFault(name: string, why: string, cause?: unknown): RpcError {
  return new RpcError("precondition_failed", `${name} cannot be used: ${why}`, {
    reason: "provider_settings",
    hint: "Whoever looks after this server mends it in bulkhead.toml; bulkhead doctor says what is wrong",
    cause,
  });
}

function deniedBy(code: string, name: string, cause: unknown): RpcError {
  if (code === "access_denied") {
    return new RpcError("forbidden", `${name} was not allowed to say who you are`, {
      reason: "provider_denied",
      hint: "Start again and agree there, or choose another way to sign in",
      cause,
    });
  }
  if (code === "temporarily_unavailable" || code === "server_error") {
    return providerFault(new ProviderUnreachable(`It answered ${code}`, { cause }), name);
  }
  return answerFault(name, "it refused the request", cause);
}

function refusedBy(code: string, name: string, cause: unknown): RpcError {
  if (code === "invalid_client" || code === "unauthorized_client" || code === "incorrect_client_credentials") {
    return settingsFault(name, "it does not know the client, or the client's secret is wrong", cause);
  }
  if (code === "redirect_uri_mismatch") return settingsFault(name, "it does not know the redirect URI", cause);
  if (code === "invalid_grant" || code === "bad_verification_code") {
    return answerFault(name, "the code was used already, or is too old", cause);
  }
  return answerFault(name, "it did not hand out a token", cause);
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | undefined)?.code;
}
