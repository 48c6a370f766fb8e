/** Longest text of a message, in UTF-16 units. */
export const MAX_TEXT = 40_000;
