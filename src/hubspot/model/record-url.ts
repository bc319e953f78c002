export interface Account {
  portalId?: string;
  uiDomain?: string;
}

/** HubSpot's own numbers of the object types, as its pages use them. */
const TYPE_IDS: Record<string, string> = { contacts: "0-1", companies: "0-2", deals: "0-3", tickets: "0-5" };

/** Where a record stands in HubSpot; null while the portal is not known, and for activities, which have no page of their own. */
export function recordUrl(account: Account | null, object: string, id: string): string | null {
  const type = TYPE_IDS[object];
  if (!account?.portalId || type === undefined) return null;
  return `https://${account.uiDomain ?? "app.hubspot.com"}/contacts/${account.portalId}/record/${type}/${id}`;
}
