/** What every file of a plugin's page says: sniffing and referrers off, and anybody may load it, as it is the same for all. */
const ASSET_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  // The frame's origin is opaque: its own modules and fonts are foreign to it.
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
  // A name that is only looked up tells as much as a request.
  "x-dns-prefetch-control": "off",
  "permissions-policy": "camera=(), microphone=(), display-capture=(), geolocation=(), payment=(), usb=(), midi=()",
};

/** For pictures that could hold a script: in an <img> none runs, and anywhere else none may. */
export const PICTURE_HEADERS: Record<string, string> = {
  ...ASSET_HEADERS,
  "content-security-policy":
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'; base-uri 'none'",
};

/** For everything else: scripts and forms work, its own files are all there is, nothing goes out. */
export function pageHeaders(authority: string, plugin: string): Record<string, string> {
  const own = ownFiles(authority, plugin);
  const policy = [
    "sandbox allow-scripts allow-forms",
    "default-src 'none'",
    ...["script-src", "style-src", "img-src", "font-src", "media-src"].map((what) => `${what} ${own}`),
    "connect-src 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "base-uri 'none'",
  ];
  return { ...ASSET_HEADERS, "content-security-policy": policy.join("; ") };
}

/**
 * The plugin's own path as a source expression. `http:` covers https as well. Nothing but a plain name and port may
 * become part of the policy; an IPv6 address cannot be written in one, so there all of this host's files count.
 */
function ownFiles(authority: string, plugin: string): string {
  return /^[a-z0-9.-]+(:\d{1,5})?$/.test(authority) ? `http://${authority}/p/${plugin}/` : "'self'";
}
