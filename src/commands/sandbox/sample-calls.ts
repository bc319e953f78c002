import { readFileSync } from "node:fs";

interface Body {
  created_at: string;
  finished_at: string;
  duration: number;
  transcript: { timestamp: number }[];
}

/** A stored sample as if the call had ended so many minutes ago: the timeline shows it on top. */
export function sampleCall(file: string, minutesAgo: number): string {
  const body = JSON.parse(readFileSync(file, "utf8")) as Body;
  const shiftMs = Date.now() - minutesAgo * 60_000 - Date.parse(body.finished_at);
  const later = (date: string) => new Date(Date.parse(date) + shiftMs).toISOString();
  return JSON.stringify({
    ...body,
    created_at: later(body.created_at),
    finished_at: later(body.finished_at),
    transcript: body.transcript.map((turn) => ({ ...turn, timestamp: turn.timestamp + shiftMs / 1000 })),
  });
}
