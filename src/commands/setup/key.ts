import { text as readAll } from "node:stream/consumers";
import { CannotCheck } from "../portal/ask.ts";
import { readPortal } from "../portal/read-portal.ts";
import { readChecked } from "../portal/run-command.ts";
import { readPortalSettings } from "../portal/settings.ts";
import type { PortalFacts, Setup } from "./options.ts";

const KEY = "HUBSPOT_ACCESS_TOKEN";
const QUESTION =
  "Your HubSpot service key (in HubSpot: Development → Keys → Service keys → Create; scopes crm.objects.contacts.read/.write, crm.objects.deals.read/.write, crm.objects.owners.read)";

/** A key that works, tried before it is kept; and what the portal holds. */
export async function findKey({ memory, prompter, flags, hubspotUrl }: Setup): Promise<PortalFacts> {
  for (let given = flags["key-stdin"] ? (await readAll(process.stdin)).trim() : memory.secret(KEY); ; given = null) {
    const key = given ?? (await prompter.secret({ message: QUESTION, flag: `--key-stdin, or set ${KEY}`, check: looksWrong }));
    try {
      const settings = await readPortalSettings(null);
      const facts = await readPortal(
        { ...settings, HUBSPOT_ACCESS_TOKEN: key, HUBSPOT_BASE_URL: hubspotUrl ?? settings.HUBSPOT_BASE_URL },
        readChecked(null).mappings,
        "all",
      );
      memory.keepSecret(KEY, key);
      prompter.say(`The key opens portal ${facts.portalId} (${facts.accountType}, ${facts.timeZone}).`);
      return facts;
    } catch (error) {
      // A wrong key can be typed again, where somebody is there to type.
      if (!(error instanceof CannotCheck) || flags.yes || flags["key-stdin"] || !process.stdin.isTTY) throw error;
      prompter.warn(error.message);
    }
  }
}

function looksWrong(key: string): string | undefined {
  if (key.trim() === "") return "Paste the key, please. It begins with pat-.";
  return /^[\x21-\x7e]+$/.test(key.trim()) ? undefined : "A key has letters, digits and dashes only: something else was copied along.";
}
