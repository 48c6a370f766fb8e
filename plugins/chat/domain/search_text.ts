/** Scripts that write without blanks between words: each character is a word of its own in the index. */
const DENSE =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/gu;

/** A text as the word index takes it: characters of scripts without blanks stand apart, so that a phrase finds any part. */
export function spaced(text: string): string {
  return isAscii(text) ? text : text.replace(DENSE, " $& ");
}

/** Most texts are, and what follows is quicker for them. */
function isAscii(text: string): boolean {
  // deno-lint-ignore no-control-regex -- the whole of ASCII is meant
  return /^[\x00-\x7f]*$/.test(text);
}

/** Whether there is anything in it that an index knows: letters and digits, not only signs. */
export function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** What can be asked for with `has:` and `is:` and does not change later, as tokens. */
export function tagsOf(
  text: string,
  { answer, files }: { answer: boolean; files: { type: string }[] },
): string[] {
  const tags: string[] = [];
  if (/https?:\/\/\S/i.test(text)) tags.push("hlink");
  if (text.includes("`")) tags.push("hcode");
  if (files.length > 0) tags.push("hfile");
  if (files.some(({ type }) => type.startsWith("image/"))) tags.push("himage");
  if (answer) tags.push("ithread");
  return tags;
}

/** Every tag that the index has beside words: what is here, and those of places, writers and positions. */
const TAG = /^(m|[abcw]\d+|c\d+a\d+|h(link|code|file|image)|ithread)$/;

/** Whether there is no word in a text that could not be a tag too. */
export function looksLikeTags(text: string): boolean {
  return spaced(folded(text)).split(/[^\p{L}\p{N}\p{Co}]+/u).every((token) => token === "" || TAG.test(token));
}

/** Lower case without accents, character for character, so that places in it are places in the text. */
export function folded(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  let out = "";
  for (const char of text) {
    const plain = char.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    // What grows or shrinks when it is folded stays as it is: places must not move.
    out += plain.length === char.length ? plain : char;
  }
  return out;
}
