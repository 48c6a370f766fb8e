import { type Answer, refuse } from "./answers.ts";
import { CHAIN, EVENTS, FLOW, FULL, LETTERS, MANY, ONE, REFUSED_EVENTS, STATS, TYPES } from "./event_states.ts";
import { heading, type Shot, text } from "./shot.ts";
import { REFUSED } from "./states.ts";

const NO_ITEMS: Answer = { result: { items: [] } };
const NOTHING = { at: FLOW.at, emits: [], takes: [], consumers: [] };

const answers: Record<string, Answer> = {
  "host.event.flow": { result: FLOW },
  "host.event.stats": { result: STATS },
  "host.event.types": { result: { items: TYPES } },
  "host.event.list": { result: { items: EVENTS, nextCursor: "48155" } },
  "host.event.tail": "never",
  "host.event.get": { result: ONE },
  "host.event.chain": { result: CHAIN },
  "host.event.deadLetter.list": { result: { items: LETTERS } },
  "host.event.deadLetter.get": { result: LETTERS[1] },
  "host.event.refused.list": { result: { items: REFUSED_EVENTS } },
};
const letter = (index: number): Record<string, Answer> => ({
  ...answers,
  "host.event.deadLetter.get": { result: LETTERS[index] },
});

const SHOTS: Shot[] = [
  { name: "events_flow", path: "/events", answers, ready: text("github.check_run.completed") },
  {
    name: "events_flow_full",
    path: "/events",
    answers: { ...answers, "host.event.stats": { result: FULL } },
    ready: text("The event log is above its limit"),
  },
  {
    name: "events_flow_many",
    path: "/events",
    answers: { ...answers, "host.event.flow": { result: MANY } },
    ready: text("quieter types are not shown"),
  },
  {
    name: "events_flow_trouble",
    path: "/events?trouble=1",
    answers: { ...answers, "host.event.flow": { result: MANY } },
    ready: text("Trouble only"),
  },
  {
    name: "events_flow_none",
    path: "/events",
    answers: { ...answers, "host.event.flow": { result: NOTHING } },
    ready: text(/Nothing was published/),
  },
  {
    name: "events_flow_loading",
    path: "/events",
    answers: { ...answers, "host.event.flow": "never" },
    ready: (page) => page.waitForTimeout(900),
  },
  {
    name: "events_flow_error",
    path: "/events",
    answers: { ...answers, "host.event.flow": REFUSED },
    ready: text("The flow could not be read"),
  },
  { name: "events_flow_offline", path: "/events", answers, offline: true, ready: text("github.check_run.completed") },

  { name: "events_log", path: "/events/log", answers, ready: text("chat.reaction.added") },
  { name: "events_log_one", path: `/events/log?seq=${ONE.seq}`, answers, ready: text("What led to it") },
  {
    name: "events_log_filtered",
    path: "/events/log?types=chat.**&source=chat&since=1h&text=sign-in",
    answers,
    ready: text("chat.reaction.added"),
    act: async (page, width) => {
      if (width < 768) await page.getByRole("button", { name: /^Filters/ }).click();
    },
  },
  {
    name: "events_log_back",
    path: "/events/log",
    answers,
    ready: text("chat.reaction.added"),
    act: async (page) => {
      await page.getByRole("log").evaluate((element) => element.scrollTop = element.scrollHeight / 3);
      await page.getByRole("button", { name: "Jump to present" }).waitFor();
    },
  },
  {
    name: "events_log_none",
    path: "/events/log?types=zeppelin.**",
    answers: { ...answers, "host.event.list": NO_ITEMS },
    ready: text("No event fits"),
  },
  {
    name: "events_log_error",
    path: "/events/log",
    answers: { ...answers, "host.event.list": REFUSED },
    ready: text("The events could not be read"),
  },
  {
    name: "events_log_loading",
    path: "/events/log",
    answers: { ...answers, "host.event.list": "never" },
    ready: (page) => page.waitForTimeout(900),
  },
  { name: "events_log_member", path: "/events", person: "bob", answers, ready: text("chat.reaction.added") },

  { name: "events_consumers", path: "/events/consumers", answers, ready: text(/Paused by/) },
  {
    name: "events_consumers_one",
    path: "/events/consumers?consumer=plugin:github",
    answers,
    ready: text("Last failure"),
  },
  {
    name: "events_consumers_replay",
    path: "/events/consumers?consumer=plugin:github",
    answers,
    ready: text("Last failure"),
    act: async (page) => {
      await page.getByRole("button", { name: "Replay" }).click();
      await page.getByRole("radio", { name: /After a position/ }).click();
      await page.getByLabel("Position", { exact: true }).fill("99999");
    },
  },
  {
    name: "events_consumers_none",
    path: "/events/consumers",
    answers: { ...answers, "host.event.flow": { result: NOTHING } },
    ready: text("Nobody takes events yet"),
  },

  { name: "events_dead", path: "/events/dead", answers, ready: text("Refused at publish") },
  { name: "events_dead_one", path: "/events/dead?letter=2", answers: letter(1), ready: text("8 attempts, the last") },
  { name: "events_dead_replaced", path: "/events/dead?letter=3", answers: letter(2), ready: text(/stands in for it/) },
  {
    name: "events_dead_hidden",
    path: "/events/dead?letter=4",
    answers: letter(3),
    ready: text(/for its audience only/),
  },
  {
    name: "events_dead_edit",
    path: "/events/dead?letter=2",
    answers: {
      ...letter(1),
      "host.event.deadLetter.replay": refuse(
        -32602,
        'The data of "github.issues.opened" does not fit: /data/issue is required',
        {
          ...{ reason: "invalid_params", path: "/data/issue", traceId: "4bf92f3577b34da6a3ce929d0e0e4736" },
          hint: 'The plugin "github" says in its manifest what this event holds',
        },
      ),
    },
    ready: text("8 attempts, the last"),
    act: async (page) => {
      await page.getByRole("button", { name: "Edit and replay" }).click();
      await page.getByRole("button", { name: "Replay the edited event" }).click();
      await page.getByRole("dialog").getByText(/does not fit/).waitFor();
    },
  },
  {
    name: "events_dead_drop",
    path: "/events/dead?letter=2",
    answers: letter(1),
    ready: text("8 attempts, the last"),
    act: (page) => page.getByRole("button", { name: "Drop" }).click(),
  },
  {
    name: "events_dead_none",
    path: "/events/dead",
    answers: { ...answers, "host.event.deadLetter.list": NO_ITEMS, "host.event.refused.list": NO_ITEMS },
    ready: text("No dead letters"),
  },

  { name: "events_publish", path: "/events/publish", answers, ready: heading("Publish") },
  {
    name: "events_publish_form",
    path: "/events/publish?type=shop.order.paid",
    answers,
    ready: text("As it stands on the invoice"),
    act: async (page) => {
      await page.getByLabel("Total").fill("-5");
      await page.getByRole("button", { name: "Publish", exact: true }).click();
      await page.getByText("At least 0").first().waitFor();
    },
  },
  {
    name: "events_publish_done",
    path: "/events/publish?type=shop.order.paid",
    answers: { ...answers, "host.event.publish": { result: { id: "x", seq: 48_215, duplicate: false } } },
    ready: text("As it stands on the invoice"),
    act: async (page) => {
      await page.getByLabel("Order").fill("2026-0812");
      await page.getByLabel("Total").fill("4900");
      await page.getByRole("button", { name: "Publish", exact: true }).click();
      await page.getByText("Published at position 48215").waitFor();
    },
  },
  {
    name: "events_publish_member",
    path: "/events/publish",
    person: "bob",
    answers,
    ready: text("Owners and admins publish by hand"),
  },
];

/** The event bus: the flow, the log, consumers, dead letters, publishing by hand. */
export const EVENT_SHOTS: Shot[] = SHOTS.map((shot) => ({ ...shot, mute: ["host.event.flow"] }));
