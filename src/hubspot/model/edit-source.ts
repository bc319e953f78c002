/** Where HubSpot says that a person changed a property by hand. */
export const PERSON_SOURCES = new Set([
  "CRM_UI",
  "CRM_UI_BULK_ACTION",
  "MOBILE_IOS",
  "MOBILE_ANDROID",
  "CONTACTS_WEB",
  "CONTACTS",
  "SALES",
  "CALLING",
  "MEETINGS",
  "CONVERSATIONS",
]);

/** Where HubSpot says that it worked a value out by itself: nobody did anything. */
const OWN_SOURCES = new Set(["CALCULATED", "INTERNAL_PROCESSING", "HEURISTICS", "BEHAVIORAL_EVENTS", "DEFAULT"]);

export const isHubSpotItself = (sourceType: string): boolean => OWN_SOURCES.has(sourceType);
