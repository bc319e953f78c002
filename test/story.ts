import { SELF, env, reset, runInDurableObject } from "cloudflare:test";
import { onTestFinished } from "vitest";
import { compileMappings } from "../src/compiler/compile.ts";
import { type Env, theOutbox } from "../src/env.ts";
import type { Mapping } from "../src/mapping/compiled-mapping.ts";
import type { CallView } from "../src/operator/view-calls.ts";
import type { Outbox } from "../src/outbox.ts";
import type { Pace } from "../src/pipeline/schedule-batches.ts";
import { type Portal, type PortalOptions, createPortal } from "../src/sandbox/portal/portal.ts";

/** The connector in workerd, the stand-in portal behind it, and a clock that stands still until it is moved. */
export interface Story {
  portal: Portal;
  clock: { now: number; advance(ms: number): void };
  /** Posts a body as OtoniStark would; returns the answer. */
  deliver(body: unknown, init?: RequestInit & { token?: string }): Promise<{ status: number; body: any }>;
  /** Lets the outbox do all that is due now. */
  drain(): Promise<void>;
  /** Drains and moves the clock on, until nothing is pending or `forMs` is over. */
  settle(forMs?: number): Promise<void>;
  /** The operator's view of a call. */
  call(id: string | number): Promise<CallView & { records: Record<string, any> }>;
  api(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }>;
  /** The machine dies: memory is gone, storage stays. */
  die(): Promise<void>;
  inOutbox<R>(work: (outbox: Outbox, state: DurableObjectState) => R | Promise<R>): Promise<R>;
  useMappings(...texts: string[]): Promise<void>;
  sql<T extends Record<string, SqlStorageValue>>(query: string): Promise<T[]>;
}

export interface StoryOptions {
  /** Mapping files' texts. */
  mappings: string[];
  /** The files that they use (`use:`), by their paths from the mappings' folder. */
  parts?: Record<string, string>;
  portal?: PortalOptions;
  /** How many calls go together, and how many batches of them; as in production where left out. */
  pace?: Pace;
}

/** Far ahead, so that no alarm rings by itself: the story says when time passes. */
const START = Date.parse("2035-03-02T15:00:00Z");
const DAY_MS = 86_400_000;

export async function startStory(options: StoryOptions): Promise<Story> {
  await reset();
  const clock = { now: START, advance: (ms: number) => void (clock.now += ms) };
  const portal = createPortal({ now: () => clock.now, ...options.portal });
  let mappings = compiled(options.mappings, options.parts);
  const realFetch = globalThis.fetch;
  globalThis.fetch = ((input: RequestInfo, init?: RequestInit) => portal.fetch(new Request(input, init))) as typeof fetch;
  onTestFinished(() => void (globalThis.fetch = realFetch));
  const stub = () => theOutbox(env as unknown as Env);
  const inOutbox: Story["inOutbox"] = (work) =>
    runInDurableObject(stub(), async (outbox: Outbox, state) => {
      Object.assign(outbox, {
        now: () => clock.now,
        wait: async (ms: number) => clock.advance(ms),
        mappings,
        ...(options.pace && { pace: options.pace }),
      });
      return work(outbox, state);
    });
  const api: Story["api"] = async (method, path, body) =>
    answer(
      await SELF.fetch(`http://connector${path}`, {
        method,
        headers: { Authorization: "Bearer admin-token" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  // As the platform does it: the alarm that rings is gone.
  const drain = () =>
    inOutbox(async (outbox, state) => {
      await state.storage.deleteAlarm();
      await outbox.alarm();
    });
  return {
    portal,
    clock,
    inOutbox,
    api,
    drain,
    deliver: async (body, { token = "hook-new", ...init } = {}) => {
      await inOutbox(() => {});
      return answer(
        await SELF.fetch(`http://connector/webhooks/post-call?token=${token}`, {
          method: "POST",
          body: typeof body === "string" ? body : JSON.stringify(body),
          ...init,
        }),
      );
    },
    settle: async (forMs = DAY_MS) => {
      for (const end = clock.now + forMs; clock.now < end;) {
        await drain();
        const due = await inOutbox((_, state) => state.storage.getAlarm());
        if (due === null) return;
        clock.now = Math.max(clock.now + 1, due);
      }
    },
    call: async (id) => (await api("GET", `/api/calls/${id}`)).body,
    die: async () => {
      const { abortAllDurableObjects } = await import("cloudflare:test");
      await abortAllDurableObjects();
    },
    useMappings: async (...texts) => void (mappings = compiled(texts, options.parts)),
    sql: (query) => inOutbox((_, state) => state.storage.sql.exec(query).toArray() as never),
  };
}

async function answer(response: Response): Promise<{ status: number; body: any }> {
  const text = await response.text();
  return { status: response.status, body: response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text };
}

function compiled(texts: string[], parts: Record<string, string> = {}): Mapping[] {
  const { mappings, problems } = compileMappings(
    texts.map((text, index) => ({ path: `mappings/story${index === 0 ? "" : index}.yaml`, text })),
    { parts: { read: (path) => parts[path.replace("mappings/", "")] ?? null, below: () => [] } },
  );
  if (problems.length > 0) throw new Error(problems.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return mappings;
}

let lastId = 70_000;

/** A body as the sender posts it; what a test does not name is unremarkable. */
export function aCall(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: ++lastId,
    customer_phone: "+5511987650001",
    assistant_phone: "+551130030001",
    duration: 64,
    status: "completed",
    extracted_variables: { status: true, summary: "Wants a quote for twelve desks" },
    input_variables: { customer_name: "Beatriz Prado" },
    transcript: [
      { text: "Good morning, this is Lia from Mesa Nova.", type: "transcript", sender: "bot", timestamp: 1772463600.2 },
      { text: "Morning. We need desks for a new floor.", type: "transcript", sender: "human", timestamp: 1772463604.9 },
    ],
    formatted_transcript: "AI: Good morning, this is Lia from Mesa Nova.\nCustomer: Morning. We need desks for a new floor.",
    recording_url: "https://recordings.example.com/calls/a.mp3",
    created_at: "2026-03-02T14:55:00.000000Z",
    finished_at: "2026-03-02T14:56:04.000000Z",
    ...fields,
  };
}
