export interface Account {
  portalId?: string;
  uiDomain?: string;
}

/** HubSpot's own numbers of the object types, as its pages use them. */
export const TYPE_IDS: Record<string, string> = { contacts: "0-1", companies: "0-2", deals: "0-3", tickets: "0-5" };
