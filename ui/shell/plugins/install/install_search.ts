/** What the address of the install page may say. */
export interface InstallSearch {
  /** Package that is looked at; without it the registries are browsed. */
  source?: string;
  version?: string;
  query?: string;
  registry?: string;
}

/** All as texts: the router reads `1.10` as a number otherwise. */
export function readInstallSearch(search: Record<string, unknown>): InstallSearch {
  const read: InstallSearch = {};
  for (const key of ["source", "version", "query", "registry"] as const) {
    const value = search[key];
    if (typeof value === "string" ? value !== "" : typeof value === "number") read[key] = String(value);
  }
  return read;
}
