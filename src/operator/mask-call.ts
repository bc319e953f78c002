import { type Warning, sayWarning } from "../problem/problem.ts";
import type { CallView, ShownReceipt } from "./view-calls.ts";

/** Stands for anything that a call said or HubSpot holds. */
export const MASK = "•••";

/** A call as a viewer sees it: which properties were written by which rule, and none of their values, for any may name somebody or quote the conversation. */
export function maskCall(call: CallView): CallView {
  return {
    ...call,
    warnings: call.warnings.map(maskWarning),
    records: Object.fromEntries(Object.entries(call.records).map(([name, receipt]) => [name, maskRecord(receipt)])),
  };
}

/** A warning may quote what came. */
function maskWarning({ params: { text: _, ...params } = {}, ...warning }: Warning): Warning {
  return { ...warning, params, message: sayWarning({ ...warning, params }, "en", true).message };
}

function maskRecord(receipt: ShownReceipt): ShownReceipt {
  if (receipt.set === undefined) return receipt;
  const set = Object.entries(receipt.set).map(([property, { to, from, added, rule }]) => [
    property,
    { to: masked(to), from: masked(from), ...(added !== undefined && { added: MASK }), rule },
  ]);
  return { ...receipt, set: Object.fromEntries(set) };
}

function masked(value: string | null): string | null {
  return value === null || value === "" ? value : MASK;
}
