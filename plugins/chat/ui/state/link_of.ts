/** The address that somebody means by what they typed; undefined for what is none that can be pressed. */
export function linkOf(typed: string): string | undefined {
  const text = typed.trim();
  if (text === "" || /\s/.test(text)) return undefined;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  // A port behind a name looks like a scheme.
  const whole = scheme === undefined || /^[^:/]+:\d/.test(text) ? `https://${text}` : text;
  try {
    const url = new URL(whole);
    const web = url.protocol === "http:" || url.protocol === "https:";
    return web && url.username === "" &&
        (url.hostname.includes(".") || url.hostname === "localhost" || scheme !== undefined)
      ? url.href
      : undefined;
  } catch {
    return undefined;
  }
}
