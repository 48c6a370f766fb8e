const NICKNAME = /^@(yearly|annually|monthly|weekly|daily|hourly)$/;
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const DAYS = "sun mon tue wed thu fri sat".split(" ");
const FIELDS: { name: string; min: number; max: number; words?: string[] }[] = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day of month", min: 1, max: 31 },
  { name: "month", min: 1, max: 12, words: ["", ...MONTHS] },
  { name: "day of week", min: 0, max: 7, words: DAYS },
];

/** What is wrong with a cron expression of five fields; undefined when nothing is. */
export function cronFault(expression: string): string | undefined {
  const text = expression.trim();
  if (NICKNAME.test(text)) return undefined;
  const fields = text.split(/\s+/);
  if (fields.length !== 5) {
    return `"${expression}" is not a cron expression: expected five fields such as "0 3 * * *", or "@daily"`;
  }
  for (const [index, field] of fields.entries()) {
    const rule = FIELDS[index]!;
    const bad = field.split(",").find((part) => !fits(part, rule));
    if (bad !== undefined) {
      return `"${bad}" cannot be the ${rule.name} of a cron expression: expected ${rule.min} to ${rule.max}, *, a-b or */n`;
    }
  }
  return undefined;
}

/** What is wrong with the name of a time zone; undefined when nothing is. */
export function timezoneFault(name: string): string | undefined {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return undefined;
  } catch {
    return `"${name}" is not a time zone: expected an IANA name such as "Europe/Berlin"`;
  }
}

function fits(part: string, { min, max, words }: (typeof FIELDS)[number]): boolean {
  const [range = "", step, ...more] = part.split("/");
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d?$/.test(step))) return false;
  if (range === "*" || range === "?") return true;
  const ends = range.split("-").map((end) =>
    /^\d{1,2}$/.test(end) ? Number(end) : words?.indexOf(end.toLowerCase()) ?? -1
  );
  if (ends.length > 2 || ends.some((end) => end < min || end > max)) return false;
  return ends.length === 1 || ends[0]! <= ends[1]!;
}
