/** The day of whoever looks, as `2026-11-30`: for `today` and `yesterday` in a search. */
export function localDay(now: Date = new Date()): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
