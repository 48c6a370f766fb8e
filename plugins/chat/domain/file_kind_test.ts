import assert from "node:assert/strict";
import { fileKind } from "./file_kind.ts";

Deno.test("a file is of one kind, by its media type", () => {
  const kinds: Record<string, string[]> = {
    image: ["image/png", "image/svg+xml"],
    video: ["video/mp4"],
    audio: ["audio/mpeg"],
    document: [
      "application/pdf",
      "text/plain;charset=utf-8",
      "text/csv",
      "application/msword",
      "application/vnd.ms-excel",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "application/vnd.oasis.opendocument.text",
    ],
    archive: ["application/zip", "application/x-tar", "application/gzip", "application/x-7z-compressed"],
    other: ["application/octet-stream", "application/wasm", "", "text/javascript"],
  };
  for (const [kind, types] of Object.entries(kinds)) {
    for (const type of types) assert.equal(fileKind(type), kind, type);
  }
});
