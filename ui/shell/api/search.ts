/** What the address says: `/api`, `/api/chat`, `/api/chat.message.send?tab=try`. */
export interface ApiSearch {
  tab?: "try";
  /** Words that the list is narrowed by. */
  q?: string;
  /** Index of the example that is shown. */
  example?: number;
}

/** Reads the part after the question mark. */
export function readApiSearch(search: Record<string, unknown>): ApiSearch {
  return {
    ...(search.tab === "try" ? { tab: "try" as const } : {}),
    ...(typeof search.q === "string" && search.q !== "" ? { q: search.q } : {}),
    ...(Number.isInteger(search.example) && (search.example as number) > 0
      ? { example: search.example as number }
      : {}),
  };
}
