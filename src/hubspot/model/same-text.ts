/** V8's Date.parse takes "Ana 1" for a date. */
const ISO = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/;

/** Whether both are the same moment: HubSpot takes milliseconds and holds ISO. */
export function isSameMoment(a: string, b: string): boolean {
  return (ISO.test(a) || ISO.test(b)) && momentOf(a) === momentOf(b);
}

/** NaN, which equals nothing, where it is no moment. */
const momentOf = (text: string): number => (ISO.test(text) ? Date.parse(text) : /^-?\d+$/.test(text) ? Number(text) : Number.NaN);

/** HubSpot lower-cases e-mails and re-serialises HTML: what is left of a text that it leaves alone. */
export function bareText(text: string): string {
  return text.toLowerCase().replace(/<[^>]*>|&[a-z0-9#]+;|\s+/g, "");
}
