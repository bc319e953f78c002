import { chunks } from "../../chunks.ts";
import type { HubSpot } from "../http/client.ts";
import { type ErrorBody, errorLines, isSilent, resultsOf } from "../http/error-body.ts";
import { type Failure, HubSpotFailure, failureOfLine } from "../http/failure.ts";
import type { AssociationType } from "../model/objects.ts";
import { apart, idsIn } from "./blame.ts";

/** Two records to associate. */
export interface Pair {
  from: { object: string; id: string };
  to: { object: string; id: string };
  /** Left out: HubSpot's default. */
  types?: AssociationType[];
}

const PAIRS_A_REQUEST = 100;

/** Sets the association of each pair: HubSpot's default, or those of its types. Never throws for what HubSpot does; returns what stood in the way of which pair. */
export async function setAssociations<P extends Pair>(hubspot: HubSpot, pairs: P[]): Promise<Map<P, Failure>> {
  const failures = new Map<P, Failure>();
  const groups = Map.groupBy(pairs, ({ from, to, types }) => `${from.object}/${to.object}/${types === undefined}`);
  await Promise.all(
    [...groups.values()].flatMap((group) => chunks(group, PAIRS_A_REQUEST)).map((group) => setGroup(hubspot, group, failures)),
  );
  return failures;
}

/** Setting one twice does no harm: whatever is in doubt is set again, in smaller groups. */
async function setGroup<P extends Pair>(hubspot: HubSpot, group: P[], failures: Map<P, Failure>): Promise<void> {
  const answer = await answerTo(hubspot, group);
  if (answer instanceof HubSpotFailure) return setApart(hubspot, group, named(group, answer.body), answer.failure, failures);
  const listed = new Set(resultsOf<WireAssociation>(answer).map(nameOf));
  const open = group.filter((pair) => !listed.has(nameOf(pair)));
  const unnamed = errorLines(answer).filter((line) => {
    const pairs = named(open, line);
    fail(pairs, failureOfLine(line), failures);
    return pairs.length === 0;
  });
  const [first] = unnamed;
  const doubtful = open.filter((pair) => !failures.has(pair));
  if (first !== undefined && doubtful.length > 0) await setApart(hubspot, doubtful, [], failureOfLine(first), failures);
}

/** One that names nobody is to blame is looked for; HubSpot's own trouble and a dead key are everybody's. */
async function setApart<P extends Pair>(
  hubspot: HubSpot,
  group: P[],
  blamedInputs: P[],
  failure: Failure,
  failures: Map<P, Failure>,
): Promise<void> {
  if (group.length === 1 || failure.reason === "trouble" || failure.reason === "key") return fail(group, failure, failures);
  for (const part of apart(group, blamedInputs)) await setGroup(hubspot, part, failures);
}

interface WireAssociation {
  from?: { id?: string | number };
  to?: { id?: string | number };
  /** Of those that were made with types of their own. */
  fromObjectId?: string | number;
  toObjectId?: string | number;
}

const nameOf = ({ from, to, fromObjectId, toObjectId }: WireAssociation): string => `${from?.id ?? fromObjectId}/${to?.id ?? toObjectId}`;

/** As with reads, an answer that says nothing is only believed the second time. */
async function answerTo(hubspot: HubSpot, group: Pair[]): Promise<unknown> {
  const [{ from, to, types }] = group as [Pair];
  const batch = types === undefined ? "batch/associate/default" : "batch/create";
  const path = `/crm/v4/associations/${encodeURIComponent(from.object)}/${encodeURIComponent(to.object)}/${batch}`;
  const inputs = group.map((pair) => ({
    from: { id: pair.from.id },
    to: { id: pair.to.id },
    ...(pair.types && { types: pair.types.map(({ category, typeId }) => ({ associationCategory: category, associationTypeId: typeId })) }),
  }));
  try {
    const answer = await hubspot.request("POST", path, { inputs });
    return isSilent(answer) ? await hubspot.request("POST", path, { inputs }) : answer;
  } catch (error) {
    if (error instanceof HubSpotFailure) return error;
    throw error;
  }
}

/** The pairs that an error speaks of: by both ends, where it names both. */
function named<P extends Pair>(group: P[], error: ErrorBody): P[] {
  const ids = idsIn(error);
  const byBoth = group.filter(({ from, to }) => ids.has(from.id) && ids.has(to.id));
  return byBoth.length > 0 ? byBoth : group.filter(({ from, to }) => ids.has(from.id) || ids.has(to.id));
}

function fail<P extends Pair>(pairs: P[], failure: Failure, failures: Map<P, Failure>): void {
  for (const pair of pairs) if (failure.reason !== "exists") failures.set(pair, ofAssociation(pair, failure));
}

/** Nothing has to be found out before it is set again; and it is no property's value that HubSpot refuses. */
function ofAssociation({ from, to }: Pair, failure: Failure): Failure {
  if (failure.reason === "trouble") return { ...failure, landed: "no" };
  if (failure.reason !== "refused") return failure;
  return { ...failure, cause: { code: "association_refused", from: from.object, to: to.object } };
}
