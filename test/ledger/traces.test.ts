import { describe, expect, it } from "vitest";
import { hasOthersWords, hashLine, linesOf, othersLines } from "../../src/hubspot/model/body-lines.ts";
import type { Receipt } from "../../src/ledger/settle/receipt.ts";
import { packTraces, unpackTraces } from "../../src/ledger/settle/traces.ts";

const noteOf = (lines: number) => Array.from({ length: lines }, (_, line) => `<p>Turn ${line}: we bake ${line * 37} rolls</p>`);
const receiptOf = (lines: string[]): Receipt => ({
  object: "notes",
  id: "7",
  action: "created",
  lines: linesOf(lines.join("")).map(hashLine),
});
const erased = (receipt: Receipt): Receipt => unpackTraces(packTraces({ note: receipt }))["note"] as Receipt;

describe.each([1, 7, 8, 9, 12, 33, 120, 1_500])("of a note of %i lines, what stays when it is erased", (count) => {
  const lines = noteOf(count);
  const kept = erased(receiptOf(lines));

  it("knows every line as ours, and goes on doing so when it is packed again", () => {
    expect(hasOthersWords(lines.join(""), kept.lines ?? [])).toBe(false);
    expect(hasOthersWords(lines.join(""), erased(kept).lines ?? [])).toBe(false);
  });

  it("tells what somebody wrote, wherever it stands", () => {
    for (const at of [0, Math.floor(count / 2), count]) {
      const body = lines.toSpliced(at, 0, "<p>Call her after six</p>");
      expect(othersLines(linesOf(body.join("")), new Set(kept.lines))).toContain("Call her after six");
      expect(othersLines(linesOf(body.join("")), new Set(kept.lines)).length).toBeLessThanOrEqual(1 + Math.ceil(count / 8));
    }
  });

  it("takes less than 90 bytes", () => {
    expect(packTraces({ note: receiptOf(lines) }).byteLength).toBeLessThan(90);
  });
});

it("a line that is said again and again is one of ours each time", () => {
  const lines = noteOf(40).flatMap((line) => [line, "<p>Yes.</p>"]);
  expect(hasOthersWords(lines.join(""), erased(receiptOf(lines)).lines ?? [])).toBe(false);
});
