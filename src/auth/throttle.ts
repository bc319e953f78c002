/** So many wrong tokens from one address are a mistake; more are somebody who guesses. */
const WRONG_TOKENS_UNTIL_THROTTLED = 20;
/** How long wrong tokens count. Whoever guesses gets so few tries in it that a token of any length worth the name holds. */
const WINDOW_MS = 600_000;
/** Memory is bounded; an attacker with more addresses than that is beyond a counter. The oldest go first. */
const MOST_ADDRESSES = 10_000;

interface Wrong {
  count: number;
  /** ms; when it begins to count anew. */
  until: number;
}

/**
 * Counts wrong tokens by the address they come from, in this isolate's memory: an address meets few isolates, and a count that is stored
 * would let anybody write to storage. Who is signed in, and who comes from elsewhere, is not concerned.
 */
export class Throttle {
  readonly #wrong = new Map<string, Wrong>();

  /** Seconds until this address may try again; 0: it may now. */
  waitSeconds(request: Request, now: number): number {
    const wrong = this.#wrong.get(addressOf(request));
    if (wrong === undefined || wrong.count < WRONG_TOKENS_UNTIL_THROTTLED || wrong.until <= now) return 0;
    return Math.ceil((wrong.until - now) / 1000);
  }

  countWrong(request: Request, now: number): void {
    const address = addressOf(request);
    const before = this.#wrong.get(address);
    this.#wrong.delete(address);
    this.#wrong.set(
      address,
      before !== undefined && before.until > now ? { ...before, count: before.count + 1 } : { count: 1, until: now + WINDOW_MS },
    );
    if (this.#wrong.size > MOST_ADDRESSES) this.#wrong.delete(this.#wrong.keys().next().value as string);
  }
}

/** One for the API and the sign-in page together. */
export const throttle = new Throttle();

/** Cloudflare says where a request comes from. One household or server has a whole /64 of IPv6. */
function addressOf(request: Request): string {
  const address = request.headers.get("CF-Connecting-IP")?.trim() ?? "";
  return address.includes(":") ? firstHalf(address) : address;
}

function firstHalf(address: string): string {
  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => "0");
  return [...groups, ...zeros, ...rest]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
