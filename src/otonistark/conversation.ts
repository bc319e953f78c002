import type { Conversation, Turn } from "../call/call.ts";
import { isObject } from "./fields.ts";
import { turnsOfText } from "./transcript-text.ts";

/** Entries of other types are what the assistant did: functions, their results, events. */
const SPEECH = new Set(["transcript", "message", "text"]);

const SPEAKERS: Record<string, Turn["speaker"]> = {
  bot: "assistant",
  assistant: "assistant",
  ai: "assistant",
  agent: "assistant",
  human: "customer",
  customer: "customer",
  user: "customer",
  client: "customer",
  caller: "customer",
};

/** Smaller numbers count from the call's start, larger ones are a date: seconds, or from the second limit on milliseconds. */
const SMALLEST_EPOCH_SECONDS = 1e9;
const SMALLEST_EPOCH_MILLISECONDS = 1e11;

/** `transcript` wins, for it knows when; `formatted` stands in where it holds no speech. */
export function readConversation(
  transcript: unknown[] | string | null,
  formatted: string | null,
  startedAt: string,
  seconds: number | null,
): Conversation {
  const listed = Array.isArray(transcript) ? turnsOfList(transcript) : [];
  if (listed.length > 0) return { turns: sinceStart(listed, Date.parse(startedAt) / 1000, seconds), text: null };
  const texts = [typeof transcript === "string" ? transcript : "", formatted ?? ""].filter((text) => text.trim() !== "");
  for (const text of texts) {
    const turns = turnsOfText(text);
    if (turns.length > 0) return { turns, text: null };
  }
  return { turns: [], text: texts[0]?.trim() ?? null };
}

function turnsOfList(entries: unknown[]): Turn[] {
  return entries.flatMap((entry) => {
    if (typeof entry === "string") return turnsOfText(entry);
    const turn = isObject(entry) ? turnOf(entry) : null;
    return turn === null ? [] : [turn];
  });
}

function turnOf(entry: Record<string, unknown>): Turn | null {
  const type = entry["type"] ?? "transcript";
  const speaker = SPEAKERS[String(entry["sender"] ?? entry["role"] ?? entry["speaker"]).toLowerCase()];
  const said = entry["text"] ?? entry["message"] ?? entry["content"];
  if (!SPEECH.has(String(type)) || speaker === undefined || typeof said !== "string" || said.trim() === "") return null;
  return { speaker, text: said.trim(), at: secondsOf(entry["timestamp"] ?? entry["time"] ?? null) };
}

function secondsOf(time: unknown): number | null {
  const value = typeof time === "string" && !/^[\d.]+$/.test(time) ? Date.parse(time) / 1000 : Number(time);
  if (time === null || !Number.isFinite(value) || value < 0) return null;
  return value >= SMALLEST_EPOCH_MILLISECONDS ? value / 1000 : value;
}

/** Dates that do not lie within the call (another clock, a sample's made-up ones) count from the first turn instead. */
function sinceStart(turns: Turn[], startedAt: number, seconds: number | null): Turn[] {
  const dates = turns.map((turn) => turn.at).filter((at) => at !== null && at >= SMALLEST_EPOCH_SECONDS) as number[];
  if (dates.length === 0) return turns;
  const first = Math.min(...dates);
  const within = first >= startedAt - 1 && first <= startedAt + (seconds ?? 0) + 60;
  const zero = within ? startedAt : first;
  return turns.map((turn) =>
    turn.at === null || turn.at < SMALLEST_EPOCH_SECONDS ? turn : { ...turn, at: Math.max(0, round(turn.at - zero)) },
  );
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
