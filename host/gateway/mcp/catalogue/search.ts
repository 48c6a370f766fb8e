import type { Tool } from "@modelcontextprotocol/server";

/** What is looked at of a query; longer ones are cut. */
const MAX_WORDS = 20;

/** What a word of the query is worth where it is found. */
const IN_NAME = 6;
const IN_TITLE = 3;
const IN_TEXT = 1;

/** The tools that fit a query, best first. A word that few tools have counts more; begun words count half. */
export function searchTools(tools: readonly Tool[], query: string, limit: number): Tool[] {
  const words = [...new Set(wordsOf(query.slice(0, 500)))].slice(0, MAX_WORDS);
  const indexed = tools.map((tool) => ({
    tool,
    name: wordsOf(tool.name),
    title: wordsOf(tool.title ?? ""),
    text: wordsOf(`${tool.description ?? ""} ${Object.keys(tool.inputSchema.properties ?? {}).join(" ")}`),
  }));
  const scores = new Map<Tool, number>();
  for (const word of words) {
    const hits = indexed.map(({ tool, name, title, text }) => ({
      tool,
      value: IN_NAME * share(word, name) + IN_TITLE * share(word, title) + IN_TEXT * share(word, text),
    })).filter(({ value }) => value > 0);
    const rarity = Math.log(1 + tools.length / (1 + hits.length));
    for (const { tool, value } of hits) scores.set(tool, (scores.get(tool) ?? 0) + value * rarity);
  }
  const byScore = [...scores].sort(([a, one], [b, two]) => two - one || (a.name < b.name ? -1 : 1));
  return byScore.slice(0, limit).map(([tool]) => tool);
}

/** 1 when the word is there, 0.5 when it begins one there or one there begins it (message, messages). */
function share(word: string, words: readonly string[]): number {
  if (words.includes(word)) return 1;
  return words.some((one) => one.length > 2 && word.length > 2 && (one.startsWith(word) || word.startsWith(one)))
    ? 0.5
    : 0;
}

function wordsOf(text: string): string[] {
  return text.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
