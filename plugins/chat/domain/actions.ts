import { z } from "zod";
import { Time } from "./time.ts";

/** Most buttons of one message. */
export const MAX_ACTIONS = 10;
/** Longest comment beside an answer, in UTF-16 units; that of a decision on an approval as well. */
export const MAX_COMMENT = 4_000;

const line = (what: string, max: number) =>
  z.string()
    .max(max, `${what} has at most ${max} characters`)
    .refine((text) => text.trim() !== "", `${what} needs some text`)
    // Control characters and those that turn the direction of writing would make a button say something else.
    .refine((text) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text), `${what} is one line of plain text`);

export const ActionId = z.string().regex(
  /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/,
  'An action\'s id has up to 64 letters, digits, "_", ".", ":" and "-", and begins with a letter or digit',
);

/** One button under a message. */
export const Action = z.object({
  id: ActionId,
  label: line("A button's label", 75),
  style: z.enum(["primary", "danger"]).optional().describe("Default: plain"),
  value: z.string().max(2_000).optional().describe("Comes back with the answer; people do not see it"),
  confirm: line("A question", 300).optional().describe("Is asked before the press counts"),
  comment: z.boolean().optional().describe("Whoever presses may add a comment"),
});
export type Action = z.output<typeof Action>;

/** The buttons of a message, in their order. */
export const Actions = z.array(Action)
  .max(MAX_ACTIONS, `A message has at most ${MAX_ACTIONS} buttons`)
  .refine(
    (actions) => new Set(actions.map(({ id }) => id)).size === actions.length,
    "Each button has an id of its own",
  );

/** What was said with the press. */
export const ActComment = z.string()
  .trim()
  .max(MAX_COMMENT, `A comment has at most ${MAX_COMMENT} characters`)
  .refine((text) => !text.includes("\0"), "A comment cannot hold the character U+0000");

/** Who pressed which button. */
export const Acted = z.object({
  action: z.string().describe("The button's id"),
  label: z.string(),
  user: z.object({ id: z.string(), name: z.string() }),
  comment: z.string().optional(),
  at: Time,
});
export type Acted = z.output<typeof Acted>;
