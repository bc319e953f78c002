import type { Cause } from "../problem/causes.ts";
import { PROBLEM_EXAMPLES, WARNING_EXAMPLES } from "../problem/examples.ts";
import { explain } from "../problem/explain.ts";

const WHO = { crm_admin: "CRM admin", operator: "operator", sender: "sender", nobody: "nobody" };

const HEAD = `# Problems and warnings

Why a call is held, waits or was written with something left out: \`problem.code\` and \`warnings[].code\` in a call's state, \`code\` in \`GET /api/problems\`.
Codes are public words: scripts may rely on them. The sentences are examples; the names in them are those of the call at hand.

Who acts: a **CRM admin** cares for the mapping and the HubSpot portal, an **operator** for the connector and its key, the **sender** for what OtoniStark
(or a relay) sends; where it says **nobody**, it goes on by itself.

This page is generated from \`src/problem/\` by \`npm run problems\`.
`;

/** docs/problems.md as the code has it today. */
export function problemsPage(): string {
  return `${HEAD}
## Problems

${table(PROBLEM_EXAMPLES)}

## Warnings

${table(WARNING_EXAMPLES)}
`;
}

function table(causes: Cause[]): string {
  const lines = causes.map((cause) => {
    const { who, message, fix } = explain(cause);
    return [`\`${cause.code}\``, WHO[who ?? "nobody"], message, fix].map((cell) => cell.replaceAll("|", "\\|"));
  });
  return [["Code", "Who acts", "Says, for example", "What to do"], ["---", "---", "---", "---"], ...lines]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
