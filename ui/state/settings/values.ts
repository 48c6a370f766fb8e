import type { SettingField } from "./fields.ts";

/** What a control holds: what was typed, which is not always a value yet. */
export type Raw = string | boolean | readonly string[] | SecretRaw;
/** A secret is never shown: it is kept, replaced by what was typed, or taken away. */
export interface SecretRaw {
  act: "keep" | "replace" | "clear";
  text: string;
}

/** What a field says instead of a value. */
export interface FieldProblem {
  problem: string;
}

/** What a control shows for a value. */
export function rawOf(field: SettingField, value: unknown): Raw {
  switch (field.kind) {
    case "secret":
      return { act: "keep", text: "" };
    case "switch":
      return value === true;
    case "choice": {
      const index = field.options!.findIndex((option) => option.value === value);
      return index < 0 ? "" : String(index);
    }
    case "choices":
    case "texts":
      return Array.isArray(value) ? value.map(String) : [];
    case "json":
      return value === undefined ? "" : JSON.stringify(value, null, 2);
    default:
      if (value === undefined || value === null) return "";
      return field.input === "datetime-local" ? localTime(String(value)) : String(value);
  }
}

/** The value of what was typed; undefined for nothing, or what is wrong with it. */
export function valueOf(field: SettingField, raw: Raw): { value: unknown } | FieldProblem {
  if (raw === "") return field.required ? { problem: "Needed" } : { value: undefined };
  switch (field.kind) {
    case "switch":
      return { value: raw === true };
    case "number":
      return numberOf(field, String(raw));
    case "choice":
      return { value: field.options![Number(raw)]?.value };
    case "choices":
      return counted(
        field,
        field.options!.map((option) => option.value).filter((value) => (raw as string[]).includes(String(value))),
      );
    case "texts":
      return textsOf(field, raw as readonly string[]);
    case "json":
      return jsonOf(String(raw));
    default:
      return textOf(field, String(raw));
  }
}

function numberOf(field: SettingField, typed: string): { value: number } | FieldProblem {
  const value = Number(typed.trim());
  if (typed.trim() === "" || !Number.isFinite(value)) return { problem: `“${typed}” is no number` };
  if (field.integer && !Number.isInteger(value)) return { problem: "A whole number is needed" };
  if (field.min !== undefined && value < field.min) return { problem: `At least ${field.min}` };
  if (field.max !== undefined && value > field.max) return { problem: `At most ${field.max}` };
  return { value };
}

// A pattern of the schema is left to the host's answer: a stranger's regular expression could hold the page.
function textOf(field: SettingField, typed: string): { value: string } | FieldProblem {
  const long = lengthProblem(field, typed);
  if (long) return { problem: long };
  if (field.input === "email" && !/^[^\s@]+@[^\s@]+$/.test(typed)) {
    return { problem: "An address such as ada@example.com is needed" };
  }
  if (field.input === "url" && !URL.canParse(typed)) {
    return { problem: "A whole address is needed, such as https://example.com" };
  }
  if (field.input !== "datetime-local") return { value: typed };
  const time = Date.parse(typed);
  return Number.isNaN(time) ? { problem: "A date and a time are needed" } : { value: new Date(time).toISOString() };
}

function textsOf(field: SettingField, typed: readonly string[]): { value: string[] } | FieldProblem {
  const value = typed.map((each) => each.trim()).filter(Boolean);
  const wrong = value.find((each) => lengthProblem(field, each));
  if (wrong) return { problem: `“${wrong}”: ${lengthProblem(field, wrong)!.toLowerCase()}` };
  return counted(field, value);
}

function counted<T>({ minItems, maxItems }: SettingField, value: T[]): { value: T[] } | FieldProblem {
  if (minItems !== undefined && value.length < minItems) return { problem: `At least ${minItems}` };
  if (maxItems !== undefined && value.length > maxItems) return { problem: `At most ${maxItems}` };
  return { value };
}

function lengthProblem({ minLength, maxLength }: SettingField, text: string): string | undefined {
  const length = [...text].length;
  if (minLength !== undefined && length < minLength) return `At least ${minLength} characters`;
  if (maxLength !== undefined && length > maxLength) return `At most ${maxLength} characters`;
  return undefined;
}

function jsonOf(typed: string): { value: unknown } | FieldProblem {
  try {
    return { value: JSON.parse(typed) };
  } catch (error) {
    return { problem: `This is not JSON: ${(error as Error).message}` };
  }
}

/** `2026-03-01T09:30` in the person's own time zone, as the browser's control wants it. */
function localTime(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return "";
  const two = (value: number) => String(value).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}T${two(time.getHours())}:${
    two(time.getMinutes())
  }`;
}
