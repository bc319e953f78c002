import type { Line } from "./decide-alerts.ts";

/** A receiver that is slower than this is as good as dead. */
const TIMEOUT_MS = 5_000;
/** Slack shows no more of one message; the page shows all. */
const MOST_LINES = 20;

/** Sends one message to a Slack-compatible address. Never throws; false: it was not taken. */
export async function sendAlert(address: string, lines: Line[], origin: string | null): Promise<boolean> {
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text: messageOf(lines, origin) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: "manual",
    });
    // Read, or the connection stays open.
    await answer.text();
    return answer.ok;
  } catch {
    return false;
  }
}

export function messageOf(lines: Line[], origin: string | null): string {
  const shown = lines.slice(0, MOST_LINES).map(({ text, path, isOver }) => {
    const link = origin === null ? "" : ` <${origin}${path}|Look at it>`;
    return `${isOver ? "✓" : "•"} ${escape(text)}${link}`;
  });
  const more = lines.length > MOST_LINES ? [`… and ${lines.length - MOST_LINES} more`] : [];
  return ["*OtoniStark → HubSpot*", ...shown, ...more].join("\n");
}

/** Slack's own three. */
const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
