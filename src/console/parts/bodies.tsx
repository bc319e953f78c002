import type { FC } from "hono/jsx";
import { sanitizeHtml } from "../../html/sanitize.ts";
import { bodyProperty } from "../../hubspot/model/objects.ts";
import type { Planned } from "../../operator/reports/plan-body.ts";
import type { CallView } from "../../operator/view-calls.ts";
import type { Words } from "../words/english.ts";

/** The notes and tasks that stand in HubSpot, as it shows them: written anew from the tags that are harmless, whatever a call says. */
export const Bodies: FC<{ words: Words; call: CallView; planned: Planned }> = ({ words, call, planned }) => {
  const standing = "code" in planned ? [] : planned.records.filter(({ name }) => isStanding(call, name));
  return (
    <>
      {standing.map(({ name, object, properties }) => {
        const body = properties[bodyProperty(object)];
        return (
          body !== undefined && (
            <section>
              <h2>
                {words.call.note}: {name}
              </h2>
              <article class="note" dangerouslySetInnerHTML={{ __html: sanitizeHtml(body) }} />
            </section>
          )
        );
      })}
    </>
  );
};

function isStanding({ records }: CallView, name: string): boolean {
  const receipt = records[name];
  return receipt !== undefined && receipt.id !== null && receipt.action !== "skipped" && receipt.undone === undefined;
}
