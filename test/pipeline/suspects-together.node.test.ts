import { expect, it } from "vitest";
import { type DueSuspect, goTogether, partOf } from "../../src/pipeline/suspects-together.ts";

interface Named extends DueSuspect {
  name: number;
}

const FIRST_DEATH = 1_000;

const suspects = (count: number, but: Partial<DueSuspect> = {}, from = 0): Named[] =>
  Array.from({ length: count }, (_, index) => {
    const fresh = { size: partOf(count), deaths: 1, together: 1, since: FIRST_DEATH, turns: 0, isUnfinished: false };
    return { ...fresh, ...but, name: from + index };
  });

/** So many batches of forty each, over which the machine died one after the other. */
const unrelated = (deaths: number): Named[] =>
  Array.from({ length: deaths }, (_, death) => suspects(40, { since: FIRST_DEATH + death }, death * 40)).flat();

const names = (together: Named[]) => together.map(({ name }) => name);

it("of one batch a few go together, from all along the line, and up to sixteen go one by one", () => {
  expect(names(goTogether(suspects(40)))).toEqual([0, 5, 11, 17, 22, 28, 34]);
  expect(goTogether(suspects(16))).toHaveLength(1);
  expect(goTogether([])).toEqual([]);
});

it("those over which it died once more wait for the others, and go one by one", () => {
  const again = suspects(7, { together: 2, size: 1 }, 100);
  expect(names(goTogether([...again, ...suspects(33, { size: 7 })])).every((name) => name < 100)).toBe(true);
  expect(goTogether(again)).toHaveLength(1);
});

it("after deaths over batches that had nothing to do with each other, they go in larger parts, whatever they were apart", () => {
  expect(goTogether(unrelated(2))).toHaveLength(9);
  expect(goTogether(unrelated(3))).toHaveLength(30);
  const stopped = suspects(10, { deaths: 0, together: 0, size: 3, since: undefined }, 900);
  expect(goTogether([...unrelated(2), ...stopped.map((each) => ({ ...each, turns: 1 }))])).toHaveLength(9);
  const apart = unrelated(10).map((each) => ({ ...each, size: 1, together: 4 }));
  expect(goTogether(apart)).toHaveLength(100);
  expect(goTogether(apart.map((each) => ({ ...each, together: 11 })))).toHaveLength(1);
  expect(goTogether(apart.map((each) => ({ ...each, deaths: 2 })))).toHaveLength(1);
});

it("others wait for what a suspect has left unfinished: among innocents it goes first, else when its turn comes", () => {
  const unfinished = suspects(5, { isUnfinished: true, together: 2 }, 1_000);
  expect(names(goTogether([...suspects(40), ...unfinished])).every((name) => name < 1_000)).toBe(true);
  expect(names(goTogether([...unrelated(3), ...unfinished]))).toEqual([1_000]);
  const alike = suspects(5, { isUnfinished: true }, 1_000);
  expect(names(goTogether([...suspects(40), ...alike])).slice(0, 5)).toEqual([1_000, 1_001, 1_002, 1_003, 1_004]);
});

it("whose turn has come to nothing waits until all others have had theirs, however little is known against it", () => {
  const waited = suspects(40, { turns: 1 });
  const worse = suspects(3, { deaths: 2, size: 1 }, 1_000);
  expect(names(goTogether([...waited, ...worse]))).toEqual([1_000]);
  expect(names(goTogether(waited))).toHaveLength(7);
});

/** Over how many calls the machine died each time, until the one to blame was alone. */
function deathsOver(due: Named[], culprit: number): number[] {
  const deaths = [due.length];
  let left = due;
  for (;;) {
    const together = goTogether(left);
    const gone = new Set(names(together));
    if (!gone.has(culprit)) left = left.filter(({ name }) => !gone.has(name));
    else if (together.length === 1) return [...deaths, 1];
    else {
      deaths.push(together.length);
      const died = (each: Named) => ({ ...each, size: Math.min(each.size, partOf(together.length)), together: (each.together ?? 0) + 1 });
      left = left.map((each) => (gone.has(each.name) ? died(each) : each));
    }
  }
}

it("whichever of how many it is, it is alone after few deaths more, each over fewer calls", () => {
  for (let count = 1; count <= 600; count += 13)
    for (const culprit of new Set([0, Math.floor(count / 2), count - 1])) {
      const deaths = deathsOver(suspects(count), culprit);
      expect(deaths.length).toBeLessThanOrEqual(4);
      expect(deaths[1]).toBeLessThanOrEqual(Math.ceil(Math.sqrt(count)));
    }
});

it("that holds where machines are taken away again and again, with a death or two more", () => {
  for (let batches = 3; batches <= 20; batches++)
    for (const culprit of [0, 71, batches * 40 - 1]) expect(deathsOver(unrelated(batches), culprit).length).toBeLessThanOrEqual(6);
});
