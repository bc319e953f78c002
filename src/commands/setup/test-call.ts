import type { Receipt } from "../../ledger/settle/receipt.ts";
import { Connector, type SeenCall } from "../sandbox/connector.ts";
import type { Running, Setup } from "./options.ts";

/** Kept free by the numbering plan for fiction: it belongs to nobody. */
const NOBODYS_NUMBER = "+12025550143";
const NAME = "OtoniStark Test";

/** Sends a call that says what it is, and shows what it made. False where it was not written. */
export async function sendTestCall({ flags, prompter }: Setup, running: Running): Promise<boolean> {
  if (flags.test === "none") return true;
  const wanted =
    flags.test !== undefined ||
    (await prompter.confirm({
      message: "Send a test call through, which creates a contact and a note that say so?",
      flag: "--test",
      initial: true,
    }));
  if (!wanted) return true;
  const connector = new Connector(running.url, running.webhookToken, running.adminToken);
  const seen = await connector.settled(await connector.send(JSON.stringify(testCall(Date.now()))));
  prompter.show(`Test call ${seen.call}: ${seen.status}`, made(seen).join("\n"));
  if (seen.status !== "written") return false;
  const isUndone =
    flags.test === undefined
      ? await prompter.confirm({ message: "Take it back out of HubSpot?", flag: "--test", initial: true })
      : flags.test === "undo";
  if (!isUndone) return true;
  await connector.undo(seen.call);
  const after = await connector.settled(seen.call);
  prompter.say(
    after.status === "skipped"
      ? "The test call's contact and note are taken back."
      : `The test call could not be taken back wholly: ${after.reason ?? after.status}.`,
  );
  return true;
}

function testCall(now: number): Record<string, unknown> {
  const at = (secondsAgo: number) => new Date(now - secondsAgo * 1000).toISOString();
  return {
    id: `setup-test-${now}`,
    type: "outbound",
    status: "completed",
    customer_phone: NOBODYS_NUMBER,
    duration: 42,
    extracted_variables: { status: true, summary: "This is a test call of the connector's set-up. Nobody was called." },
    input_variables: { customer_name: NAME },
    transcript: [
      { text: "Hello, this is the connector's set-up speaking.", type: "transcript", sender: "bot", timestamp: (now - 50_000) / 1000 },
      { text: "Then everything works.", type: "transcript", sender: "human", timestamp: (now - 45_000) / 1000 },
    ],
    created_at: at(52),
    finished_at: at(10),
  };
}

function made({ records, problem, reason }: SeenCall): string[] {
  const lines = Object.entries(records as Record<string, Receipt & { url?: string }>).map(
    ([name, { action, url, why }]) => `${name.padEnd(8)} ${action}${url ? `  ${url}` : why ? `: ${why}` : ""}`,
  );
  return [...lines, ...(problem ? [problem.message, problem.fix ?? ""] : []), ...(reason ? [reason] : [])];
}
