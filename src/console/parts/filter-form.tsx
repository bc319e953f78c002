import type { FC } from "hono/jsx";
import type { Address } from "../address.ts";
import type { Words } from "../words/english.ts";

/** Finds one call or customer, and narrows the list. The names are the API's. */
export const FilterForm: FC<{ words: Words; address: Address; mappings: string[] }> = ({ words: { calls }, address, mappings }) => (
  <>
    <form class="find" method="get" action="/calls" role="search">
      <label for="find">{calls.find}</label>
      <input id="find" name="find" type="search" placeholder={calls.findHint} autocomplete="off" spellcheck={false} />
      <button>{calls.find}</button>
    </form>
    <details class="filters" open={FOLDED.some((name) => address[name] !== undefined)}>
      <summary>{calls.filter}</summary>
      <form method="get" action="/calls">
        {(["status", "phone", "email", "action", "show"] as const).map(
          (name) => address[name] !== undefined && <input type="hidden" name={name} value={address[name]} />,
        )}
        <label>
          {calls.mapping}
          <select name="mapping">
            <option value="" />
            {options(mappings, address.mapping).map((name) => (
              <option selected={name === address.mapping}>{name}</option>
            ))}
          </select>
        </label>
        {(["campaign", "problem"] as const).map((name) => (
          <label>
            {calls[name]}
            <input name={name} value={address[name] ?? ""} autocomplete="off" />
          </label>
        ))}
        {(["from", "to"] as const).map((name) => (
          <label>
            {calls[name]}
            <input name={name} value={address[name] ?? ""} type={isDay(address[name]) ? "date" : "text"} />
          </label>
        ))}
        <label class="check">
          <input type="checkbox" name="warning" value="1" checked={address.warning === "1"} /> {calls.warning}
        </label>
        <button>{calls.filter}</button>
        <a href="/calls">{calls.clear}</a>
      </form>
    </details>
  </>
);

/** The filters that the form shows: while one is set, it is open. */
const FOLDED = ["mapping", "campaign", "problem", "from", "to", "warning"] as const;

/** A mapping that is no longer deployed stays what is filtered by. */
function options(mappings: string[], chosen: string | undefined): string[] {
  return chosen === undefined || mappings.includes(chosen) ? mappings : [...mappings, chosen];
}

/** A time in the address is kept as it is. */
function isDay(text: string | undefined): boolean {
  return text === undefined || /^\d{4}-\d{2}-\d{2}$/.test(text);
}
