import { newEventId } from "../sdk/channel/event_id.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Writer } from "../storage/ports.ts";
import { type Appender, MAX_HOPS } from "./_appender.ts";
import { consumerAway } from "./_consumer.ts";
import type { Consumers } from "./_consumers.ts";
import type { CursorStore } from "./_cursor_store.ts";
import type { DeadLetter, EditedEvent, PublishResult } from "./ports.ts";

export interface DeadLettersHost {
  cursors: CursorStore;
  writer: Writer;
  now(): number;
}

/** What is done with the events that a consumer gave up on. */
export class DeadLetters {
  constructor(
    private readonly host: DeadLettersHost,
    private readonly consumers: Consumers,
    private readonly appender: Appender,
  ) {}

  async replay(id: number): Promise<void> {
    const { cursors, writer, now } = this.host;
    const letter = this.#get(id);
    const consumer = this.consumers.running(letter.consumer);
    if (!consumer) throw consumerAway(letter.consumer);
    if (cursors.get(letter.consumer)?.pausedBy !== undefined) {
      throw new RpcError("precondition_failed", `The consumer "${letter.consumer}" is paused`, {
        hint: "Resume it first, then replay again",
      });
    }
    try {
      await consumer.replay(letter.event, letter.attempts);
    } catch (error) {
      if (error instanceof RpcError && error.kind === "precondition_failed") throw error;
      const message = error instanceof Error ? error.message : String(error);
      await writer.write(() => cursors.failDeadLetter(id, message, new Date(now()).toISOString()));
      throw new RpcError(
        "precondition_failed",
        `"${letter.consumer}" failed again at event ${letter.event.seq}: ${message}`,
        { reason: "redelivery_failed", cause: error },
      );
    }
    await writer.write(() => cursors.dropDeadLetter(id));
  }

  /** The new event and the note on the letter are one transaction. */
  async replace(id: number, edited: EditedEvent): Promise<PublishResult> {
    const letter = this.#get(id);
    if (letter.replacedBy !== undefined) {
      throw new RpcError("conflict", `Event ${letter.replacedBy} stands in for the dead letter ${id} already`, {
        hint: "When that one failed too, it is a dead letter of its own: edit that",
      });
    }
    const { seq: _, specversion: _version, datacontenttype: _type, actor: _actor, traceparent: _trace, ...event } =
      letter.event;
    const [published] = await this.appender.publish(
      [{
        ...event,
        ...edited,
        id: newEventId(),
        time: new Date(this.host.now()).toISOString(),
        causeid: event.id,
        hops: Math.min(MAX_HOPS, event.hops + 1),
        target: letter.consumer,
        editof: event.id,
      }],
      ([result]) => this.host.cursors.replaceDeadLetter(id, result!.seq),
    );
    return published!;
  }

  async drop(id: number): Promise<void> {
    if (!await this.host.writer.write(() => this.host.cursors.dropDeadLetter(id))) throw noDeadLetter(id);
  }

  #get(id: number): DeadLetter {
    const letter = this.host.cursors.deadLetter(id);
    if (!letter) throw noDeadLetter(id);
    return letter;
  }
}

function noDeadLetter(id: number): RpcError {
  return new RpcError("not_found", `There is no dead letter ${id}`, { path: "/id" });
}
