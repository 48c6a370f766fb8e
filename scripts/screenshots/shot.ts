import type { Page } from "playwright-core";
import type { Answer } from "./answers.ts";

/** Sends a volatile message to the page, as the host would. */
export type Push = (type: string, data: unknown) => void;

/** One picture: where, as whom, in which state, and how to know that the page is there. */
export interface Shot {
  name: string;
  path: string;
  /** Handle of who is signed in; null for nobody. Default alice. */
  person?: string | null;
  /** Language of the browser. Default English. */
  locale?: string;
  answers?: Record<string, Answer>;
  /** Volatile messages of these types do not come through: the host's own would overwrite the picture's answers. */
  mute?: string[];
  /** The live connection never comes about. */
  offline?: boolean;
  /** Stands in for what the page says of who is here. */
  auth?: Record<string, unknown>;
  ready(page: Page): Promise<unknown>;
  act?(page: Page, width: number, push: Push): Promise<unknown>;
}

export const heading = (name: string | RegExp) => (page: Page) => page.getByRole("heading", { name }).first().waitFor();
export const text = (words: string | RegExp) => (page: Page) =>
  page.getByText(words).filter({ visible: true }).first().waitFor();
