/** What the address of the people page says. */
export interface PeopleSearch {
  /** Words to look for. */
  q?: string;
  /** Only those who sign in this way. */
  source?: string;
  /** Only those of this group. */
  group?: string;
  /** The group in the detail pane. */
  id?: string;
}

/** Keeps what is known. */
export function readPeopleSearch(search: Record<string, unknown>): PeopleSearch {
  const read: PeopleSearch = {};
  for (const name of ["q", "source", "group", "id"] as const) {
    const value = search[name];
    if ((typeof value === "string" || typeof value === "number") && value !== "") read[name] = String(value);
  }
  return read;
}
