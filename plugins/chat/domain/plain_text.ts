/** A message's Markdown as one line without its marks, for where nothing but plain text is shown. */
export function plainLine(text: string, most: number): string {
  const whole = text.slice(0, 4 * most)
    .replace(/```[^\n]*\n?|~~~[^\n]*\n?/g, " ")
    .replace(/!?\[([^[\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*\)/g, "$1")
    .replace(/^ {0,3}(?:#{1,6} |> ?|[-*+] |\d{1,9}[.)] )/gm, "")
    .replace(/(\*\*|__|~~|`)(?=\S)|(?<=\S)(\*\*|__|~~|`)/g, "")
    .replace(/(^|[\s(])[*_](?=\S)|(?<=\S)[*_](?=$|[\s).,!?])/gm, "$1")
    .replace(/\s+/g, " ")
    .trim();
  const points = [...whole];
  return points.length > most ? `${points.slice(0, most - 1).join("")}…` : whole;
}
