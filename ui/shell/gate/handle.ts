import { t } from "../../i18n/texts.ts";
/** A sign-in name made of a person's name: "Zoë Müller" becomes "zoe.muller". */
export function handleFrom(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ".")
    .replace(/^\.+|\.+$/g, "")
    .slice(0, 32);
}

/** What is wrong with a password, or undefined. */
export function passwordProblem(password: string): string | undefined {
  if (password.length < 8) return t("Use at least 8 characters");
  if (new Set(password.toLowerCase()).size < 4) return t("Use more than a few different characters");
  return undefined;
}
