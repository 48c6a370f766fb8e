/** The tools, prompts and resources that the conformance suite of MCP expects to find, as a plugin like any other. */
import { definePlugin, method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";

/** One red pixel. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
/** A WAV file without a sample. */
const WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=";

const nothing = z.object({});
const content = z.object({ content: z.array(z.looseObject({ type: z.string() })) });
const messages = z.object({ messages: z.array(z.looseObject({ role: z.string() })) });
const image = { type: "image", data: PNG, mimeType: "image/png" };

/** A tool without arguments that answers content blocks. */
function blocks(summary: string, ...list: { type: string; [name: string]: unknown }[]) {
  return method({
    summary,
    params: nothing,
    result: content,
    readOnly: true,
    mcp: { content: true },
    handler: () => ({ content: list }),
  });
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export default definePlugin({
  methods: {
    "simple_text": method({
      summary: "Answers a text",
      params: nothing,
      result: z.string(),
      readOnly: true,
      handler: () => "This is a simple text response for testing.",
    }),
    "image_content": blocks("Answers an image", image),
    "audio_content": blocks("Answers a sound", { type: "audio", data: WAV, mimeType: "audio/wav" }),
    "embedded_resource": blocks("Answers a resource", {
      type: "resource",
      resource: {
        uri: "test://embedded-resource",
        mimeType: "text/plain",
        text: "This is an embedded resource content.",
      },
    }),
    "multiple_content_types": blocks(
      "Answers three kinds of content",
      { type: "text", text: "Multiple content types test:" },
      image,
      {
        type: "resource",
        resource: {
          uri: "test://mixed-content-resource",
          mimeType: "application/json",
          text: '{"test":"data","value":123}',
        },
      },
    ),
    "error_handling": method({
      summary: "Fails",
      params: nothing,
      result: nothing,
      handler: () => {
        throw new RpcError("precondition_failed", "This tool intentionally returns an error for testing");
      },
    }),
    "tool_with_progress": method({
      summary: "Says how far it is",
      params: nothing,
      result: z.string(),
      handler: async (_, ctx) => {
        for (const done of [0, 50, 100]) {
          ctx.progress(done, { total: 100, message: `Completed step ${done} of 100` });
          await wait(50);
        }
        return "done";
      },
    }),
    "slow": method({
      summary: "Waits until it is taken back",
      params: nothing,
      result: nothing,
      handler: async (_, ctx) => {
        ctx.progress(1);
        await new Promise<void>((resolve) => ctx.signal.addEventListener("abort", () => resolve(), { once: true }));
        ctx.kv.set("cancelled", true);
        return {};
      },
    }),
    "was_cancelled": method({
      summary: "Was a call of slow taken back?",
      params: nothing,
      result: z.object({ cancelled: z.boolean() }),
      readOnly: true,
      handler: (_, ctx) => ({ cancelled: ctx.kv.get("cancelled") === true }),
    }),

    "simple_prompt": method({
      summary: "A prompt without arguments",
      params: nothing,
      result: z.object({ text: z.string() }),
      readOnly: true,
      mcp: { prompt: true },
      handler: () => ({ text: "This is a simple prompt for testing." }),
    }),
    "prompt_with_arguments": method({
      summary: "A prompt with two arguments",
      params: z.object({
        arg1: z.enum(["test", "testing", "other"]).or(z.string()).describe("First test argument"),
        arg2: z.string().describe("Second test argument"),
      }),
      result: z.string(),
      readOnly: true,
      mcp: { prompt: true },
      handler: ({ arg1, arg2 }) => `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`,
    }),
    "prompt_with_embedded_resource": method({
      summary: "A prompt that holds a resource",
      params: z.object({ resourceUri: z.string().describe("URI of the resource to embed") }),
      result: messages,
      readOnly: true,
      mcp: { prompt: true },
      handler: ({ resourceUri }) => ({
        messages: [
          {
            role: "user",
            content: {
              type: "resource",
              resource: { uri: resourceUri, mimeType: "text/plain", text: "Embedded resource content for testing." },
            },
          },
          { role: "user", content: { type: "text", text: "Please process the embedded resource above." } },
        ],
      }),
    }),
    "prompt_with_image": method({
      summary: "A prompt that holds an image",
      params: nothing,
      result: messages,
      readOnly: true,
      mcp: { prompt: true },
      handler: () => ({
        messages: [
          { role: "user", content: image },
          { role: "user", content: { type: "text", text: "Please analyze the image above." } },
        ],
      }),
    }),

    "static.text": method({
      summary: "A resource of text",
      params: nothing,
      result: z.object({ text: z.string() }),
      readOnly: true,
      mcp: { resource: { uri: "test://static-text", mimeType: "text/plain", text: "text" } },
      handler: () => ({ text: "This is the content of the static text resource." }),
    }),
    "static.binary": method({
      summary: "A resource of bytes",
      params: nothing,
      result: z.object({ bytes: z.string() }),
      readOnly: true,
      mcp: { resource: { uri: "test://static-binary", mimeType: "image/png", text: "bytes", base64: true } },
      handler: () => ({ bytes: PNG }),
    }),
    "template.list": method({
      summary: "The resources of the template",
      params: nothing,
      result: z.object({ items: z.array(z.object({ id: z.string(), title: z.string() })) }),
      readOnly: true,
      handler: () => ({ items: [{ id: "123", title: "One" }, { id: "a/b", title: "Two" }] }),
    }),
    "template.get": method({
      summary: "A resource with a parameter",
      params: z.object({ id: z.string() }),
      result: z.object({ id: z.string(), templateTest: z.boolean(), data: z.string() }),
      readOnly: true,
      mcp: {
        resource: {
          uri: "test://template/{id}/data",
          list: { method: "test.template.list", variables: { id: "id" }, name: "title" },
        },
      },
      handler: ({ id }) => {
        if (id === "gone") throw new RpcError("not_found", "There is no such thing");
        return { id, templateTest: true, data: `Data for ID: ${id}` };
      },
    }),
  },
});
