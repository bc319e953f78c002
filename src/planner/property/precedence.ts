import { type Change, isEmpty, isOwn, isSame, valueBefore } from "./change.ts";
import { phonesIn } from "../../normalize/phones-in-field.ts";
import { samePhone } from "../../normalize/phone.ts";
import { whyNotLarger } from "./larger.ts";
import { whyNotLater } from "./later-stage.ts";

/**
 * Who goes before a call in a property of a record that is there, the strongest first. The first row that holds decides: nothing is sent, for
 * the reason that stands there. Where none holds, the call's value is sent.
 */
const PRECEDENCE: readonly ((change: Change) => string | null)[] = [
  // HubSpot itself.
  (change) => when(change.definition?.readOnly === true, "HubSpot lets nobody write this property"),
  // This very call: what adds to a value adds once, and nobody can tell how often where the value was changed since, or ours is erased.
  (change) => when(change.readsItself && hasMovedOn(change), "this call has had its part in it, and it was changed since"),
  (change) => when(adds(change) && isPartErased(change), "this call has had its part in it, and what that was is erased by now"),
  // A later call of the same customer, unless the result is the same in whatever order they come.
  (change) => when(change.laterCall !== null && dependsOnOrder(change), `call ${change.laterCall} is newer`),
  // A person, or whoever changed it after the call, where the rule asks for that.
  (change) => when(isGuarded(change) && change.edit?.byPerson === true, "a person changed it in HubSpot"),
  (change) => when(isGuarded(change) && isAfter(change.edit?.at, change.endedAt), "it was changed after the call"),
  // What stands there, as the rule's write mode asks.
  ({ write }) => when(write === "if_new", "the record was there before"),
  (change) => when(change.write === "if_empty" && isFilled(change), "already filled"),
  (change) => when(change.write === "if_empty" && isBeside(change), "`mobilephone` holds this number already"),
  (change) => (change.write === "larger" ? whyNotLarger(change) : null),
  (change) => (change.write === "forward" ? whyNotLater(change) : null),
];

/** Why a call leaves a property as it is; null: nobody goes before it. */
export function whatGoesBefore(change: Change): string | null {
  for (const reason of PRECEDENCE) {
    const why = reason(change);
    if (why !== null) return why;
  }
  return null;
}

/** The last word, once it is known what would be sent: it stands there already. */
export const standsAlready = (sent: string, change: Change): boolean => isSame(sent, change.from, change);

const when = (holds: boolean, why: string): string | null => (holds ? why : null);

const adds = ({ write, readsItself }: Change): boolean => write === "append" || readsItself;

const hasMovedOn = (change: Change): boolean => change.ownWrite !== null && !isOwn(change);

const isPartErased = ({ ownWrite, isOwnWriteErased }: Change): boolean => ownWrite === null && isOwnWriteErased;

/** What adds, and what only grows, comes to the same in any order; but what this call has said before, someone may have moved back since. */
function dependsOnOrder(change: Change): boolean {
  const isNews = change.ownWrite === null || !isSame(change.ownWrite.to, change.to, change);
  const grows = (change.write === "larger" || change.write === "forward") && isNews;
  return !adds(change) && !grows;
}

/** Our own last write is no edit. */
const isGuarded = (change: Change): boolean => change.write === "unless_edited" && change.edit !== null && !isOwn(change);

const isAfter = (at: string | undefined, endedAt: string): boolean => at !== undefined && Date.parse(at) > Date.parse(endedAt);

const isFilled = (change: Change): boolean => !isEmpty(valueBefore(change)) && !change.isPlaceholder;

/** One number in both fields tells nobody more, and looks like two. */
function isBeside({ beside, to, country }: Change): boolean {
  const [number] = phonesIn(to, country);
  return number !== undefined && phonesIn(beside, country).some((held) => samePhone(held, number));
}
