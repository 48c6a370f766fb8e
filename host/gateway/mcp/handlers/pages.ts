import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";

/** Tools and the like on one page: most clients read but the first. */
const MAX_PAGE = 500;
/** Characters of JSON on one page; the first entry is there in any case. */
const MAX_CHARS = 2 * 1024 * 1024;

/** One page of a list. A cursor is good only for the list that it was made for, which `print` stands for. */
export function pageOf<T>(list: readonly T[], cursor: string | undefined, print: string): { page: T[]; next?: string } {
  let begin = 0;
  if (cursor !== undefined) {
    const [from, of] = cursor.split("_", 2);
    begin = Number(from);
    if (!/^\d{1,6}$/.test(from!) || of !== print.slice(0, 8).replaceAll("_", "-")) {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        "The cursor is not of this list, or the list has changed: begin again without one",
      );
    }
  }
  const page: T[] = [];
  let chars = 0;
  for (const one of list.slice(begin, begin + MAX_PAGE)) {
    chars += JSON.stringify(one).length;
    if (page.length > 0 && chars > MAX_CHARS) break;
    page.push(one);
  }
  const end = begin + page.length;
  if (end >= list.length) return { page };
  return { page, next: `${end}_${print.slice(0, 8).replaceAll("_", "-")}` };
}
