/** Is this the name or address of the machine itself (as it stands in a URL, without a port)? */
export function isLoopbackName(name: string): boolean {
  const host = name.toLowerCase();
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Is this the address of a peer on the same machine? */
export function isLoopbackAddress(address: string): boolean {
  return address === "::1" || address.startsWith("127.") || address.startsWith("::ffff:127.");
}

/** `host:port` without the port; brackets of IPv6 stay. */
export function hostNameOf(authority: string): string {
  const end = authority.startsWith("[") ? authority.indexOf("]") + 1 : authority.lastIndexOf(":");
  return end <= 0 ? authority : authority.slice(0, end);
}
