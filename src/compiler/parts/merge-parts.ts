import { isGroup } from "../words/describe-value.ts";
import type { Path, SourceFile, Spot } from "../source-file.ts";

type Group = Record<string, unknown>;

/** Several files laid over each other: plain data, and where each part of it stands. */
export interface Layers {
  data: Group;
  spots: Spot[];
}

/** Lays a file over what is there: its own words win, key by key; a key that is there keeps its place in the order. */
export function layOver(layers: Layers, file: SourceFile): void {
  if (isGroup(file.data)) layGroup(layers, layers.data, file.data, [], file);
}

function layGroup(layers: Layers, under: Group, over: Group, path: Path, file: SourceFile): void {
  for (const word of Object.keys(under)) if (isReplaced(word, over, path)) remove(layers, under, [...path, word]);
  for (const [word, value] of Object.entries(over)) {
    const here = [...path, word];
    const held = under[word];
    if (isGroup(held) && isGroup(value) && !isWhole(here)) {
      layGroup(layers, held, value, here, file);
      const own = file.spot(here);
      if (own) layers.spots = [...layers.spots.filter((spot) => !isSame(spot.path, here)), own];
    } else {
      if (Object.hasOwn(under, word)) layers.spots = layers.spots.filter((spot) => !isWithin(spot.path, here));
      under[word] = structuredClone(value);
      layers.spots.push(...[...file.spots.values()].filter((spot) => isWithin(spot.path, here)));
    }
  }
}

const SOURCES = ["from", "value", "template"];
/** What only makes sense beside a source. */
const OF_A_SOURCE = [...SOURCES, "format", "map", "otherwise", "blank"];
const WAYS_TO_FIND = ["find_by", "find"];

/** Words of which a place has one: whoever writes his own does without the other file's. */
function isReplaced(word: string, over: Group, path: Path): boolean {
  if (Object.hasOwn(over, word)) return false;
  const says = (words: string[]) => words.some((one) => Object.hasOwn(over, one));
  if (path[0] !== "records") return false;
  if (path.length === 2) return WAYS_TO_FIND.includes(word) && says(WAYS_TO_FIND);
  if (path.length !== 4 || path[2] !== "set") return false;
  return (SOURCES.includes(word) && says(SOURCES)) || (OF_A_SOURCE.includes(word) && over["write"] === "clear");
}

/** What is one thought, and means something else with half of another's: a condition, a time, an owner, what an activity is associated with. */
function isWhole(path: Path): boolean {
  if (path[0] !== "records") return false;
  return (path.length === 3 && ["when", "at", "owner", "on"].includes(String(path[2]))) || (path.length === 5 && path[4] === "when");
}

function remove(layers: Layers, group: Group, path: Path): void {
  delete group[path.at(-1) as string];
  layers.spots = layers.spots.filter((spot) => !isWithin(spot.path, path));
}

const isWithin = (path: Path, whole: Path): boolean => path.length >= whole.length && whole.every((part, index) => path[index] === part);
const isSame = (one: Path, other: Path): boolean => one.length === other.length && isWithin(one, other);
