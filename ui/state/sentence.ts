/** A reason as the host says it, as a sentence of its own: with a capital letter at its beginning. */
export function sentence(text: string): string {
  return text.replace(/^\s*\p{Ll}/u, (letter) => letter.toUpperCase());
}
