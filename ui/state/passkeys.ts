import { RpcFailure } from "../sdk/failure.ts";
import { t } from "../i18n/texts.ts";

/** Why there are no passkeys here, for people; undefined when there are. */
export function passkeyHindrance(
  { hostname, protocol, port, pathname }: Pick<Location, "hostname" | "protocol" | "port" | "pathname">,
  hasApi: boolean,
): { text: string; link?: string } | undefined {
  const local = `http://localhost${port ? `:${port}` : ""}${pathname}`;
  if (/^127\./.test(hostname)) {
    return { text: t("Passkeys belong to a name, and this page was opened by an address."), link: local };
  }
  if (/^[\d.]+$/.test(hostname) || hostname.includes(":")) {
    return {
      text: t("Passkeys belong to a name, and this page was opened by an address. Open the server by its name."),
    };
  }
  if (protocol !== "https:" && hostname !== "localhost") return { text: t("Passkeys need https.") };
  return hasApi ? undefined : { text: t("This browser has no passkeys.") };
}

/** What went wrong at the device, in words; undefined when the person called it off. */
export function passkeyFailure(error: unknown): RpcFailure | undefined {
  const { name } = error as Error;
  if (error instanceof RpcFailure) return error;
  if (name === "NotAllowedError" || name === "AbortError") return undefined;
  const told = name === "InvalidStateError"
    ? t("This device has a passkey for you already")
    : t("The device did not go along: {message}", { message: (error as Error).message });
  return new RpcFailure({ code: 0, reason: "device", message: told });
}

/** A name that a person recognises: the browser and the system. */
export function deviceName(userAgent: string): string {
  const browser = /Edg\//.test(userAgent)
    ? "Edge"
    : /Firefox\//.test(userAgent)
    ? "Firefox"
    : /Chrome\//.test(userAgent)
    ? "Chrome"
    : /Safari\//.test(userAgent)
    ? "Safari"
    : t("Browser");
  const system = /iPhone|iPad/.test(userAgent)
    ? "iOS"
    : /Android/.test(userAgent)
    ? "Android"
    : /Mac OS X/.test(userAgent)
    ? "macOS"
    : /Windows/.test(userAgent)
    ? "Windows"
    : /Linux/.test(userAgent)
    ? "Linux"
    : undefined;
  return system ? t("{browser} on {system}", { browser, system }) : browser;
}
