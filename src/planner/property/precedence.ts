import type { CurrentRecord } from "../../hubspot/model/current-record.ts";
import { type Kind, sameValue } from "../../hubspot/model/same-value.ts";
import type { RecordRule, SetRule } from "../../mapping/compiled-mapping.ts";

/** Why a call leaves a property of a found record to what came after it, whatever the write mode makes of it; null: the mode decides. */
export function takesPrecedence(set: SetRule, rule: RecordRule, to: string, record: CurrentRecord, kind: Kind): string | null {
  const { property, write } = set;
  const ownWrites = record.ownWrites?.[property];
  const counts = set.readsItself;
  if (counts && ownWrites !== undefined && !sameValue(record.properties[property], ownWrites.to, kind)) return CHANGED_SINCE;
  if ((counts || write === "append") && ownWrites === undefined && record.erased?.includes(property)) return ERASED;
  const newer = record.newer?.[property];
  if (newer === undefined || counts || write === "append") return null;
  // The result is the same in whatever order calls come; but what this call has said before, someone may have moved back since.
  const isNews = ownWrites === undefined || !sameValue(ownWrites.to, to, kind);
  return (write === "larger" || write === "forward") && isNews ? null : `call ${newer} is newer`;
}

/** A counter that counted this call, and went on, or was corrected by a person: counting again would be once too often. */
const CHANGED_SINCE = "this call has had its part in it, and it was changed since";
const ERASED = "this call has had its part in it, and what that was is erased by now";
