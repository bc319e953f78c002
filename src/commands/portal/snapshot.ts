import { writeFileSync } from "node:fs";
import { CannotCheck } from "./ask.ts";
import { readPortal } from "./read-portal.ts";
import { EXIT, readChecked, runPortalCommand } from "./run-command.ts";
import { readPortalSettings } from "./settings.ts";
import { toSnapshot } from "./snapshot-file.ts";

const USAGE = `npm run portal -- snapshot FILE [--json] [--connection NAME]

Writes the portal's schema into FILE: properties, options, pipelines, owners (as ids and hashes), rules. No personal data. At mappings/portal.json
it is used by \`mappings check\`, \`preview\` and \`test\`, without a network.`;

export function snapshot(args: string[]): Promise<number> {
  return runPortalCommand(args, USAGE, {}, async ({ files, json, connection }) => {
    const [file] = files;
    if (file === undefined || files.length > 1) throw new CannotCheck(`Name the file to write: mappings/portal.json.\n\n${USAGE}`);
    const facts = await readPortal(await readPortalSettings(connection), readChecked(connection).mappings, "all");
    const taken = toSnapshot(facts, new Date());
    writeFileSync(file, `${JSON.stringify(taken, null, 1)}\n`);
    const objects = Object.keys(taken.properties);
    if (json) console.log(JSON.stringify({ file, portal: taken.portal, objects }, null, 2));
    else
      console.log(
        `${file}: portal ${taken.portal.id}, ${objects.length} kinds of records (${objects.join(", ")}). Commit it, and take a new one when the portal changes.`,
      );
    return EXIT.fine;
  });
}
